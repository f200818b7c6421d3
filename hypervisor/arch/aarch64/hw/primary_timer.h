// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Timer interrupts while a secondary runs. It has the CPU's virtual timer for itself, so two things
// are seen to, each by a PPI that is enabled in the redistributor only then (model/ppi_loan.h):
//
// * The primary's deadline must be kept elsewhere, or a secondary that spins would never be
//   preempted by it. EL2's own physical timer keeps it, with PPI 26: it interrupts the secondary at
//   the same instant, and the primary's own timer, back in hardware, raises the interrupt that the
//   primary knows. The primary's physical timer stays in hardware: a secondary cannot write it.
// * The secondary's own timer must reach it, also when it spins and the primary does not use that
//   timer's interrupt. Only the timer itself knows when: the secondary sets it untrapped (nothing
//   in the base architecture traps CNTV_*), so EL2 cannot keep the deadline in another one. Hence
//   PPI 27 is enabled, for a vCPU that has enabled the virtual interrupt of its timer.

#ifndef HYPERVISOR_ARCH_AARCH64_HW_PRIMARY_TIMER_H_
#define HYPERVISOR_ARCH_AARCH64_HW_PRIMARY_TIMER_H_

#include "hypervisor/arch/registers.h"

namespace hf::arch {

// From the primary, whose timer was saved and is off, to a secondary.
void GuardPrimaryTimer(const El1Registers& primary);
// For the secondary that is about to be entered. No effect if that is so already.
void EnableVirtualTimerInterrupt();
// The secondary's virtual timer has fired and is masked: nothing of it stays.
void DropVirtualTimerInterrupt();
// Back to the primary, with the virtual timer off: both PPIs are as they were.
void ReturnTimerInterrupts();

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_HW_PRIMARY_TIMER_H_
