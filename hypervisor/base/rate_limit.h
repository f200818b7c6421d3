// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A budget for what a VM can provoke at will.

#ifndef HYPERVISOR_BASE_RATE_LIMIT_H_
#define HYPERVISOR_BASE_RATE_LIMIT_H_

#include <cstdint>

namespace hf {

// A bucket of tokens, full at first. All zeros then, so that it takes no room in EL2's image; hence
// the budget is told in each call, always the same.
// Locking: the caller's.
class RateLimit {
 public:
  struct Budget {
    uint32_t burst;       // tokens that the bucket holds
    uint32_t per_second;  // tokens that come back; not 0
  };

  // The tokens that there are. Requires that `now`, a counter that runs at `frequency`, never goes
  // back, and that `frequency` is always the same and less than 2^32.
  uint32_t Available(const Budget& budget, uint64_t now, uint64_t frequency) {
    const uint64_t elapsed = now - last_;
    if (elapsed / frequency > budget.burst / budget.per_second) {
      spent_ = 0;
      last_ = now;
    } else {
      const uint64_t back = elapsed * budget.per_second / frequency;
      spent_ -= back < spent_ ? static_cast<uint32_t>(back) : spent_;
      // What is left of the time counts for the next token; rounded so that no tick counts twice.
      last_ += (back * frequency + budget.per_second - 1) / budget.per_second;
    }
    return budget.burst - spent_;
  }

  // Requires that so many are available.
  void Take(uint32_t tokens) { spent_ += tokens; }

 private:
  uint32_t spent_ = 0;
  uint64_t last_ = 0;
};

}  // namespace hf

#endif  // HYPERVISOR_BASE_RATE_LIMIT_H_
