// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// As much of QEMU virt's GICv3 (Arm IHI 0069, chapter 12) as the primary needs: private interrupts
// become pending for a CPU, and are looked at or acknowledged; none is taken, DAIF stays masked.

#ifndef TESTING_SUITES_INTERRUPTS_GIC_H_
#define TESTING_SUITES_INTERRUPTS_GIC_H_

#include <cstdint>

#include "testing/guest/cpus.h"
#include "testing/suites/interrupts/clock.h"

namespace hf::suite {

inline constexpr uint32_t kKick = 1;  // an SGI
inline constexpr uint32_t kEl2Timer = 26;
inline constexpr uint32_t kVirtualTimer = 27;
inline constexpr uint32_t kPhysicalTimer = 30;
inline constexpr uint64_t kNoInterrupt = 1023;

inline volatile uint32_t& GicRegister(uint64_t address) {
  return *reinterpret_cast<volatile uint32_t*>(address);
}

// Of the calling CPU's redistributor.
inline uint64_t RedistributorFrame(uint64_t offset) {
  return 0x080a0000 + hf::test::ThisCpu() * 0x20000 + offset;
}
inline volatile uint32_t& PrivateRegister(uint64_t offset) {
  return GicRegister(RedistributorFrame(0x10000 + offset));
}

// Every private interrupt is of group 1 and of one priority; these and no others are enabled.
inline void SetUpGic(uint32_t enabled) {
  GicRegister(0x08000000) = 0x12;  // GICD_CTLR: affinity routing, group 1
  volatile uint32_t& waker = GicRegister(RedistributorFrame(0x14));
  waker = waker & ~uint32_t{2};
  while (waker & 4) {
  }
  PrivateRegister(0x080) = ~uint32_t{0};  // GICR_IGROUPR0
  PrivateRegister(0x180) = ~enabled;      // GICR_ICENABLER0
  PrivateRegister(0x100) = enabled;       // GICR_ISENABLER0
  for (uint64_t at = 0; at < 32; at += 4) PrivateRegister(0x400 + at) = 0xa0a0a0a0;
  HF_WRITE(icc_sre_el1, 7);
  HF_WRITE(icc_pmr_el1, 0xff);
  HF_WRITE(icc_igrpen1_el1, 1);
}

// All that a secondary's timer may have changed.
struct PrivateState {
  uint32_t enabled;
  uint32_t pending;
  uint32_t groups;
  uint32_t priorities;  // of 24 to 27
  friend bool operator==(const PrivateState&, const PrivateState&) = default;
};
inline PrivateState ReadPrivateState() {
  return {PrivateRegister(0x100), PrivateRegister(0x200), PrivateRegister(0x080),
          PrivateRegister(0x400 + 24)};
}

// The highest that is pending, which stays so.
inline uint64_t PendingInterrupt() { return HF_READ(icc_hppir1_el1) & 0xffffff; }

// Acknowledges it, or finds none.
inline uint64_t TakeInterrupt() {
  const uint64_t intid = HF_READ(icc_iar1_el1) & 0xffffff;
  if (intid != kNoInterrupt) HF_WRITE(icc_eoir1_el1, intid);
  return intid;
}

// An SGI for a CPU of the first cluster.
inline void Kick(uint64_t cpu) {
  asm volatile("dsb ish" : : : "memory");
  HF_WRITE(icc_sgi1r_el1, uint64_t{kKick} << 24 | uint64_t{1} << cpu);
}

}  // namespace hf::suite

#endif  // TESTING_SUITES_INTERRUPTS_GIC_H_
