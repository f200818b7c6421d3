// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A ticket lock: CPUs get it in the order in which they asked, so no CPU starves.
//
// EL2 runs with interrupts masked and never sleeps, so holding one delays other CPUs only. Every
// critical section is bounded; none waits for a VM.

#ifndef HYPERVISOR_SYNC_SPIN_LOCK_H_
#define HYPERVISOR_SYNC_SPIN_LOCK_H_

#include <atomic>
#include <cstdint>

namespace hf {

class [[clang::capability("spin lock")]] SpinLock {
 public:
  void Lock() __attribute__((acquire_capability()));
  void Unlock() __attribute__((release_capability()));

  // A hint that this CPU spins.
  static void Relax() {
#if defined(__aarch64__)
    asm volatile("yield");
#endif
  }

 private:
  std::atomic<uint32_t> next_ = 0;
  std::atomic<uint32_t> serving_ = 0;
};

}  // namespace hf

#endif  // HYPERVISOR_SYNC_SPIN_LOCK_H_
