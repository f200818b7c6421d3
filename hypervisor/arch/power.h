// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// CPUs and the machine, by way of the firmware's PSCI (an SMC from EL2).

#ifndef HYPERVISOR_ARCH_POWER_H_
#define HYPERVISOR_ARCH_POWER_H_

#include <cstdint>

namespace hf::arch {

[[noreturn]] void PowerOff();
[[noreturn]] void Reset();

// Starts the CPU with this MPIDR affinity in EL2; it will enter the primary's vCPU `cpu_index` at
// the registers that were prepared. Returns the firmware's PSCI result.
int64_t StartCpu(uint64_t mpidr, uint32_t cpu_index);

// Turns the calling CPU off. Returns only if the firmware refuses, with its PSCI result.
int64_t StopCpu();

// The firmware's PSCI AFFINITY_INFO of that CPU.
int64_t CpuPowerState(uint64_t mpidr);

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_POWER_H_
