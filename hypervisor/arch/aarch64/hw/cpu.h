// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What boot does with the hardware, on the boot CPU and on each that follows.

#ifndef HYPERVISOR_ARCH_AARCH64_HW_CPU_H_
#define HYPERVISOR_ARCH_AARCH64_HW_CPU_H_

#include <cstdint>

#include "hypervisor/arch/registers.h"
#include "hypervisor/base/address.h"
#include "hypervisor/base/range.h"

namespace hf::arch {

// Asks the boot CPU what it implements, and decides what traps. Before anything else here.
void DetectFeatures();

// Puts this CPU's EL2 controls that no vCPU changes into a known state, and turns all timers off.
void SetUpCpu();

// The MPIDR affinity fields of this CPU.
uint64_t ThisMpidr();

// Where this PL011 is, EL2 prints. Requires that it is mapped.
void SetConsole(PhysAddr pl011);

// Removes all of EL2's own translations from this CPU's TLB.
void InvalidateEl2();

// The root table of EL2's stage 1.
PhysAddr El2Root();

// Remembers which redistributor of the GIC belongs to the CPU with this affinity, to keep the
// primary's timer punctual (primary_timer.h). Requires that `redistributors` is mapped.
void FindRedistributor(PhysRange redistributors, uint32_t cpu_index, uint64_t mpidr);

// Enters the vCPU whose EL1 state is loaded.
extern "C" [[noreturn]] void hf_enter_vm(Registers* registers);

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_HW_CPU_H_
