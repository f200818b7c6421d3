// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Why vCPUs leave for EL2, and what follows. Hypercalls go to the generated dispatch table; all
// else is decided here. Nothing that a VM does ends in a panic. An instruction that a VM is not
// offered gives it an undefined-instruction exception; what else is not answered aborts a
// secondary, and gives the primary the exception that a machine without a hypervisor would have
// given it.

#include "abi/el2/dispatch.h"
#include "hypervisor/arch/aarch64/model/syndrome.h"
#include "hypervisor/arch/exit.h"
#include "hypervisor/arch/interrupts.h"
#include "hypervisor/arch/switch.h"
#include "hypervisor/calls/context.h"
#include "hypervisor/calls/model_lock.h"
#include "hypervisor/calls/timer.h"
#include "hypervisor/exits/abort.h"
#include "hypervisor/exits/inject.h"
#include "hypervisor/exits/memory_abort.h"
#include "hypervisor/exits/model_check.h"
#include "hypervisor/exits/psci.h"
#include "hypervisor/exits/self_attack.h"
#include "hypervisor/exits/system.h"
#include "hypervisor/exits/system_register.h"
#include "hypervisor/exits/trace.h"

namespace hf {
namespace {

using abi::VcpuRunReturn;
using abi::VcpuState;
using arch::ExceptionClass;

constexpr uint64_t kMinusOne = ~uint64_t{0};

// HVC: the saved PC is the next instruction's (Arm ARM D1.3.1.1).
void HandleHvc(CallContext& context, arch::Syndrome syndrome) {
  const auto& x = context.caller().registers.x;
  if (IsSelfAttack(syndrome.immediate())) SelfAttack(x[0], x[1]);
  if (syndrome.immediate() != 0) return context.Return(kMinusOne);
  // Only a secondary can come to an end that its calls explain.
  CallHistory::Call* call = nullptr;
  if (!context.vm().is_primary()) {
    call = &context.caller().calls.Begin(x);
  } else if (IsPsci(x[0])) {
    return HandlePsci(context);
  }
  const ModelLock model_lock;
  const ModelCheck check(context);
  const uint64_t result =
      abi::Dispatch(context, context.vm().id(), x[1], x[2], x[3], x[0], context.vm().level());
  check.Compare(result);
  if (!context.returns()) return;
  if (call != nullptr) call->Return(result);
  context.Return(result);
}

// SMC is trapped before it executes, so the saved PC is its own.
void HandleSmc(CallContext& context, arch::Syndrome syndrome) {
  arch::Registers& r = context.caller().registers;
  r.pc += syndrome.instruction_size();
  const bool standard = syndrome.immediate() == 0;
  if (standard && context.vm().is_primary() && IsPsci(r.x[0])) return HandlePsci(context);
  r.x[0] = kMinusOne;
}

// Whether it waits is decided under the lock that whoever injects takes: either it sees the
// interrupt, or is seen waiting.
void HandleWfi(CallContext& context, arch::Syndrome syndrome) {
  context.caller().registers.pc += syndrome.instruction_size();
  // WFIT may end at any time, and must not end later than its own timeout.
  if (!syndrome.is_wfi()) return;
  const ModelLock model_lock;
  auto state = context.vm().state().Lock();
  if (state->interrupts[context.caller().index].asserted()) return;
  context.Block(*state, VcpuState::kBlockedInterrupt);
}

void HandleSynchronous(CallContext& context, const arch::Exit& exit) {
  const arch::Syndrome syndrome(exit.syndrome);
  const ExceptionClass exception_class = syndrome.exception_class();
  switch (exception_class) {
    case ExceptionClass::kHvc:
      return HandleHvc(context, syndrome);
    case ExceptionClass::kSmc:
      return HandleSmc(context, syndrome);
    case ExceptionClass::kWfiWfe:
      // Only a secondary's WFI traps.
      return HandleWfi(context, syndrome);
    case ExceptionClass::kDataAbortLower:
    case ExceptionClass::kInstructionAbortLower:
      return HandleMemoryAbort(context, exit);
    case ExceptionClass::kSystemRegister:
      return HandleSystemRegister(context, arch::SystemRegisterSyndrome(exit.syndrome));
    default:
      break;
  }
  if (context.vm().is_primary() || arch::IsRefusedInstruction(exception_class)) {
    return InjectUndefined(context);
  }
  AbortVm(context, exit);
}

// Hands the CPU over if another vCPU is to go on. Returns the registers of the one that does.
arch::Registers& Resume(CallContext& context) {
  Vcpu& from = context.caller();
  Vcpu& next = context.next();
  TraceResume(context);
  if (&next != &from) {
    arch::SwitchVcpu(from.vm->Loadable(from), next.vm->Loadable(next));
    // A primary vCPU stays bound to its CPU; a secondary's registers are handed over by this store.
    if (!from.vm->is_primary()) from.loaded_on.store(nullptr, std::memory_order_release);
    // Expired while it was not loaded.
    if (!next.vm->is_primary()) FireTimer(next);
  }
  if (!next.vm->is_primary()) arch::SetInterruptLines(next.lines.load(std::memory_order_relaxed));
  return next.registers;
}

}  // namespace

arch::Registers& arch::HandleExit(Registers& current, const Exit& exit) {
  Vcpu& vcpu = Vcpu::FromRegisters(current);
  Cpu& cpu = *vcpu.loaded_on.load(std::memory_order_relaxed);
  TraceExit(cpu, vcpu, exit);
  CallContext context(TheSystem(), cpu, vcpu);
  if (vcpu.vm->aborting()) {
    // Another vCPU of this VM has aborted it: this exit is where this one stops, whatever it
    // wanted.
    {
      const ModelLock model_lock;
      context.Leave(VcpuState::kAborted, VcpuRunReturn::Aborted());
    }
    return Resume(context);
  }
  const bool timer_fired = !vcpu.vm->is_primary() && FireTimer(vcpu);
  switch (exit.kind) {
    case ExitKind::kSynchronous:
      HandleSynchronous(context, exit);
      break;
    case ExitKind::kInterrupt: {
      // Its own timer's interrupt is its own, and gone since the timer is masked. Any other stays
      // pending, and the primary takes it as soon as it runs.
      if (timer_fired && !arch::InterruptPending()) break;
      const ModelLock model_lock;
      context.Leave(VcpuState::kReady, VcpuRunReturn::Preempted());
      break;
    }
    case ExitKind::kSError:
      // Routed to EL2 from secondaries only.
      AbortVm(context, exit);
      break;
  }
  return Resume(context);
}

}  // namespace hf
