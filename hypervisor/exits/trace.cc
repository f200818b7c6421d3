// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/exits/trace.h"

#ifdef HF_TRACE

#include <algorithm>

#include "abi/el2/fingerprint.h"
#include "abi/el2/levels.h"
#include "hypervisor/arch/aarch64/model/syndrome.h"
#include "hypervisor/arch/switch.h"
#include "hypervisor/arch/trace.h"
#include "hypervisor/exits/psci.h"
#include "hypervisor/exits/system.h"
#include "hypervisor/trace/recorder.h"
#include "hypervisor/vm/vm.h"

namespace hf {
namespace {

using arch::ExceptionClass;
using trace::Kind;
using trace::Outcome;

constinit TraceRecorder recorder;

Kind KindOfCall(const Vcpu& vcpu, arch::Syndrome syndrome, Kind call, Kind other) {
  if (syndrome.immediate() != 0) return other;
  return vcpu.vm->is_primary() && IsPsci(vcpu.registers.x[0]) ? Kind::kPsci : call;
}

Kind KindOf(const Vcpu& vcpu, const arch::Exit& exit) {
  if (exit.kind == arch::ExitKind::kInterrupt) return Kind::kInterrupt;
  if (exit.kind == arch::ExitKind::kSError) return Kind::kSError;
  const arch::Syndrome syndrome(exit.syndrome);
  switch (syndrome.exception_class()) {
    case ExceptionClass::kHvc:
      return KindOfCall(vcpu, syndrome, Kind::kCall, Kind::kHypervisorCall);
    case ExceptionClass::kSmc:
      return KindOfCall(vcpu, syndrome, Kind::kSecureMonitorCall, Kind::kSecureMonitorCall);
    case ExceptionClass::kWfiWfe:
      return Kind::kWait;
    case ExceptionClass::kSystemRegister:
      return Kind::kSystemRegister;
    case ExceptionClass::kDataAbortLower:
      return Kind::kDataAbort;
    case ExceptionClass::kInstructionAbortLower:
      return Kind::kInstructionAbort;
    default:
      return Kind::kOther;
  }
}

trace::VcpuAtLevel Name(const Vcpu& vcpu) {
  const abi::Version version = abi::VersionOf(vcpu.vm->level());
  return {.vm = static_cast<uint16_t>(vcpu.vm->id()),
          .vcpu = static_cast<uint16_t>(vcpu.index),
          .level = {.major = static_cast<uint8_t>(version.major),
                    .minor = static_cast<uint8_t>(version.minor)}};
}

trace::Record Begin(const Cpu& cpu, const Vcpu& vcpu, Kind kind) {
  trace::Record record = {.time = arch::Now(),
                          .cpu = static_cast<uint16_t>(cpu.index),
                          .kind = kind,
                          .from = Name(vcpu),
                          .pc = vcpu.registers.pc,
                          .ipa = trace::kNoAddress,
                          .pstate = vcpu.registers.pstate};
  std::copy_n(vcpu.registers.x.begin(), record.x.size(), record.x.begin());
  return record;
}

}  // namespace

void BeginTrace() {
  recorder.Begin(arch::TraceMemory(),
                 {.abi = {abi::kMajor, abi::kMinor},
                  .frequency = arch::CounterFrequency(),
                  .start = arch::Now(),
                  .fingerprint = abi::kFingerprint},
                 arch::HasTraceDevice() ? arch::WriteTrace : nullptr);
}

void TraceStart(const Vcpu& vcpu) {
  const Cpu& cpu = *vcpu.loaded_on.load(std::memory_order_relaxed);
  recorder.Open(cpu.index, Begin(cpu, vcpu, Kind::kStart));
  recorder.Finish(cpu.index, {.time = arch::Now(),
                              .outcome = Outcome::kReturns,
                              .next = Name(vcpu),
                              .next_x0 = vcpu.registers.x[0]});
}

void TraceExit(const Cpu& cpu, const Vcpu& vcpu, const arch::Exit& exit) {
  trace::Record record = Begin(cpu, vcpu, KindOf(vcpu, exit));
  record.syndrome = exit.syndrome;
  record.far = exit.far.raw();
  if (exit.fault_ipa) record.ipa = exit.fault_ipa->raw();
  recorder.Open(cpu.index, record);
}

// The caller's own registers are not read any more if it has left: they may be another CPU's.
void TraceResume(const CallContext& context) {
  const Vcpu& next = context.next();
  Outcome outcome = Outcome::kReturns;
  if (&next != &context.caller()) outcome = Outcome::kLeaves;
  if (context.restarts()) outcome = Outcome::kAgain;
  recorder.Finish(context.cpu().index, {.time = arch::Now(),
                                        .outcome = outcome,
                                        .next = Name(next),
                                        .next_x0 = next.registers.x[0]});
}

void arch::EndTrace(uint64_t mpidr, TraceEnd what) {
  const Cpu* cpu = TheSystem().FindCpu(mpidr);
  if (cpu != nullptr) recorder.FinishLost(cpu->index);
  if (what == TraceEnd::kMachine) recorder.CloseStream();
}

}  // namespace hf

#endif
