// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The virtual IRQ line and the virtual timer of a secondary's vCPU that this CPU has loaded.

#ifndef HYPERVISOR_ARCH_INTERRUPTS_H_
#define HYPERVISOR_ARCH_INTERRUPTS_H_

#include <cstdint>
#include <optional>

#include "hypervisor/arch/registers.h"

namespace hf::arch {

struct InterruptLines {
  bool irq = false;        // asserted
  bool own_timer = false;  // its virtual timer is to stop it when it expires, whatever the primary
                           // does with that timer's physical interrupt
};

// Before a secondary is entered, also when it is the one that has left.
void SetInterruptLines(InterruptLines lines);

// The count of the system counter from which on the vCPU's virtual timer has expired; nothing when
// it is off or masked.
std::optional<uint64_t> TimerDeadline(const Registers& loaded);

// Masks the timer, until the VM unmasks it: its physical interrupt is not asserted any more, and
// nothing of it is left for the primary to see.
void MaskTimer(Registers& loaded);

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_INTERRUPTS_H_
