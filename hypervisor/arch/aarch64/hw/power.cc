// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/power.h"

#include "hypervisor/arch/aarch64/hw/cpu.h"
#include "hypervisor/arch/aarch64/hw/layout.h"
#include "hypervisor/arch/aarch64/model/psci.h"
#include "hypervisor/arch/trace.h"

#ifdef HF_TRACE
#define HF_END_TRACE(what) EndTrace(ThisMpidr(), TraceEnd::what)
#else
#define HF_END_TRACE(what) (void)0
#endif

extern "C" void hf_secondary_start();

namespace hf::arch {
namespace {

using psci::Function;

// SMCCC 1.0: the firmware may change x0 to x17.
int64_t CallFirmware(uint32_t function, uint64_t a1 = 0, uint64_t a2 = 0, uint64_t a3 = 0) {
  register uint64_t x0 asm("x0") = function;
  register uint64_t x1 asm("x1") = a1;
  register uint64_t x2 asm("x2") = a2;
  register uint64_t x3 asm("x3") = a3;
  asm volatile("dsb sy\n\tsmc #0"
               : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)
               :
               : "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15",
                 "x16", "x17", "memory");
  // PSCI results are 32 bits wide.
  return static_cast<int32_t>(x0);
}

constexpr uint32_t Id32(Function f) { return static_cast<uint32_t>(f); }
constexpr uint32_t Id64(Function f) { return static_cast<uint32_t>(f) | psci::kSmc64; }

[[noreturn]] void Forever() {
  while (true) asm volatile("wfe");
}

}  // namespace

void PowerOff() {
  HF_END_TRACE(kMachine);
  CallFirmware(Id32(Function::kSystemOff));
  Forever();
}

void Reset() {
  HF_END_TRACE(kMachine);
  CallFirmware(Id32(Function::kSystemReset));
  Forever();
}

int64_t StartCpu(uint64_t mpidr, uint32_t cpu_index) {
  return CallFirmware(Id64(Function::kCpuOn), mpidr,
                      AddressOf(reinterpret_cast<const void*>(&hf_secondary_start)).raw(),
                      cpu_index);
}

int64_t StopCpu() {
  HF_END_TRACE(kCpu);
  return CallFirmware(Id32(Function::kCpuOff));
}

int64_t CpuPowerState(uint64_t mpidr) { return CallFirmware(Id64(Function::kAffinityInfo), mpidr); }

}  // namespace hf::arch
