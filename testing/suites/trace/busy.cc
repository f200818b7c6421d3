// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A secondary that leaves its CPU as often as it can, by two sorts of calls.

#include <hf/call.h>

#include "bindings/start/start.h"

extern "C" void guest_main(uint64_t) {
  while (true) {
    hf_vm_get_count();
    hf_vcpu_yield();
  }
}
