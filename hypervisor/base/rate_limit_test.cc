// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/base/rate_limit.h"

#include <gtest/gtest.h>

namespace hf {
namespace {

constexpr uint64_t kPeriod = 100;

// How many of `tries` events are allowed at `now`.
uint64_t Allowed(RateLimit& limit, uint64_t now, int tries = 100) {
  uint64_t allowed = 0;
  for (int i = 0; i < tries; ++i) allowed += limit.Allow(now, kPeriod);
  return allowed;
}

TEST(RateLimit, AllowsABurst) {
  RateLimit limit;
  EXPECT_EQ(Allowed(limit, 7), RateLimit::kBurst);
  EXPECT_EQ(Allowed(limit, 7), 0u);
  EXPECT_EQ(Allowed(limit, 99), 0u);
}

TEST(RateLimit, AllowsOneMoreForEachPeriod) {
  RateLimit limit;
  EXPECT_EQ(Allowed(limit, 50), RateLimit::kBurst);
  EXPECT_EQ(Allowed(limit, 100), 1u);
  EXPECT_EQ(Allowed(limit, 199), 0u);
  EXPECT_EQ(Allowed(limit, 450), 3u);
  // Parts of periods are not lost: the next is due at 500, not at 550.
  EXPECT_EQ(Allowed(limit, 499), 0u);
  EXPECT_EQ(Allowed(limit, 500), 1u);
}

TEST(RateLimit, SavesUpNoMoreThanABurst) {
  RateLimit limit;
  EXPECT_EQ(Allowed(limit, 1000000), RateLimit::kBurst);
  EXPECT_EQ(Allowed(limit, 1000000 * kPeriod), RateLimit::kBurst);
  EXPECT_EQ(Allowed(limit, ~uint64_t{0}), RateLimit::kBurst);
}

TEST(RateLimit, BoundsAFlood) {
  RateLimit limit;
  uint64_t allowed = 0;
  for (uint64_t now = 0; now < 1000 * kPeriod; ++now) allowed += Allowed(limit, now, 3);
  EXPECT_EQ(allowed, RateLimit::kBurst + 999);
}

}  // namespace
}  // namespace hf
