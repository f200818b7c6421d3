// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Waits by WFI for virtual interrupt 5; each 16 that it takes end in a yield, so that it mostly
// waits again soon after it was woken.

#include <hf/call.h>

#include <cstdint>

#include "bindings/start/start.h"

namespace {
constexpr uint32_t kIntid = 5;
}  // namespace

extern "C" void guest_main(uint64_t) {
  if (hf_interrupt_enable(kIntid, true) != 0) guest_panic("sleeper: interrupt_enable");
  for (uint32_t taken = 0;;) {
    const uint32_t intid = hf_interrupt_get();
    if (intid == HF_INVALID_INTID) {
      guest_wait();
    } else if (intid == kIntid) {
      if (++taken % 16 == 0) hf_vcpu_yield();
    } else {
      guest_panic("sleeper: another interrupt");
    }
  }
}
