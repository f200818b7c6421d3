// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A test of the tests: linked with a source of the core that has a mistake in how VMs of level 0.1
// are served, which level_random must find.

#include <gtest/gtest.h>

#include <cstdio>

#include "hypervisor/calls/level_random.h"

namespace hf::test {
namespace {

TEST(Mutant, IsFound) {
  std::string difference;
  for (uint32_t seed = 1; seed <= 8 && difference.empty(); ++seed) {
    difference = FirstDifference({0, 1}, seed);
  }
  EXPECT_NE(difference, "") << "the mistake was not found";
  std::printf("%s\n", difference.c_str());
}

}  // namespace
}  // namespace hf::test
