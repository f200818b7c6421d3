// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/vm/vm.h"

namespace hf {

using abi::VcpuState;

bool VmState::Wake(uint32_t vcpu) {
  if (vcpus[vcpu] == VcpuState::kBlockedMailbox) {
    // Or a message would be delivered to one that does not wait for it any more.
    mailbox.RemoveBlockedReceiver(vcpu);
  } else if (vcpus[vcpu] != VcpuState::kBlockedInterrupt) {
    return false;
  }
  vcpus[vcpu] = VcpuState::kReady;
  return true;
}

void Vm::ShowInterrupts(const VmState& state, uint32_t vcpu) {
  const VirtualInterrupts& interrupts = state.interrupts[vcpu];
  vcpus_[vcpu].lines.store(
      {.irq = interrupts.asserted(), .own_timer = interrupts.is_enabled(abi::kVirtualTimerIntid)},
      std::memory_order_relaxed);
}

void Vm::Init(uint32_t id, std::span<Vcpu> vcpus, const AddressSpace& memory) {
  id_ = id;
  vcpus_ = vcpus;
  stage2_ = memory.root();
  auto state = state_.Lock();
  state->memory = memory;
  state->vcpus.fill(VcpuState::kOff);
  state->wake_at.fill(VmState::kNever);
  for (uint32_t i = 0; i < vcpus.size(); ++i) {
    vcpus[i].vm = this;
    vcpus[i].index = i;
  }
}

}  // namespace hf
