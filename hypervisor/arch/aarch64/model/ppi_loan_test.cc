// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Loans of private interrupts, from a redistributor that behaves as the GIC's specification says
// of the registers in question.

#include "hypervisor/arch/aarch64/model/ppi_loan.h"

#include <gtest/gtest.h>

#include <array>

namespace hf::arch {
namespace {

class Gicr {
 public:
  uint32_t Read32(uint64_t offset) {
    switch (offset) {
      case 0x080:
        return groups;
      case 0x100:
        return enabled;
      case 0x200:
        return pending;
      default:
        ADD_FAILURE() << "a read at " << offset;
        return 0;
    }
  }
  void Write32(uint64_t offset, uint32_t value) {
    ++writes;
    switch (offset) {
      case 0x080:
        groups = value;
        break;
      case 0x100:
        // Enabled last, when it is presented as it should be.
        group_when_enabled = groups & value;
        priority_when_enabled = priorities[27];
        pending_when_enabled = pending & value;
        enabled |= value;
        break;
      case 0x180:
        enabled &= ~value;
        write_pending = true;
        break;
      case 0x200:
        pending |= value;
        break;
      case 0x280:
        pending &= ~value;
        break;
      default:
        ADD_FAILURE() << "a write at " << offset;
    }
    if (offset != 0x180) EXPECT_FALSE(write_pending) << "the disabling was not awaited";
  }
  uint8_t Read8(uint64_t offset) { return priorities.at(offset - 0x400); }
  void Write8(uint64_t offset, uint8_t value) {
    ++writes;
    priorities.at(offset - 0x400) = value;
  }
  void WaitForWrites() { write_pending = false; }

  uint32_t groups = 0, enabled = 0, pending = 0;
  std::array<uint8_t, 32> priorities = {};
  bool write_pending = false;
  int writes = 0;
  uint32_t group_when_enabled = 0, pending_when_enabled = 0;
  uint8_t priority_when_enabled = 0;
};

// Whatever the primary had, it has again; meanwhile the interrupt is as it was asked for.
TEST(PpiLoan, RestoresExactly) {
  constexpr uint32_t kBit = 1u << 27;
  for (int had = 0; had < 4; ++had) {
    for (const bool group1 : {false, true}) {
      Gicr gicr;
      gicr.groups = 0x12345678 & ~kBit;
      gicr.pending = 0x00ff00ff & ~kBit;
      gicr.enabled = 0x40000001;
      if (had & 1) gicr.groups |= kBit;
      if (had & 2) gicr.pending |= kBit;
      gicr.priorities[26] = 0x10;
      gicr.priorities[27] = 0xa8;
      const Gicr before = gicr;
      PpiLoan loan(27);
      loan.Take(gicr, {.group1 = group1, .priority = 0x20});
      EXPECT_EQ(gicr.enabled, before.enabled | kBit);
      EXPECT_EQ(gicr.group_when_enabled, group1 ? kBit : 0u);
      EXPECT_EQ(gicr.priority_when_enabled, 0x20);
      EXPECT_EQ(gicr.pending_when_enabled, 0u);
      EXPECT_EQ(gicr.groups & ~kBit, before.groups & ~kBit);
      EXPECT_EQ(gicr.pending, before.pending & ~kBit);
      // It comes while it is out, as an edge that stays.
      gicr.pending |= kBit;
      loan.Return(gicr);
      EXPECT_EQ(gicr.enabled, before.enabled);
      EXPECT_EQ(gicr.groups, before.groups);
      EXPECT_EQ(gicr.pending, before.pending);
      EXPECT_EQ(gicr.priorities, before.priorities);
      EXPECT_FALSE(gicr.write_pending);
    }
  }
}

TEST(PpiLoan, WhatThePrimaryHasEnabledStaysAsItIs) {
  Gicr gicr;
  gicr.enabled = gicr.pending = 1u << 27;
  gicr.priorities[27] = 0xa8;
  PpiLoan loan(27);
  loan.Take(gicr, {.group1 = true, .priority = 0x20});
  loan.Return(gicr);
  EXPECT_EQ(gicr.writes, 0);
}

TEST(PpiLoan, OnceUntilReturned) {
  Gicr gicr;
  PpiLoan loan(27);
  loan.Return(gicr);  // nothing is out
  EXPECT_EQ(gicr.writes, 0);
  loan.Take(gicr, {.group1 = true, .priority = 0x20});
  const int writes = gicr.writes;
  loan.Take(gicr, {.group1 = false, .priority = 0x30});
  EXPECT_EQ(gicr.writes, writes);
  EXPECT_EQ(gicr.priorities[27], 0x20);
  loan.Return(gicr);
  EXPECT_EQ(gicr.enabled, 0u);
  loan.Take(gicr, {.group1 = false, .priority = 0x30});
  EXPECT_EQ(gicr.priorities[27], 0x30);
  EXPECT_EQ(gicr.enabled, 1u << 27);
}

TEST(PpiLoan, SettingOfAnother) {
  Gicr gicr;
  gicr.groups = 1u << 27;
  gicr.priorities[27] = 0xa8;
  EXPECT_TRUE(SettingOf(gicr, 27).group1);
  EXPECT_EQ(SettingOf(gicr, 27).priority, 0xa8);
  EXPECT_FALSE(SettingOf(gicr, 26).group1);
}

}  // namespace
}  // namespace hf::arch
