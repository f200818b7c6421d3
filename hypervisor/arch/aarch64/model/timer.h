// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The virtual timer's control register, CNTV_CTL_EL0 (Arm ARM D17.11.21). Pure.

#ifndef HYPERVISOR_ARCH_AARCH64_MODEL_TIMER_H_
#define HYPERVISOR_ARCH_AARCH64_MODEL_TIMER_H_

#include <cstdint>

namespace hf::arch {

inline constexpr uint64_t kTimerEnable = 1 << 0;
inline constexpr uint64_t kTimerMask = 1 << 1;

// Whether the timer asserts its interrupt now or will at its compare value.
constexpr bool IsTimerArmed(uint64_t ctl) {
  return (ctl & (kTimerEnable | kTimerMask)) == kTimerEnable;
}

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_MODEL_TIMER_H_
