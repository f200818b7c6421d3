// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/exits/report.h"

#include <array>
#include <cstddef>

#include "hypervisor/arch/aarch64/model/syndrome.h"
#include "hypervisor/arch/switch.h"
#include "hypervisor/base/log.h"

namespace hf {
namespace {

using arch::AbortSyndrome;
using arch::ExceptionClass;

// What follows x0 to x30 in the report.
struct NamedRegister {
  char name[10];
  uint16_t offset;
};
constexpr NamedRegister kEl1[] = {
#define HF_EL1(name) {#name "_el1", offsetof(arch::El1Registers, name)}
    {"sp_el0", offsetof(arch::El1Registers, sp_el0)},
    {"sp_el1", offsetof(arch::El1Registers, sp_el1)},
    HF_EL1(elr),
    HF_EL1(spsr),
    HF_EL1(esr),
    HF_EL1(far),
    HF_EL1(vbar),
    HF_EL1(sctlr),
    HF_EL1(ttbr0),
    HF_EL1(ttbr1),
    HF_EL1(tcr),
#undef HF_EL1
};
constexpr size_t kGeneral = 31;
constexpr size_t kRegisters = kGeneral + std::size(kEl1);
// As many as fit into a line whatever they hold, and no line is left half empty.
constexpr size_t kInALine = 6;
static_assert(kRegisters % kInALine == 0);

constexpr bool IsAbort(ExceptionClass exception_class) {
  return exception_class == ExceptionClass::kDataAbortLower ||
         exception_class == ExceptionClass::kInstructionAbortLower;
}

// The address that an abort is about: without an IPA the virtual one has to do, if it is known.
LogPiece AddressOf(const arch::Exit& exit) {
  if (exit.fault_ipa) return *exit.fault_ipa;
  if (AbortSyndrome(exit.syndrome).far_not_valid()) return "an unknown address";
  return exit.far;
}

// Lines that begin with the name of the vCPU, made of small pieces by one function: what is printed
// once in a VM's life should cost little code.
class Report {
 public:
  explicit Report(const Vcpu& vcpu) : vcpu_(vcpu) { Begin(); }

  void Add(LogFormat<1> format, LogPiece piece) { line_.AppendFormatted(format.text(), &piece); }
  void EndLine() {
    console_.Write(line_.Finish());
    line_ = LineBuffer();
    Begin();
  }

 private:
  void Begin() {
    Add("hafnia: VM %", vcpu_.vm->id());
    Add(" vCPU %", vcpu_.index);
  }

  const Vcpu& vcpu_;
  ConsoleWriter console_;
  LineBuffer line_;
};

// What the VM did, where.
void AddWhat(Report& report, uint64_t pc, const arch::Exit& exit) {
  const AbortSyndrome abort(exit.syndrome);
  report.Add(" aborted: %", Describe(abort.exception_class()));
  if (IsAbort(abort.exception_class())) {
    report.Add("%", abort.DescribeAction());
    report.Add("%", AddressOf(exit));
    report.Add(": %", abort.Describe());
  }
  report.Add(" at pc %", Hex{pc});
}

// PSTATE and the syndrome, in numbers and what of them has words.
void AddState(Report& report, uint64_t pstate, const arch::Exit& exit) {
  report.Add(" EL%", pstate >> 2 & 3);
  if (pstate & 1 << 4) report.Add("%", " AArch32");
  char masks[] = "DAIF";
  for (unsigned i = 0; i < 4; ++i) {
    if (!(pstate >> (9 - i) & 1)) masks[i] = '-';
  }
  report.Add(" %", masks);
  report.Add(" pstate %", Hex{pstate});
  report.Add(" syndrome %", Hex{exit.syndrome});
  const arch::AccessSyndrome access(exit.syndrome);
  if (!IsAbort(access.exception_class())) return;
  if (!access.far_not_valid()) report.Add(" va %", exit.far);
  if (access.is_stage2_fault()) report.Add(" level %", access.level());
  if (access.is_fetch() || !access.valid()) return;
  report.Add(" bytes %", access.size());
  report.Add(" x%", access.register_number());
}

void PrintRegisters(Report& report, const arch::Registers& registers) {
  for (size_t i = 0; i < kRegisters; ++i) {
    uint64_t value;
    if (i < kGeneral) {
      report.Add(" x%", i);
      value = registers.x[i];
    } else {
      const NamedRegister& named = kEl1[i - kGeneral];
      report.Add(" %", named.name);
      const auto* el1 = reinterpret_cast<const std::byte*>(&registers.el1);
      value = *reinterpret_cast<const uint64_t*>(el1 + named.offset);
    }
    report.Add(" %", Hex{value});
    if (i % kInALine == kInALine - 1) report.EndLine();
  }
}

// The oldest first.
void PrintCalls(Report& report, abi::Level level, const CallHistory& calls) {
  const uint64_t count = calls.count();
  for (uint64_t n = count < CallHistory::kCapacity ? 0 : count - CallHistory::kCapacity; n < count;
       ++n) {
    const CallHistory::Call& call = calls.At(n);
    report.Add(" call %", n + 1);
    report.Add(": %", Hex{call.number});
    report.Add(" %", Name(abi::CallAt(level, call.number)));
    for (const uint64_t argument : call.arguments) report.Add(" %", Hex{argument});
    report.Add(" -> %", call.returned ? LogPiece(Hex{call.result}) : LogPiece("left"));
    report.EndLine();
  }
}

}  // namespace

void ReportAbort(CallContext& context, const arch::Exit& exit) {
  Vcpu& vcpu = context.caller();
  // The EL1 registers are in hardware: these are copies.
  arch::UnloadEl1(vcpu.registers);
  Report report(vcpu);
  AddWhat(report, vcpu.registers.pc, exit);
  report.EndLine();
  report.Add(" on CPU %", context.cpu().index);
  AddState(report, vcpu.registers.pstate, exit);
  report.EndLine();
  PrintRegisters(report, vcpu.registers);
  PrintCalls(report, vcpu.vm->level(), vcpu.calls);
  arch::ReloadEl1(vcpu.registers);
}

void ReportRefused(CallContext& context, const arch::Exit& exit) {
  Vm& vm = context.vm();
  auto console = vm.console().Lock();
  if (!console->AllowRefused(vm.id())) return;
  const AbortSyndrome abort(exit.syndrome);
  Log("primary vCPU %%%: % at pc %; answered by an external abort", context.caller().index,
      abort.DescribeAction(), AddressOf(exit), abort.Describe(),
      Hex{context.caller().registers.pc});
}

}  // namespace hf
