/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the hypervisor has added to the device tree: /memreserve/ entries for its own and the
 * secondaries' memory, each once.
 */

#include "testing/suites/abi/primary.h"

struct entry {
  uint64_t address; /* both big-endian; an entry of two zeros is the end */
  uint64_t size;
};

enum { OFFSET_OF_RESERVED = 16 }; /* in the tree's header */

uint64_t check_reserved_memory(uint64_t device_tree) {
  const uint32_t offset =
      __builtin_bswap32(*(const volatile uint32_t*)(device_tree + OFFSET_OF_RESERVED));
  const volatile struct entry* entry = (const volatile struct entry*)(device_tree + offset);
  uint64_t hypervisors = 0;
  uint64_t others = 0;
  uint64_t other = 0;
  for (; entry->size != 0; ++entry) {
    const uint64_t address = __builtin_bswap64(entry->address);
    const uint64_t size = __builtin_bswap64(entry->size);
    if (address <= HYPERVISOR && HYPERVISOR - address < size) {
      ++hypervisors;
    } else {
      ++others;
      other = address;
    }
  }
  check("/memreserve/ entries of the hypervisor", hypervisors, 1);
  check("/memreserve/ entries of secondaries", others, SUBJECTS);
  return other;
}
