// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Random sequences of events on random CPUs, the same for the same seed, each step compared with
// the model; and what is left of a sequence that shows a difference when all has been taken out
// that it does not need.

#ifndef HYPERVISOR_TESTING_LOCKSTEP_STORM_H_
#define HYPERVISOR_TESTING_LOCKSTEP_STORM_H_

#include <cstdint>
#include <string>
#include <vector>

#include "hypervisor/testing/lockstep/lockstep.h"

namespace hf::test {

// Instrumented tests do less: each step costs ten times as much.
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kInstrumented = true;
#else
inline constexpr bool kInstrumented = false;
#endif

struct CpuEvent {
  uint32_t cpu;
  model::Event event;
};
using Sequence = std::vector<CpuEvent>;

struct StormOptions {
  uint64_t seed = 1;
  uint64_t steps = 10'000;
  uint32_t steps_of_a_sequence = 1000;  // then all begins anew
};

// Empty, or a report: the seed, the difference, and the shortest sequence found that leads there.
std::string Storm(Lockstep& both, const StormOptions& options);

// The first difference that the sequence leads to from a state, or nothing; afterwards it ends with
// the step that shows it.
std::string Play(Lockstep& both, const Lockstep::State& from, Sequence& sequence);

// Takes out of a sequence that leads to a difference what is not needed for one.
Sequence Shrink(Lockstep& both, const Lockstep::State& from, Sequence sequence);

// One line a step, and after it how the CPU goes on.
std::string Describe(Lockstep& both, const Lockstep::State& from, const Sequence& sequence);

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_LOCKSTEP_STORM_H_
