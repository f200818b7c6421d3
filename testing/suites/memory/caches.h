// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The second view of memory that a guest can have: with its MMU and caches on, one to one.

#ifndef TESTING_SUITES_MEMORY_CACHES_H_
#define TESTING_SUITES_MEMORY_CACHES_H_

#include <cstdint>

namespace hf::memory {

// The first GiB is devices, the second write-back memory. What is to be seen with the caches off
// is cleaned by whoever wrote it with them on.
inline void TurnCaches(bool on) {
  alignas(4096) static uint64_t level1[512] = {};
  constexpr uint64_t kBlock = 1 | 1 << 10 | 3 << 8;  // access flag, inner shareable
  constexpr uint64_t kMmu = 1, kData = 1 << 2, kInstructions = 1 << 12;
  auto* table = const_cast<volatile uint64_t*>(level1);
  table[0] = kBlock | uint64_t{1} << 54 | uint64_t{1} << 53;
  table[1] = uint64_t{1} << 30 | kBlock | 1 << 2;
  uint64_t sctlr;
  asm volatile("mrs %0, sctlr_el1" : "=r"(sctlr));
  sctlr = on ? sctlr | kMmu | kData | kInstructions : sctlr & ~(kMmu | kData | kInstructions);
  // 39 bits of addresses, walks write-back and inner shareable, 40 bits of output.
  asm volatile(
      "dsb sy\n\tmsr mair_el1, %0\n\tmsr tcr_el1, %1\n\tmsr ttbr0_el1, %2\n\tisb\n\t"
      "tlbi vmalle1\n\tic iallu\n\tdsb sy\n\tisb\n\tmsr sctlr_el1, %3\n\tisb"
      :
      : "r"(uint64_t{0xff00}), "r"(uint64_t{2} << 32 | 1 << 23 | 3 << 12 | 1 << 10 | 1 << 8 | 25),
        "r"(level1), "r"(sctlr)
      : "memory");
}

}  // namespace hf::memory

#endif  // TESTING_SUITES_MEMORY_CACHES_H_
