// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// While a secondary runs it has the CPU's virtual timer for itself, so the primary's deadline must
// be kept elsewhere or a secondary that spins would never be preempted by it. EL2's own physical
// timer keeps it: it interrupts the secondary at the same instant, by a PPI that is enabled in the
// redistributor only then. Before the primary runs again the PPI is as it was and its own timer,
// back in hardware, raises the interrupt that the primary knows.
//
// The primary's physical timer stays in hardware: a secondary cannot write it.

#ifndef HYPERVISOR_ARCH_AARCH64_HW_PRIMARY_TIMER_H_
#define HYPERVISOR_ARCH_AARCH64_HW_PRIMARY_TIMER_H_

#include "hypervisor/arch/registers.h"

namespace hf::arch {

// From the primary, whose timer was saved, to a secondary.
void GuardPrimaryTimer(const El1Registers& primary);
// Back to the primary.
void ReleasePrimaryTimer();

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_HW_PRIMARY_TIMER_H_
