// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The counter and the virtual timer of whoever includes this.

#ifndef TESTING_SUITES_INTERRUPTS_CLOCK_H_
#define TESTING_SUITES_INTERRUPTS_CLOCK_H_

#include <cstdint>

namespace hf::suite {

#define HF_READ(name)                                                    \
  ({                                                                     \
    uint64_t hf_value;                                                   \
    asm volatile("isb\n\tmrs %0, " #name : "=r"(hf_value) : : "memory"); \
    hf_value;                                                            \
  })
#define HF_WRITE(name, value) \
  asm volatile("msr " #name ", %0\n\tisb" : : "r"(static_cast<uint64_t>(value)) : "memory")

inline uint64_t Now() { return HF_READ(cntvct_el0); }
inline uint64_t Ticks(uint64_t microseconds) {
  return HF_READ(cntfrq_el0) * microseconds / 1'000'000;
}

inline void SetTimer(uint64_t compare, uint64_t control) {
  HF_WRITE(cntv_ctl_el0, 0);
  HF_WRITE(cntv_cval_el0, compare);
  HF_WRITE(cntv_ctl_el0, control);
}
inline constexpr uint64_t kTimerEnable = 1;
inline constexpr uint64_t kTimerMask = 2;
inline constexpr uint64_t kTimerStatus = 4;

}  // namespace hf::suite

#endif  // TESTING_SUITES_INTERRUPTS_CLOCK_H_
