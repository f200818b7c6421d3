// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A line every 20 ms, by which the console shows that somebody still runs.

#ifndef TESTING_SUITES_PANIC_TICKS_H_
#define TESTING_SUITES_PANIC_TICKS_H_

#include <cstdint>

namespace hf::panic {

class Ticks {
 public:
  // True once every 20 ms.
  bool Due() {
    uint64_t now, frequency;
    asm volatile("isb\n\tmrs %0, cntvct_el0\n\tmrs %1, cntfrq_el0" : "=r"(now), "=r"(frequency));
    if (now < next_) return false;
    next_ = now + frequency / 50;
    return true;
  }

 private:
  uint64_t next_ = 0;
};

}  // namespace hf::panic

#endif  // TESTING_SUITES_PANIC_TICKS_H_
