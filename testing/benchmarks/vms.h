// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the secondaries do, by their ids.

#ifndef TESTING_BENCHMARKS_VMS_H_
#define TESTING_BENCHMARKS_VMS_H_

#include <cstdint>

namespace hf::benchmarks {

inline constexpr uint32_t kYields = 1;  // for ever
inline constexpr uint32_t kEcho = 2;    // sends back to the primary what it gets
inline constexpr uint32_t kCalls = 3;   // measures calls of its own, prints, and waits
inline constexpr uint32_t kFirstAborter = 4;
inline constexpr uint32_t kAborters = 4;

}  // namespace hf::benchmarks

#endif  // TESTING_BENCHMARKS_VMS_H_
