// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "testing/isolation/timer.h"

#include "testing/isolation/board.h"

#define READ(name)                                                    \
  ({                                                                  \
    uint64_t value;                                                   \
    asm volatile("isb\n\tmrs %0, " #name : "=r"(value) : : "memory"); \
    value;                                                            \
  })
#define WRITE(name, value) \
  asm volatile("msr " #name ", %0\n\tisb" : : "r"(uint64_t{value}) : "memory")

namespace hf::isolation {
namespace {

// GICv3 (Arm IHI 0069), chapter 12.
constexpr uint64_t kPrivate = kRedistributor + 0x10000;
constexpr uint64_t kWaker = kRedistributor + 0x14;

volatile uint32_t& Register(uint64_t address) {
  return *reinterpret_cast<volatile uint32_t*>(address);
}

volatile uint8_t& Priority(uint64_t intid) {
  return *reinterpret_cast<volatile uint8_t*>(kPrivate + 0x400 + intid);
}

}  // namespace

void SetUpInterrupts() {
  Register(kDistributor) = 0x12;  // GICD_CTLR: affinity routing, group 1
  Register(kWaker) = Register(kWaker) & ~uint32_t{2};
  while (Register(kWaker) & 4) {
  }
  Register(kPrivate + 0x80) = kEnabledByPrimary;   // GICR_IGROUPR0
  Register(kPrivate + 0x100) = kEnabledByPrimary;  // GICR_ISENABLER0
  Priority(26) = kUnusedPriority;
  Priority(27) = 0xa0;
  Priority(30) = 0xa0;
  WRITE(icc_sre_el1, 7);
  WRITE(icc_pmr_el1, 0xff);
  WRITE(icc_igrpen1_el1, 1);
}

void StartTimer(Timer timer, uint64_t milliseconds) {
  const uint64_t ticks = READ(cntfrq_el0) * milliseconds / 1000;
  if (timer == Timer::kVirtual) {
    WRITE(cntv_cval_el0, READ(cntvct_el0) + ticks);
    WRITE(cntv_ctl_el0, 1);
  } else {
    WRITE(cntp_cval_el0, READ(cntpct_el0) + ticks);
    WRITE(cntp_ctl_el0, 1);
  }
}

void StopTimer(Timer timer) {
  if (timer == Timer::kVirtual) {
    WRITE(cntv_ctl_el0, 0);
  } else {
    WRITE(cntp_ctl_el0, 0);
  }
}

uint64_t PendingInterrupt() { return READ(icc_hppir1_el1) & 0xffffff; }

uint64_t PrivateInterruptsEnabled() { return Register(kPrivate + 0x100); }

uint64_t PrivateInterruptsPending() { return Register(kPrivate + 0x200); }

uint64_t PrivateInterruptGroups() { return Register(kPrivate + 0x80); }

uint64_t PriorityOfEl2Timer() { return Priority(26); }

}  // namespace hf::isolation
