// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The two words of a vCPU's interrupts, against what a set of each would hold.

#include "hypervisor/irq/virtual_interrupts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

namespace hf {
namespace {

TEST(VirtualInterrupts, BeginWithNothing) {
  VirtualInterrupts interrupts;
  EXPECT_FALSE(interrupts.asserted());
  EXPECT_EQ(interrupts.Take(), abi::kInvalidIntid);
  for (uint32_t intid = 0; intid < abi::kNumIntids; ++intid) {
    EXPECT_FALSE(interrupts.is_enabled(intid)) << intid;
  }
}

TEST(VirtualInterrupts, EachOfThem) {
  for (uint32_t intid = 0; intid < abi::kNumIntids; ++intid) {
    VirtualInterrupts interrupts;
    interrupts.Enable(intid, true);
    EXPECT_TRUE(interrupts.is_enabled(intid));
    EXPECT_FALSE(interrupts.asserted());
    EXPECT_TRUE(interrupts.Inject(intid));
    EXPECT_TRUE(interrupts.asserted());
    EXPECT_EQ(interrupts.Take(), intid);
    EXPECT_FALSE(interrupts.asserted());
    EXPECT_EQ(interrupts.Take(), abi::kInvalidIntid);
  }
}

TEST(VirtualInterrupts, InjectedTwiceIsOnce) {
  VirtualInterrupts interrupts;
  interrupts.Enable(5, true);
  EXPECT_TRUE(interrupts.Inject(5));
  EXPECT_FALSE(interrupts.Inject(5));
  EXPECT_EQ(interrupts.Take(), 5u);
  EXPECT_EQ(interrupts.Take(), abi::kInvalidIntid);
}

TEST(VirtualInterrupts, OneThatIsDisabledStaysPending) {
  VirtualInterrupts interrupts;
  EXPECT_FALSE(interrupts.Inject(63));
  EXPECT_FALSE(interrupts.asserted());
  interrupts.Enable(63, true);
  EXPECT_TRUE(interrupts.asserted());
  interrupts.Enable(63, false);
  EXPECT_FALSE(interrupts.asserted());
  EXPECT_EQ(interrupts.Take(), abi::kInvalidIntid);
  interrupts.Enable(63, true);
  EXPECT_EQ(interrupts.Take(), 63u);
}

// The second of two changes nothing for whoever acts on the line.
TEST(VirtualInterrupts, OnlyTheFirstAssertsTheLine) {
  VirtualInterrupts interrupts;
  interrupts.Enable(1, true);
  interrupts.Enable(2, true);
  EXPECT_FALSE(interrupts.Inject(3));  // not enabled
  EXPECT_TRUE(interrupts.Inject(2));
  EXPECT_FALSE(interrupts.Inject(1));
  EXPECT_EQ(interrupts.Take(), 1u);
  EXPECT_TRUE(interrupts.asserted());
  EXPECT_FALSE(interrupts.Inject(1));
  EXPECT_EQ(interrupts.Take(), 1u);
  EXPECT_EQ(interrupts.Take(), 2u);
  EXPECT_FALSE(interrupts.asserted());
  EXPECT_TRUE(interrupts.Inject(1));
}

TEST(VirtualInterrupts, AgreeWithSets) {
  std::mt19937 random(1);
  VirtualInterrupts interrupts;
  std::set<uint32_t> enabled, pending;
  const auto waiting = [&] {
    std::vector<uint32_t> both;
    std::set_intersection(enabled.begin(), enabled.end(), pending.begin(), pending.end(),
                          std::back_inserter(both));
    return both;
  };
  for (int step = 0; step < 100000; ++step) {
    // Few of them, so that they meet.
    const uint32_t intid = random() % 4 * 21;
    const auto before = waiting();
    switch (random() % 4) {
      case 0:
        interrupts.Enable(intid, true);
        enabled.insert(intid);
        break;
      case 1:
        interrupts.Enable(intid, false);
        enabled.erase(intid);
        break;
      case 2:
        pending.insert(intid);
        ASSERT_EQ(interrupts.Inject(intid), before.empty() && !waiting().empty());
        break;
      default:
        ASSERT_EQ(interrupts.Take(), before.empty() ? abi::kInvalidIntid : before.front());
        if (!before.empty()) pending.erase(before.front());
        break;
    }
    ASSERT_EQ(interrupts.asserted(), !waiting().empty());
    ASSERT_EQ(interrupts.is_enabled(intid), enabled.count(intid) != 0);
  }
}

}  // namespace
}  // namespace hf
