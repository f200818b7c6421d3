// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What races have in common: CPUs that run vCPUs until a count is reached, and a watch that tells a
// lost wake-up, after which nothing moves any more, from a slow machine.

#ifndef TESTING_RACES_RACE_H_
#define TESTING_RACES_RACE_H_

#include <hf/hf.h>

#include <atomic>
#include <cstdint>
#include <string_view>

namespace hf::races {

inline constexpr uint64_t kIterations = 100'000;

// Of the race that runs; Begin() clears all.
inline std::atomic<bool> stop;
inline std::atomic<uint64_t> yields;
inline std::atomic<uint64_t> wrong_codes;

void Begin();

// Runs the VM's vCPU and counts: a yield; a code that means neither that it waits, nor that it was
// preempted, nor that it runs elsewhere.
void RunOnce(guest::VmId vm, uint64_t cpu);

// Whether the race is to go on: there are fewer than kIterations yields, no wrong code, and it was
// not stopped.
bool GoesOn();

// How often the CPU has called RunOnce.
uint64_t RunsOf(uint64_t cpu);

// A pseudo-random delay of up to `most` turns of an empty loop; xorshift, so `state` is not 0.
inline void Dawdle(uint64_t& state, uint64_t most) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  for (uint64_t i = state % most; i > 0; --i) asm volatile("");
}

// For CPU 0: notices when a count stands still for so long, 20 s, that it will not move again.
class Watch {
 public:
  explicit Watch(std::string_view race) : race_(race) {}
  // Stops the race then, and fails the case with what each CPU did last.
  void See(uint64_t count);

 private:
  std::string_view race_;
  uint64_t last_ = ~uint64_t{0};
  uint64_t since_ = 0;
};

// Prints "races: <race>: <count> iterations".
void PrintCount(std::string_view race, uint64_t count);

}  // namespace hf::races

#endif  // TESTING_RACES_RACE_H_
