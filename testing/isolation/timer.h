// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The primary's timers and as much of its GICv3 as a single pending interrupt needs.

#ifndef TESTING_ISOLATION_TIMER_H_
#define TESTING_ISOLATION_TIMER_H_

#include <cstdint>

namespace hf::isolation {

enum class Timer { kVirtual, kPhysical };

// Arm BSA 3.8.1.
constexpr uint64_t IntidOf(Timer timer) { return timer == Timer::kVirtual ? 27 : 30; }
inline constexpr uint64_t kNoInterrupt = 1023;
inline constexpr uint64_t kEnabledByPrimary = 1 << 27 | 1 << 30;

// Both timers' interrupts can be pending afterwards; they are never taken, DAIF stays masked.
void SetUpInterrupts();

void StartTimer(Timer timer, uint64_t milliseconds);
void StopTimer(Timer timer);

// The INTID of the highest pending interrupt, or kNoInterrupt.
uint64_t PendingInterrupt();
// GICR_ISENABLER0 of CPU 0.
uint64_t PrivateInterruptsEnabled();

}  // namespace hf::isolation

#endif  // TESTING_ISOLATION_TIMER_H_
