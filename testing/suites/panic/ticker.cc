// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A secondary that runs and says so. VM 1 never leaves its CPU but for that, VM 2 as often as it
// can, and VM 3 prints whenever it runs.

#include <hf/call.h>

#include "bindings/start/start.h"
#include "testing/suites/panic/ticks.h"

extern "C" void guest_main(uint64_t) {
  hf::panic::Ticks ticks;
  const uint32_t vm = hf_vm_get_id();
  while (true) {
    if (vm == 3 || ticks.Due()) guest_print("ticks\n");
    if (vm != 1) hf_vcpu_yield();
  }
}
