// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/calls/context.h"

#include "hypervisor/arch/interrupts.h"
#include "hypervisor/arch/switch.h"
#include "hypervisor/base/check.h"
#include "hypervisor/irq/sleep.h"
#include "hypervisor/sync/atomic.h"

namespace hf {

using abi::RunCode;
using abi::VcpuRunReturn;
using abi::VcpuState;

namespace {

// Whether the scheduler is told something about another VM than the one that leaves.
bool ConcernsOthers(RunCode code) {
  return code == RunCode::kMessage || code == RunCode::kWakeUp || code == RunCode::kNotifyWaiters;
}

}  // namespace

void CallContext::Return(uint64_t result) {
  auto& x = caller_.registers.x;
  x[0] = result;
  x[1] = x[2] = x[3] = 0;
}

void CallContext::Leave(VmState& vm_state, VcpuState state, VcpuRunReturn code) {
  HF_CHECK(!vm().is_primary());
  if (vm_state.life == abi::VmState::kAborting) {
    // A sibling aborted the VM after this exit began. What this vCPU did for others is done, and
    // they must learn of it; for itself it is over.
    state = VcpuState::kAborted;
    if (!ConcernsOthers(code.code)) code = VcpuRunReturn::Aborted();
  }
  vm_state.vcpus[caller_.index] = state;
  cpu_.primary_vcpu->registers.x[0] = abi::EncodeAt(cpu_.primary_vcpu->vm->level(), code);
  next_ = cpu_.primary_vcpu;
  left_ = true;
}

void CallContext::Leave(VcpuState state, VcpuRunReturn code) {
  auto vm_state = vm().state().Lock();
  Leave(*vm_state, state, code);
}

void CallContext::Block(VmState& vm_state, VcpuState state) {
  const uint32_t vcpu = caller_.index;
  std::optional<uint64_t> deadline;
  if (vm_state.interrupts[vcpu].is_enabled(abi::kVirtualTimerIntid)) {
    deadline = arch::TimerDeadline(caller_.registers);
  }
  // Kept where vcpu_run may look while this CPU is still saving the registers.
  vm_state.wake_at[vcpu] = deadline.value_or(VmState::kNever);
  if (!deadline) return Leave(vm_state, state, VcpuRunReturn::WaitForInterrupt());
  const uint64_t ns = NanosecondsUntil(*deadline, arch::Now(), arch::CounterFrequency());
  Leave(vm_state, state, VcpuRunReturn::Sleep(ns));
}

void CallContext::Restart() {
  constexpr uint64_t kHvcSize = 4;
  restarts_ = true;
  caller_.registers.pc -= kHvcSize;
  // The primary takes its interrupts itself, as soon as it runs.
  if (!vm().is_primary()) Leave(VcpuState::kReady, VcpuRunReturn::Preempted());
}

void CallContext::Enter(Vcpu& target) {
  // The CPU that ran it last may still be saving its registers.
  while (target.loaded_on.load(std::memory_order_acquire) != nullptr) Relax();
  target.loaded_on.store(&cpu_, std::memory_order_relaxed);
  next_ = &target;
}

}  // namespace hf
