// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A budget of console lines for what a VM can provoke at will.

#ifndef HYPERVISOR_BASE_RATE_LIMIT_H_
#define HYPERVISOR_BASE_RATE_LIMIT_H_

#include <cstdint>

namespace hf {

// Allows a burst of kBurst events, and one more for every period that passes.
// Locking: the caller's.
class RateLimit {
 public:
  static constexpr uint64_t kBurst = 8;

  // Requires that `now` never goes back and `period` is the same in every call, not 0.
  bool Allow(uint64_t now, uint64_t period) {
    const uint64_t periods = (now - last_) / period;
    if (periods > 0) {
      spent_ -= periods < spent_ ? periods : spent_;
      last_ += periods * period;
    }
    if (spent_ == kBurst) return false;
    ++spent_;
    return true;
  }

 private:
  uint64_t last_ = 0;
  uint64_t spent_ = 0;
};

}  // namespace hf

#endif  // HYPERVISOR_BASE_RATE_LIMIT_H_
