// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/calls/timer.h"

#include "hypervisor/arch/interrupts.h"
#include "hypervisor/arch/switch.h"
#include "hypervisor/calls/model_lock.h"
#include "hypervisor/vm/vm.h"

namespace hf {

bool FireTimer(Vcpu& vcpu) {
  const std::optional<uint64_t> deadline = arch::TimerDeadline(vcpu.registers);
  if (!deadline || arch::Now() < *deadline) return false;
  const ModelLock model_lock;
  arch::MaskTimer(vcpu.registers);
  auto state = vcpu.vm->state().Lock();
  state->interrupts[vcpu.index].Inject(abi::kVirtualTimerIntid);
  vcpu.vm->ShowInterrupts(*state, vcpu.index);
  return true;
}

}  // namespace hf
