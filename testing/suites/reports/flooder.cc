// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A secondary that makes a million calls that are refused, in two ways, and prints as many lines,
// and then goes on printing for a while; at last it says how many lines it has printed.

#include <hf/call.h>

#include <cstdint>

#include "bindings/start/start.h"

namespace hf::reports {
namespace {

constexpr uint64_t kTimes = 1000000;

uint64_t Milliseconds() {
  uint64_t now, frequency;
  asm volatile("isb\n\tmrs %0, cntvct_el0\n\tmrs %1, cntfrq_el0" : "=r"(now), "=r"(frequency));
  return now / (frequency / 1000);
}

void WaitUntil(uint64_t milliseconds) {
  while (Milliseconds() < milliseconds) {
  }
}

void RefusedCalls() {
  for (uint64_t i = 0; i < kTimes; ++i) {
    if (hf_call(0xff02, i, 0, 0) != -1) guest_panic("vcpu_get_count is the primary's");
  }
}

void RefusedSmcs() {
  for (uint64_t i = 0; i < kTimes; ++i) {
    register uint64_t x0 asm("x0") = 0x84000008;  // SYSTEM_OFF
    asm volatile("smc #0" : "+r"(x0) : : "memory");
    if (x0 != ~uint64_t{0}) guest_panic("SMC is not refused");
  }
}

}  // namespace

extern "C" void guest_main(uint64_t) {
  RefusedCalls();
  RefusedSmcs();
  uint64_t lines = 0;
  // Empty ones are the fastest.
  for (; lines < kTimes; ++lines) guest_print("\n");
  for (const uint64_t end = Milliseconds() + 2500; Milliseconds() < end; ++lines) guest_print("\n");
  WaitUntil(Milliseconds() + 1500);
  guest_print("lines: ");
  guest_print_decimal(lines + 1);
  guest_print("\n");
  guest_wait();
}

}  // namespace hf::reports
