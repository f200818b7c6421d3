// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// How long a vCPU that waits with its timer running may sleep. Pure.

#ifndef HYPERVISOR_IRQ_SLEEP_H_
#define HYPERVISOR_IRQ_SLEEP_H_

#include <cstdint>

namespace hf {

// The most that SLEEP can say: it has 56 bits for it, which are more than two years.
inline constexpr uint64_t kMaxSleep = (uint64_t{1} << 56) - 1;

// Nanoseconds from `now` until the counter reaches `deadline`, at `frequency` Hz; 0 when it has. It
// is rounded up: a scheduler that ran the vCPU a nanosecond too early would find it still waiting,
// be told no other time, and never run it again.
constexpr uint64_t NanosecondsUntil(uint64_t deadline, uint64_t now, uint64_t frequency) {
  constexpr uint64_t kGiga = 1'000'000'000;
  if (now >= deadline) return 0;
  // CNTFRQ_EL0 has 32 bits, so no product below overflows; firmware may have left 0 in it.
  if (frequency == 0) return kMaxSleep;
  const uint64_t ticks = deadline - now;
  const uint64_t seconds = ticks / frequency;
  if (seconds >= kMaxSleep / kGiga) return kMaxSleep;
  return seconds * kGiga + (ticks % frequency * kGiga + frequency - 1) / frequency;
}

}  // namespace hf

#endif  // HYPERVISOR_IRQ_SLEEP_H_
