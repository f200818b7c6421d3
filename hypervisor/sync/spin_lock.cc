// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/sync/spin_lock.h"

namespace hf {

void SpinLock::Lock() {
  while (held_.exchange(true, std::memory_order_acquire)) {
    // Reads only, so that the holder keeps its cache line meanwhile.
    while (held_.load(std::memory_order_relaxed)) Relax();
  }
}

void SpinLock::Unlock() { held_.store(false, std::memory_order_release); }

}  // namespace hf
