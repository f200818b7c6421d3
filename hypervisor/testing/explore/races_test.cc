// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Each pair of events on two CPUs and each triple on three, from many states, in every order.

#include "hypervisor/testing/explore/races.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace hf::test {
namespace {

void Explore(const Setup& setup, uint32_t preemptions) {
  const RaceReport report = ExploreAll(setup, preemptions);
  EXPECT_EQ(report.failure, "");
  std::printf("%s: %llu races, %llu schedules\n", setup.name,
              static_cast<unsigned long long>(report.races),
              static_cast<unsigned long long>(report.schedules));
}

class Pairs : public testing::TestWithParam<Setup> {};
TEST_P(Pairs, InEveryOrder) { Explore(GetParam(), 2); }
INSTANTIATE_TEST_SUITE_P(Races, Pairs, testing::ValuesIn(PairSetups()));

class Triples : public testing::TestWithParam<Setup> {};
TEST_P(Triples, InEveryOrder) { Explore(GetParam(), 1); }
INSTANTIATE_TEST_SUITE_P(Races, Triples, testing::ValuesIn(TripleSetups()));

}  // namespace
}  // namespace hf::test
