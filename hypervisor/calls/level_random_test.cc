// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// See level_random.h.

#include "hypervisor/calls/level_random.h"

#include <gtest/gtest.h>

namespace hf::test {
namespace {

class LevelRandomTest : public testing::TestWithParam<std::set<uint32_t>> {};

TEST_P(LevelRandomTest, TheCoreDoesTheSame) {
  for (uint32_t seed = 1; seed <= 8; ++seed) ASSERT_EQ(FirstDifference(GetParam(), seed), "");
}

INSTANTIATE_TEST_SUITE_P(VmsOf0_1, LevelRandomTest,
                         testing::Values(std::set<uint32_t>{}, std::set<uint32_t>{1},
                                         std::set<uint32_t>{1, 2}, std::set<uint32_t>{0},
                                         std::set<uint32_t>{0, 1}, std::set<uint32_t>{0, 1, 2, 3}));

}  // namespace
}  // namespace hf::test
