// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/base/rate_limit.h"

#include <gtest/gtest.h>

namespace hf {
namespace {

constexpr uint64_t kFrequency = 1000;
constexpr RateLimit::Budget kBudget{.burst = 8, .per_second = 2};

// How many of `tries` events are allowed at `now`.
uint64_t Allowed(RateLimit& limit, uint64_t now, int tries = 100) {
  uint64_t allowed = 0;
  for (int i = 0; i < tries; ++i) {
    if (limit.Available(kBudget, now, kFrequency) == 0) continue;
    limit.Take(1);
    ++allowed;
  }
  return allowed;
}

TEST(RateLimit, AllowsABurst) {
  RateLimit limit;
  EXPECT_EQ(Allowed(limit, 7), kBudget.burst);
  EXPECT_EQ(Allowed(limit, 7), 0u);
  EXPECT_EQ(Allowed(limit, 499), 0u);
}

TEST(RateLimit, GivesBackWithTime) {
  RateLimit limit;
  EXPECT_EQ(Allowed(limit, 250), kBudget.burst);
  EXPECT_EQ(Allowed(limit, 500), 1u);
  EXPECT_EQ(Allowed(limit, 999), 0u);
  EXPECT_EQ(Allowed(limit, 2250), 3u);
  // Parts are not lost: the next is due at 2500, not at 2750.
  EXPECT_EQ(Allowed(limit, 2499), 0u);
  EXPECT_EQ(Allowed(limit, 2500), 1u);
}

TEST(RateLimit, SavesUpNoMoreThanABurst) {
  RateLimit limit;
  for (const uint64_t now :
       {uint64_t{100000}, uint64_t{105000}, uint64_t{1} << 40, uint64_t{1} << 63, ~uint64_t{0}}) {
    EXPECT_EQ(Allowed(limit, now), kBudget.burst) << now;
  }
}

TEST(RateLimit, TakesManyTokensAtOnce) {
  constexpr RateLimit::Budget kLarge{.burst = 100, .per_second = 10};
  RateLimit limit;
  EXPECT_EQ(limit.Available(kLarge, 0, kFrequency), 100u);
  limit.Take(99);
  EXPECT_EQ(limit.Available(kLarge, 0, kFrequency), 1u);
  EXPECT_EQ(limit.Available(kLarge, 1000, kFrequency), 11u);
  limit.Take(11);
  EXPECT_EQ(limit.Available(kLarge, 1099, kFrequency), 0u);
  EXPECT_EQ(limit.Available(kLarge, 1100, kFrequency), 1u);
}

TEST(RateLimit, BoundsAFlood) {
  RateLimit limit;
  uint64_t allowed = 0;
  for (uint64_t now = 0; now < 1000 * kFrequency; now += 10) allowed += Allowed(limit, now, 3);
  EXPECT_EQ(allowed, kBudget.burst + 2 * 1000 - 1);
}

// A token takes less than a tick: no tick counts twice.
TEST(RateLimit, WithASlowCounter) {
  constexpr RateLimit::Budget kLarge{.burst = 1 << 20, .per_second = 4096};
  RateLimit limit;
  limit.Take(1 << 20);
  uint64_t allowed = 0;
  for (uint64_t now = 1; now <= 10 * kFrequency; ++now) {
    for (int i = 0; i < 3; ++i) {
      const uint32_t available = limit.Available(kLarge, now, kFrequency);
      limit.Take(available);
      allowed += available;
    }
  }
  EXPECT_LE(allowed, 10u * 4096);
  EXPECT_GE(allowed, 10u * 4000);
}

// The fastest counter, and the largest budget: nothing overflows.
TEST(RateLimit, WithTheFastestCounter) {
  constexpr uint64_t kGigahertz = 1000000000;
  constexpr RateLimit::Budget kLarge{.burst = 1 << 20, .per_second = 1 << 10};
  RateLimit limit;
  EXPECT_EQ(limit.Available(kLarge, 0, kGigahertz), 1u << 20);
  limit.Take(1 << 20);
  EXPECT_EQ(limit.Available(kLarge, kGigahertz, kGigahertz), 1u << 10);
  EXPECT_EQ(limit.Available(kLarge, 1023 * kGigahertz, kGigahertz), 1023u << 10);
  EXPECT_EQ(limit.Available(kLarge, 1024 * kGigahertz, kGigahertz), 1u << 20);
}

}  // namespace
}  // namespace hf
