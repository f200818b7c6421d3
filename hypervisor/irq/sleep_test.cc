// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Time left, against arithmetic in 128 bits.

#include "hypervisor/irq/sleep.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <random>

namespace hf {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr uint64_t kQemu = 62'500'000;
constexpr uint64_t kForever = ~uint64_t{0};

TEST(Sleep, WhatIsOverIsOver) {
  EXPECT_EQ(NanosecondsUntil(0, 0, kQemu), 0u);
  EXPECT_EQ(NanosecondsUntil(0, kForever, kQemu), 0u);
  EXPECT_EQ(NanosecondsUntil(5, 5, kQemu), 0u);
  EXPECT_EQ(NanosecondsUntil(5, 6, kQemu), 0u);
}

TEST(Sleep, TicksOf16Nanoseconds) {
  EXPECT_EQ(NanosecondsUntil(1, 0, kQemu), 16u);
  EXPECT_EQ(NanosecondsUntil(kQemu + 1, 1, kQemu), 1'000'000'000u);
  EXPECT_EQ(NanosecondsUntil(kQemu + 1, 0, kQemu), 1'000'000'016u);
}

TEST(Sleep, RoundsUp) {
  EXPECT_EQ(NanosecondsUntil(1, 0, 3), 333'333'334u);
  EXPECT_EQ(NanosecondsUntil(3, 0, 3), 1'000'000'000u);
  EXPECT_EQ(NanosecondsUntil(1, 0, 0xffff'ffff), 1u);
}

TEST(Sleep, IsAtMostWhatTheFieldHolds) {
  EXPECT_EQ(NanosecondsUntil(kForever, 0, kQemu), kMaxSleep);
  EXPECT_EQ(NanosecondsUntil(kForever, kForever - 1, kQemu), 16u);
  EXPECT_EQ(NanosecondsUntil(kForever, 0, 1), kMaxSleep);
  // Firmware that does not say how fast the counter is: no trap, no sleep without end.
  EXPECT_EQ(NanosecondsUntil(1, 0, 0), kMaxSleep);
  EXPECT_EQ(NanosecondsUntil(0, 1, 0), 0u);
}

// Whoever waits that long finds the timer expired, and waits not a tick more than needed.
TEST(Sleep, AgreesWithExactArithmetic) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 200000; ++i) {
    const uint64_t frequency = std::max<uint64_t>(random() >> (32 + random() % 32), 1);
    const uint64_t now = random() >> (random() % 64);
    const uint64_t deadline = random() >> (random() % 64);
    const uint64_t got = NanosecondsUntil(deadline, now, frequency);
    if (deadline <= now) {
      ASSERT_EQ(got, 0u);
      continue;
    }
    const Wide exact = (Wide{deadline - now} * 1'000'000'000 + frequency - 1) / frequency;
    // In the last second that the field holds it may say that second's end.
    if (exact < kMaxSleep / 1'000'000'000 * 1'000'000'000) {
      ASSERT_EQ(got, static_cast<uint64_t>(exact)) << deadline << " " << now << " " << frequency;
    } else {
      ASSERT_EQ(got, kMaxSleep);
    }
  }
}

}  // namespace
}  // namespace hf
