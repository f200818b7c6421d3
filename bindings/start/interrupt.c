/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Interrupts of a guest that has nothing to say to them: the guest ends, as with any exception.
 * Weak, so that a guest's own guest_interrupt() takes its place.
 */

#include "bindings/start/start.h"

/* Of the vector table: IRQ at the current level, on its own stack pointer. */
enum { VECTOR_IRQ = 5 };

/* In stop.c. */
HF_NORETURN void guest_exception(uint64_t vector, uint64_t syndrome, uint64_t address,
                                 uint64_t fault_address);

__attribute__((weak)) void guest_interrupt(void) {
  uint64_t address;
  __asm__ volatile("mrs %0, elr_el1" : "=r"(address));
  guest_exception(VECTOR_IRQ, 0, address, 0);
}

void guest_interrupts_enable(void) { __asm__ volatile("msr daifclr, #2" ::: "memory"); }

void guest_interrupts_disable(void) { __asm__ volatile("msr daifset, #2" ::: "memory"); }

void guest_wait(void) { __asm__ volatile("dsb sy\n\twfi" ::: "memory"); }
