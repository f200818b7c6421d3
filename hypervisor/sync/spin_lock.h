// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A spin lock: whoever finds it free takes it.
//
// EL2 runs with interrupts masked and never sleeps, so holding one delays other CPUs only. Every
// critical section is bounded and short against what a CPU does between two of them, which is what
// keeps a waiter from starving; none waits for a VM. It is not first come, first served on purpose:
// a queue needs the one CPU that is next to be executing, and when CPUs are emulated by fewer real
// ones it mostly is not (docs/adr/0005-locking.md has the figures).

#ifndef HYPERVISOR_SYNC_SPIN_LOCK_H_
#define HYPERVISOR_SYNC_SPIN_LOCK_H_

#include "hypervisor/sync/atomic.h"

namespace hf {

class [[clang::capability("spin lock")]] SpinLock {
 public:
  void Lock() __attribute__((acquire_capability()));
  void Unlock() __attribute__((release_capability()));

  // Whether somebody holds it, at this moment: for a panic, which takes no locks.
  bool held() const { return held_.load(std::memory_order_relaxed); }

 private:
  Atomic<bool> held_ = false;
};

}  // namespace hf

#endif  // HYPERVISOR_SYNC_SPIN_LOCK_H_
