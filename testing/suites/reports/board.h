// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the offenders touch: the primary's memory, a page for each, which it does not use itself.

#ifndef TESTING_SUITES_REPORTS_BOARD_H_
#define TESTING_SUITES_REPORTS_BOARD_H_

#include <cstdint>

namespace hf::reports {

inline constexpr uint32_t kOffenders = 15;

constexpr uint64_t TargetOf(uint64_t vm) { return 0x41000000 + vm * 0x1000; }

}  // namespace hf::reports

#endif  // TESTING_SUITES_REPORTS_BOARD_H_
