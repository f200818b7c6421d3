/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What a small EL1 guest finds at hand besides the ABI's own headers: its entry, a console,
 * interrupts, a way to stop, and, for the primary, power and CPUs.
 *
 * The guest runs with its MMU off, on one stack of 16 KiB, without FP registers, and with
 * interrupts masked until it says otherwise. No function here locks: one CPU at a time may print.
 */

#ifndef HF_BINDINGS_START_START_H_
#define HF_BINDINGS_START_START_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
#define HF_NORETURN [[noreturn]]
extern "C" {
#else
#define HF_NORETURN _Noreturn
#endif

/* Written by the guest. `device_tree` is 0 in a secondary. Returning stops the guest. */
void guest_main(uint64_t device_tree);

/* Console: the PL011 at 0x09000000, QEMU virt's. A secondary sees an emulated one. */
void guest_print_bytes(const char* bytes, size_t size);
void guest_print(const char* text);
void guest_print_decimal(uint64_t value);
void guest_print_hex(uint64_t value); /* with the 0x */

/*
 * Interrupts. Written by a guest that enables them, and called for each, on the stack of what is
 * interrupted, with interrupts masked, which it leaves so. A secondary asks hf_interrupt_get()
 * which it is, the primary its interrupt controller. Without one of its own, an interrupt ends the
 * guest.
 */
void guest_interrupt(void);
void guest_interrupts_enable(void);
void guest_interrupts_disable(void);
/* Waits for an interrupt, masked or not: one that is pending already ends the wait. */
void guest_wait(void);

/* Prints "guest: <reason>" on a line of its own and stops. */
HF_NORETURN void guest_panic(const char* reason);

/* The primary powers the machine off; a secondary waits for ever. */
HF_NORETURN void guest_stop(void);

/* Primary only: a further CPU. The structure must live until the CPU has begun. */
struct guest_cpu {
  uint64_t stack_top;                  /* 16-byte aligned end of the CPU's stack */
  void (*function)(uint64_t argument); /* returning turns the CPU off again */
  uint64_t argument;
};

/* PSCI CPU_ON of the CPU with this MPIDR affinity: 0, or PSCI's negative code (-2: no such CPU). */
int32_t guest_cpu_on(uint64_t affinity, const struct guest_cpu* cpu);

/* PSCI AFFINITY_INFO: 0 on, 1 off, 2 about to be on, or a negative code. */
int32_t guest_cpu_state(uint64_t affinity);

#if defined(__cplusplus)
}
#endif

#endif /* HF_BINDINGS_START_START_H_ */
