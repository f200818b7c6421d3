// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A secondary that prints a line now and then, all of which must appear.

#include <hf/call.h>

#include <cstdint>

#include "bindings/start/start.h"

namespace {

uint64_t Milliseconds() {
  uint64_t now, frequency;
  asm volatile("isb\n\tmrs %0, cntvct_el0\n\tmrs %1, cntfrq_el0" : "=r"(now), "=r"(frequency));
  return now / (frequency / 1000);
}

}  // namespace

extern "C" void guest_main(uint64_t) {
  for (uint64_t i = 0; i < 300; ++i) {
    const uint64_t next = Milliseconds() + 10;
    guest_print("line ");
    guest_print_decimal(i);
    guest_print("\n");
    while (Milliseconds() < next) {
    }
  }
  guest_wait();
}
