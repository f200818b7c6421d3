// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A test of the tests: linked with a source of the core that has a mistake built in, which the
// explorer must find.

#include <gtest/gtest.h>

#include <cstdio>

#include "hypervisor/testing/explore/races.h"

namespace hf::test {
namespace {

std::string FirstFailure() {
  uint64_t schedules = 0;
  const auto explore = [&](const std::vector<Setup>& setups, uint32_t preemptions) {
    for (const Setup& setup : setups) {
      const RaceReport report = ExploreAll(setup, preemptions);
      schedules += report.schedules;
      if (!report.failure.empty()) return report.failure;
    }
    return std::string();
  };
  std::string failure = explore(PairSetups(), 2);
  if (failure.empty()) failure = explore(TripleSetups(), 1);
  std::printf("%llu schedules\n", static_cast<unsigned long long>(schedules));
  return failure;
}

TEST(Mutant, IsFound) {
  const std::string failure = FirstFailure();
  EXPECT_NE(failure, "") << "the mistake was not found";
  std::printf("%s\n", failure.c_str());
}

}  // namespace
}  // namespace hf::test
