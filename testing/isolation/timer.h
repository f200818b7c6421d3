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
// Of CPU 0's redistributor: GICR_ISENABLER0, ISPENDR0, IGROUPR0, and the priority of the interrupt
// of EL2's timer, which the primary does not use and has given kUnusedPriority.
uint64_t PrivateInterruptsEnabled();
uint64_t PrivateInterruptsPending();
uint64_t PrivateInterruptGroups();
uint64_t PriorityOfEl2Timer();
inline constexpr uint64_t kUnusedPriority = 0x30;

}  // namespace hf::isolation

#endif  // TESTING_ISOLATION_TIMER_H_
