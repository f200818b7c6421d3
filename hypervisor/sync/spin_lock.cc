// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/sync/spin_lock.h"

namespace hf {

void SpinLock::Lock() {
  const uint32_t ticket = next_.fetch_add(1, std::memory_order_relaxed);
  while (serving_.load(std::memory_order_acquire) != ticket) Relax();
}

void SpinLock::Unlock() {
  // Only the holder writes serving_, so a plain load of it is exact.
  serving_.store(serving_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
}

}  // namespace hf
