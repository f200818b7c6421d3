// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "platforms/demo/primary/quantum.h"

#include "platforms/demo/primary/report.h"

// The name must be a literal of the instruction.
#define READ(name)                                             \
  ({                                                           \
    uint64_t value;                                            \
    asm volatile("mrs %0, " #name : "=r"(value) : : "memory"); \
    value;                                                     \
  })
#define WRITE(name, value) \
  asm volatile("msr " #name ", %0\n\tisb" : : "r"(uint64_t{value}) : "memory")

namespace hf::demo {
namespace {

constexpr uint64_t kTimerIntid = 27;  // EL1 virtual timer, Arm BSA
constexpr uint64_t kSpuriousIntid = 1023;
constexpr uint64_t kIntidMask = 0xffffff;

// GICv3 (Arm IHI 0069), chapter 12; CPU 0's redistributor is the first.
constexpr uintptr_t kDistributor = 0x08000000;
constexpr uintptr_t kRedistributor = 0x080a0000;
constexpr uintptr_t kPrivateInterrupts = kRedistributor + 0x10000;
constexpr uint32_t kProcessorSleep = 2;  // in GICR_WAKER
constexpr uint32_t kChildrenAsleep = 4;

volatile uint32_t& Register(uintptr_t address) {
  return *reinterpret_cast<volatile uint32_t*>(address);
}

}  // namespace

void SetUpQuantum() {
  volatile uint32_t& waker = Register(kRedistributor + 0x14);      // GICR_WAKER
  volatile uint32_t& group = Register(kPrivateInterrupts + 0x80);  // GICR_IGROUPR0
  volatile uint32_t& priorities = Register(kPrivateInterrupts + 0x400 + (kTimerIntid & ~3u));
  volatile uint32_t& enable = Register(kPrivateInterrupts + 0x100);  // GICR_ISENABLER0

  Register(kDistributor) = 0x12;  // GICD_CTLR: affinity routing, group 1
  waker = waker & ~kProcessorSleep;
  while ((waker & kChildrenAsleep) != 0) {
  }
  group = group | 1u << kTimerIntid;
  priorities = 0x80808080;
  enable = 1u << kTimerIntid;
  WRITE(icc_sre_el1, 7);
  WRITE(icc_pmr_el1, 0xff);
  WRITE(icc_igrpen1_el1, 1);
}

void StartQuantum(uint64_t milliseconds) {
  WRITE(cntv_cval_el0, READ(cntvct_el0) + READ(cntfrq_el0) * milliseconds / 1000);
  WRITE(cntv_ctl_el0, 1);
}

bool StopQuantum(bool expected) {
  const uint64_t give_up = NowMicroseconds() + 10000;
  uint64_t intid;
  do {
    intid = READ(icc_iar1_el1) & kIntidMask;
  } while (expected && intid == kSpuriousIntid && NowMicroseconds() < give_up);
  WRITE(cntv_ctl_el0, 0);
  if (intid == kSpuriousIntid) return false;
  if (intid != kTimerIntid) Fail("interrupt ", intid, " is pending, nobody enabled it");
  WRITE(icc_eoir1_el1, intid);
  return true;
}

uint64_t NowMicroseconds() {
  asm volatile("isb");
  return READ(cntvct_el0) / (READ(cntfrq_el0) / 1000000);
}

}  // namespace hf::demo
