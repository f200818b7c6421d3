// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A secondary that looks at all of its memory behind what its image says, before it uses any of it.

#include <cstdint>

#include "bindings/start/start.h"

extern "C" char __image_end[];  // image.ld

extern "C" void guest_main(uint64_t) {
  uint64_t words = 0, bad = 0;
  const auto* const begin = reinterpret_cast<volatile uint64_t*>(
      (reinterpret_cast<uint64_t>(__image_end) + 7) & ~uint64_t{7});
  uint64_t start;
  asm("adrp %0, _start" : "=r"(start));  // linked at 0: a page boundary
  const auto* const end = reinterpret_cast<volatile uint64_t*>(start + HF_MEMORY_BYTES);
  for (auto* word = begin; word < end; ++word) {
    ++words;
    if (*word != 0) ++bad;
  }
  guest_print("zeroes: ");
  guest_print_decimal(words);
  guest_print(" words, of which not zero: ");
  guest_print_decimal(bad);
  guest_print("\n");
}
