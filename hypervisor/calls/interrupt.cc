// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// interrupt_enable, interrupt_get, interrupt_inject: virtual interrupts. The caller's own line is
// asserted, or not, when it goes on.

#include "abi/el2/dispatch.h"
#include "hypervisor/calls/context.h"

namespace hf::calls {

int64_t InterruptEnable(CallContext& context, const abi::InterruptEnableArgs& args) {
  const uint32_t vcpu = context.caller().index;
  auto state = context.vm().state().Lock();
  state->interrupts[vcpu].Enable(args.intid, args.enable);
  context.vm().ShowInterrupts(*state, vcpu);
  return 0;
}

uint32_t InterruptGet(CallContext& context) {
  const uint32_t vcpu = context.caller().index;
  auto state = context.vm().state().Lock();
  const uint32_t intid = state->interrupts[vcpu].Take();
  context.vm().ShowInterrupts(*state, vcpu);
  return intid;
}

// The dispatch has answered secondaries that name another VM.
int64_t InterruptInject(CallContext& context, const abi::InterruptInjectArgs& args) {
  const uint32_t vcpu = args.target_vcpu_idx;
  Vm* vm = context.system().FindVm(args.target_vm_id);
  if (vm == nullptr || vcpu >= vm->vcpus().size()) return -1;
  auto state = vm->state().Lock();
  const bool acts = state->interrupts[vcpu].Inject(args.intid);
  vm->ShowInterrupts(*state, vcpu);
  if (!acts) return 0;
  state->Wake(vcpu);
  if (context.vm().is_primary()) return 1;
  if (vcpu != context.caller().index) {
    context.Return(0);
    context.Leave(*state, abi::VcpuState::kReady,
                  abi::VcpuRunReturn::WakeUp(vm->id(), static_cast<uint16_t>(vcpu)));
  }
  return 0;
}

}  // namespace hf::calls
