/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A primary that takes interrupts of its virtual timer: they come when they are enabled, not while
 * they are masked, and what they interrupt keeps its registers.
 */

#include "bindings/start/start.h"

/* The board's GICv3: distributor, and CPU 0's redistributor with its private interrupts. */
#define DISTRIBUTOR 0x08000000
#define REDISTRIBUTOR 0x080a0000
#define PRIVATE (REDISTRIBUTOR + 0x10000)
#define TIMER_INTID 27

static volatile uint64_t g_taken;

static volatile uint32_t* mapped(uint64_t address) { return (volatile uint32_t*)address; }

static void set_up_controller(void) {
  *mapped(DISTRIBUTOR) = 0x12; /* affinity routing, group 1 */
  *mapped(REDISTRIBUTOR + 0x14) &= ~2u;
  while ((*mapped(REDISTRIBUTOR + 0x14) & 4) != 0) {
  }
  *mapped(PRIVATE + 0x80) = 1u << TIMER_INTID;  /* group 1 */
  *mapped(PRIVATE + 0x100) = 1u << TIMER_INTID; /* enabled */
  *(volatile uint8_t*)(uintptr_t)(PRIVATE + 0x400 + TIMER_INTID) = 0xa0;
  __asm__ volatile(
      "msr icc_sre_el1, %0\n\tisb\n\tmsr icc_pmr_el1, %1\n\tmsr icc_igrpen1_el1, %2\n\tisb"
      :
      : "r"(UINT64_C(7)), "r"(UINT64_C(0xff)), "r"(UINT64_C(1)));
}

/* The timer fires a millisecond from now. */
static void start_timer(void) {
  uint64_t frequency;
  __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(frequency));
  __asm__ volatile("msr cntv_tval_el0, %0\n\tmsr cntv_ctl_el0, %1\n\tisb"
                   :
                   : "r"(frequency / 1000), "r"(UINT64_C(1))
                   : "memory");
}

void guest_interrupt(void) {
  uint64_t intid;
  __asm__ volatile("mrs %0, icc_iar1_el1" : "=r"(intid));
  if (intid != TIMER_INTID) guest_panic("another interrupt than the timer's");
  __asm__ volatile("msr cntv_ctl_el0, xzr\n\tisb" ::: "memory");
  __asm__ volatile("msr icc_eoir1_el1, %0\n\tisb" : : "r"(intid));
  g_taken = g_taken + 1;
}

/* Spins until an interrupt was taken, with a number in each register that a call may change. */
static uint64_t spin(void) {
  register const volatile uint64_t* taken __asm__("x0") = &g_taken;
  uint64_t lost;
  __asm__ volatile(
      ".irp n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18\n\t"
      "mov x\\n, #(0x100 + \\n)\n\t"
      ".endr\n"
      "0:\tldr x1, [x0]\n\t"
      "cbz x1, 0b\n\t"
      "mov %0, #0\n\t"
      ".irp n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18\n\t"
      "cmp x\\n, #(0x100 + \\n)\n\t"
      "cinc %0, %0, ne\n\t"
      ".endr"
      : "=&r"(lost)
      : "r"(taken)
      : "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14",
        "x15", "x16", "x17", "x18", "cc", "memory");
  return lost;
}

void guest_main(uint64_t device_tree) {
  (void)device_tree;
  set_up_controller();

  /* Masked: the wait ends, but nothing is taken. */
  start_timer();
  guest_wait();
  if (g_taken != 0) guest_panic("interrupt: FAIL: taken while masked");
  guest_interrupts_enable();
  if (g_taken != 1) guest_panic("interrupt: FAIL: not taken when enabled");

  g_taken = 0;
  start_timer();
  const uint64_t lost = spin();
  guest_interrupts_disable();
  guest_print("interrupt: registers lost: ");
  guest_print_decimal(lost);
  guest_print("\n");
  if (lost != 0) guest_panic("interrupt: FAIL: registers were lost");

  guest_print("interrupt: PASS\n");
}
