// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The end of everything: one CPU finds that EL2 itself is wrong, all CPUs stop, it says why, and
// the machine is powered off.
//
// EL2 owns no interrupt by which it could stop another CPU. So it takes from all VMs the memory
// that they execute from: it empties the roots of their stage 2 and invalidates all TLBs, and each
// CPU that is in a VM, or returns to one, traps and parks.

#ifndef HYPERVISOR_ARCH_AARCH64_HW_PANIC_H_
#define HYPERVISOR_ARCH_AARCH64_HW_PANIC_H_

#include <atomic>
#include <cstdint>

#include "hypervisor/arch/stage2.h"

// MPIDR_EL1, which is never 0, of the CPU that panics; 0 if none does. It alone prints. The vectors
// know it too.
// What is only declared has no initializer. NOLINTNEXTLINE(bugprone-dynamic-static-initializers)
extern "C" std::atomic<uint64_t> hf_panicking_cpu;

namespace hf::arch {

// A VM that a panic has to stop. For boot; requires that the root stays where it is.
void StopInPanic(const Stage2Root& root);

// From now on only the calling CPU prints, past all locks, and no VM runs any more. If another CPU
// panics already, this one parks; if this one does, there is nothing more to say and it powers off.
void BeginPanic();
// The same for a CPU that hf_panicking_cpu names already.
void StopAllVms();

// Waits until another CPU that writes to the console has seen that it must not, but not for long:
// it may be the calling one that holds the lock. Begins a new line.
void TakeConsole();

// Powers off.
[[noreturn]] void EndPanic();

inline bool Panicking() { return hf_panicking_cpu.load(std::memory_order_relaxed) != 0; }
[[noreturn]] void Park();

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_HW_PANIC_H_
