// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Runs the VM that floods on one CPU and the modest one on another, until both wait.

#include <hf/call.h>

#include <array>
#include <atomic>
#include <cstdint>

#include "bindings/start/start.h"

namespace hf::reports {
namespace {

std::atomic<bool> modest_waits = false;
alignas(16) std::array<char, 4096> stack;

void RunUntilItWaits(uint32_t vm) {
  hf_vcpu_run_code code;
  do {
    code = hf_vcpu_run(vm, 0).code;
  } while (code == HF_VCPU_RUN_PREEMPTED || code == HF_VCPU_RUN_YIELD);
  if (code != HF_VCPU_RUN_WAIT_FOR_INTERRUPT) guest_panic("a VM does not wait");
}

void RunModest(uint64_t) {
  RunUntilItWaits(2);
  modest_waits = true;
}

}  // namespace

extern "C" void guest_main(uint64_t) {
  const guest_cpu cpu = {.stack_top = reinterpret_cast<uint64_t>(stack.data() + stack.size()),
                         .function = &RunModest,
                         .argument = 0};
  if (guest_cpu_on(1, &cpu) != 0) guest_panic("CPU 1 does not start");
  RunUntilItWaits(1);
  while (!modest_waits) {
  }
  guest_print("flood: PASS\n");
  guest_stop();
}

}  // namespace hf::reports
