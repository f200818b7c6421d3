// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/exits/psci.h"

#include <array>

#include "hypervisor/arch/aarch64/model/psci.h"
#include "hypervisor/arch/power.h"
#include "hypervisor/base/check.h"

namespace hf {
namespace {

namespace psci = arch::psci;
using psci::Function;

// How often a CPU that is on its way off is asked again. It is between telling EL2 and telling the
// firmware, some hundred instructions at most.
constexpr int kStartAttempts = 10000;

// Both id ranges name the same functions here.
Function FunctionOf(uint64_t x0) {
  return static_cast<Function>(static_cast<uint32_t>(x0) & ~psci::kSmc64);
}

int64_t Features(Function function) {
  switch (function) {
    case Function::kSmcccVersion:
    case Function::kVersion:
    case Function::kCpuOff:
    case Function::kCpuOn:
    case Function::kAffinityInfo:
    case Function::kMigrateInfoType:
    case Function::kSystemOff:
    case Function::kSystemReset:
    case Function::kFeatures:
      return psci::kSuccess;
    case Function::kCpuSuspend:
      break;
  }
  return psci::kNotSupported;
}

int64_t AffinityInfo(System& system, uint64_t mpidr, uint64_t lowest_level) {
  const Cpu* cpu = system.FindCpu(mpidr);
  if (lowest_level != 0 || cpu == nullptr) return psci::kInvalidParameters;
  // The firmware may call a CPU off until it has really started (QEMU does), the caller of CPU_ON
  // may not. One that is on its way off counts as on until the firmware has it.
  if (cpu->power.load() == Cpu::Power::kOn) return psci::kCpuIsOn;
  const int64_t state = arch::CpuPowerState(mpidr);
  return state == psci::kCpuIsOnPending ? psci::kCpuIsOn : state;
}

int64_t CpuOn(System& system, uint64_t mpidr, uint64_t entry, uint64_t context_id) {
  Cpu* cpu = system.FindCpu(mpidr);
  if (cpu == nullptr) return psci::kInvalidParameters;
  // Of several callers one gets to start it.
  if (cpu->power.exchange(Cpu::Power::kOn) == Cpu::Power::kOn) return psci::kAlreadyOn;

  // The CPU is off, or will not look at its vCPU's registers again before it is.
  Vcpu& vcpu = *cpu->primary_vcpu;
  vcpu.registers.Reset(entry, context_id, vcpu.registers.vmpidr);
  int64_t result = psci::kAlreadyOn;
  for (int i = 0; i < kStartAttempts && (result == psci::kAlreadyOn || result == psci::kOnPending);
       ++i) {
    result = arch::StartCpu(mpidr, cpu->index);
  }
  if (result != psci::kSuccess) cpu->power.store(Cpu::Power::kOff);
  return result == psci::kOnPending ? psci::kAlreadyOn : result;
}

int64_t CpuOff(CallContext& context) {
  context.cpu().power.store(Cpu::Power::kOff);
  arch::StopCpu();
  // From the store above the CPU's vCPU may be given new registers: there is no way back.
  Panic("the firmware refused to turn a CPU off");
}

int64_t Perform(CallContext& context, Function function) {
  // The arguments of a 32-bit function are 32 bits wide (SMCCC 1.1, 3.1).
  std::array<uint64_t, 4> x;
  const bool wide = context.caller().registers.x[0] & psci::kSmc64;
  for (size_t i = 0; i < x.size(); ++i) {
    x[i] = context.caller().registers.x[i] & (wide ? ~uint64_t{0} : 0xffffffff);
  }
  System& system = context.system();
  switch (function) {
    case Function::kSmcccVersion:
    case Function::kVersion:
      return psci::kVersion11;
    case Function::kFeatures:
      return Features(FunctionOf(x[1]));
    case Function::kMigrateInfoType:
      return psci::kMigrateNotRequired;
    case Function::kAffinityInfo:
      return AffinityInfo(system, x[1], x[2]);
    case Function::kCpuOn:
      return CpuOn(system, x[1], x[2], x[3]);
    case Function::kCpuOff:
      return CpuOff(context);
    case Function::kSystemOff:
      arch::PowerOff();
    case Function::kSystemReset:
      arch::Reset();
    case Function::kCpuSuspend:
      break;
  }
  return psci::kNotSupported;
}

}  // namespace

bool IsPsci(uint64_t x0) {
  const auto id = static_cast<uint32_t>(FunctionOf(x0));
  return id == static_cast<uint32_t>(Function::kSmcccVersion) || (id & 0xffffffe0) == 0x84000000;
}

void HandlePsci(CallContext& context) {
  const Function function = FunctionOf(context.caller().registers.x[0]);
  context.Return(static_cast<uint64_t>(Perform(context, function)));
}

}  // namespace hf
