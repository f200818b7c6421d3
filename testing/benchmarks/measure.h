// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Instructions, as virtual time: QEMU, told so (-icount shift=0,sleep=off), lets each take 1 ns, on
// every exception level, and nothing else take any time.

#ifndef TESTING_BENCHMARKS_MEASURE_H_
#define TESTING_BENCHMARKS_MEASURE_H_

#include <cstdint>

#include "bindings/start/start.h"

namespace hf::benchmarks {

inline uint64_t Ticks() {
  uint64_t ticks;
  asm volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(ticks) : : "memory");
  return ticks;
}

inline uint64_t Instructions(uint64_t ticks) {
  uint64_t frequency;
  asm("mrs %0, cntfrq_el0" : "=r"(frequency));
  return ticks * (1000000000 / frequency);
}

// A line of the table; `total` is that of `times` measurements.
inline void Report(const char* name, uint64_t total, uint64_t times) {
  guest_print("measured: ");
  guest_print_decimal((total + times / 2) / times);
  guest_print(" ");
  guest_print(name);
  guest_print("\n");
}

// Many in a row: the loop's two instructions are included.
template <class F>
void MeasureLoop(const char* name, F operation) {
  constexpr uint64_t kTimes = 10000;
  const uint64_t begin = Ticks();
  for (uint64_t i = 0; i < kTimes; ++i) operation();
  Report(name, Instructions(Ticks() - begin), kTimes);
}

// One at a time, of what has to be prepared in between: the sum of many is exact to an instruction
// though a tick is 16.
class Sum {
 public:
  template <class F>
  void Measure(F operation) {
    const uint64_t begin = Ticks();
    operation();
    ticks_ += Ticks() - begin;
    ++times_;
  }
  void Report(const char* name) const { benchmarks::Report(name, Instructions(ticks_), times_); }

 private:
  uint64_t ticks_ = 0;
  uint64_t times_ = 0;
};

}  // namespace hf::benchmarks

#endif  // TESTING_BENCHMARKS_MEASURE_H_
