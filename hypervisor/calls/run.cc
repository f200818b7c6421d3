// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// vcpu_run and vcpu_yield: who has the CPU.

#include "abi/el2/dispatch.h"
#include "hypervisor/arch/switch.h"
#include "hypervisor/calls/context.h"

namespace hf::calls {

using abi::VcpuRunReturn;
using abi::VcpuState;

VcpuRunReturn VcpuRun(CallContext& context, const abi::VcpuRunArgs& args) {
  const VcpuRunReturn refused = VcpuRunReturn::WaitForInterrupt();
  System& system = context.system();
  // A primary that looks after waiters itself is not told whom to run for them.
  if (!abi::Has(context.vm().level(), abi::Call::kMailboxWaiterGet)) [[unlikely]] {
    if (const auto wake_up = system.wake_ups.Take()) return *wake_up;
  }
  Vm* vm = system.FindVm(args.vm_id);
  if (vm == nullptr || args.vcpu >= vm->vcpus().size()) return refused;
  {
    auto state = vm->state().Lock();
    VcpuState& vcpu_state = state->vcpus[args.vcpu];
    if (state->life == abi::VmState::kAborting) {
      // One that runs on another CPU is stopped there, at its next exit.
      if (vcpu_state != VcpuState::kRunning) vcpu_state = VcpuState::kAborted;
      return refused;
    }
    // Its own timer ends its wait. The interrupt is made pending when it is entered.
    if (arch::Now() >= state->wake_at[args.vcpu]) state->Wake(args.vcpu);
    if (vcpu_state != VcpuState::kReady) return refused;
    vcpu_state = VcpuState::kRunning;
  }
  context.Enter(vm->vcpus()[args.vcpu]);
  // Replaced when the vCPU leaves; see CallContext::Leave().
  return refused;
}

// From a secondary: the primary's yield ends in the dispatch.
int64_t VcpuYield(CallContext& context) {
  context.Return(0);
  context.Leave(VcpuState::kReady, VcpuRunReturn::Yield());
  return 0;
}

}  // namespace hf::calls
