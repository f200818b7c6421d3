/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * See machine.h: what happens without a call. Only as much of the GIC as the primary needs: a
 * software-generated interrupt for its own CPU, that becomes pending and is acknowledged; DAIF
 * stays masked.
 */

#include <hf/call.h>
#include <stddef.h>

#include "bindings/start/start.h"
#include "testing/suites/rows/machine.h"

#define READ(name)                                                     \
  __extension__({                                                      \
    uint64_t value;                                                    \
    __asm__ volatile("isb\n\tmrs %0, " #name : "=r"(value)::"memory"); \
    value;                                                             \
  })
#define WRITE(name, value) \
  __asm__ volatile("msr " #name ", %0\n\tisb" ::"r"((uint64_t)(value)) : "memory")

#define SGI 1u
#define NONE 1023u
#define TIMER_ENABLE 1u
#define TIMER_MASK 2u
#define TIMER_STATUS 4u
/* The hypervisor's, which no VM has. */
#define NO_MEMORY 0x40001000u

/* try.S: whether a load from there takes an exception. */
uint64_t rows_load_fails(uint64_t address);

static bool is_primary(void) { return hf_vm_get_id() == HF_PRIMARY_VM_ID; }

static volatile uint32_t* gic(uint64_t address) { return (volatile uint32_t*)address; }

static void set_up_gic(void) {
  static bool ready;
  if (ready) return;
  ready = true;
  *gic(0x08000000) = 0x12; /* GICD_CTLR: affinity routing, group 1 */
  volatile uint32_t* const waker = gic(0x080a0014);
  *waker &= ~(uint32_t)2;
  while (*waker & 4) {
  }
  *gic(0x080b0080) = ~(uint32_t)0;       /* GICR_IGROUPR0 */
  *gic(0x080b0180) = ~(uint32_t)0;       /* GICR_ICENABLER0 */
  *gic(0x080b0100) = (uint32_t)1 << SGI; /* GICR_ISENABLER0 */
  WRITE(icc_sre_el1, 7);
  WRITE(icc_pmr_el1, 0xff);
  WRITE(icc_igrpen1_el1, 1);
}

void interrupt_pending(void) {
  set_up_gic();
  __asm__ volatile("dsb ish" ::: "memory");
  WRITE(icc_sgi1r_el1, (uint64_t)SGI << 24 | 1);
}

void interrupt_taken(void) {
  const uint64_t intid = READ(icc_iar1_el1) & 0xffffff;
  if (intid != SGI) guest_panic("rows: FAIL: the interrupt is not the primary's any more");
  WRITE(icc_eoir1_el1, intid);
}

void event_PhysicalInterrupt(void) {
  interrupt_pending();
  interrupt_taken();
}

void event_WaitForInterrupt(void) {
  const bool primary = is_primary();
  if (primary) interrupt_pending();
  guest_wait();
  if (primary) interrupt_taken();
}

static uint64_t counter(void) { return READ(cntvct_el0); }
static uint64_t timer_control(void) { return READ(cntv_ctl_el0); }

void event_TimerExpired(void) {
  WRITE(cntv_cval_el0, 0);
  WRITE(cntv_ctl_el0, TIMER_ENABLE);
  while ((timer_control() & TIMER_STATUS) == 0) {
  }
  WRITE(cntv_ctl_el0, 0);
}

void event_Abort(void) {
  if (rows_load_fails(NO_MEMORY) == 0) guest_panic("rows: FAIL: there is memory of others");
}

/* So long that what comes between is done, even on a busy machine. */
static uint64_t soon(void) { return READ(cntfrq_el0); }

void set_timer(int32_t waits) {
  WRITE(cntv_ctl_el0, 0);
  WRITE(cntv_cval_el0, counter() + (waits ? soon() : soon() * 10000));
  WRITE(cntv_ctl_el0, TIMER_ENABLE);
}

void time_passes(int32_t waits) {
  if (waits) {
    const uint64_t end = counter() + soon();
    while (counter() <= end) {
    }
  }
  if (is_primary()) return;
  const uint64_t running = TIMER_ENABLE | TIMER_MASK;
  if ((timer_control() & running) != TIMER_ENABLE) return;
  WRITE(cntv_cval_el0, 0);
  /* The hypervisor masks it when it takes notice: at once if the guest has enabled the timer's
   * virtual interrupt, else when it is called the next time. */
  do {
    hf_vm_get_id();
  } while ((timer_control() & TIMER_MASK) == 0);
}
