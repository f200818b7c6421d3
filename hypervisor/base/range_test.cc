// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Ranges, above all at the end of the address space.

#include "hypervisor/base/range.h"

#include <gtest/gtest.h>

namespace hf {
namespace {

constexpr uint64_t kMax = ~uint64_t{0};

PhysRange Make(uint64_t begin, uint64_t end) {
  return PhysRange::FromBounds(PhysAddr(begin), PhysAddr(end)).value();
}

TEST(Range, FromSizeRefusesWhatWraps) {
  EXPECT_EQ(PhysRange::FromSize(PhysAddr(kMax - 9), 9)->end().raw(), kMax);
  EXPECT_FALSE(PhysRange::FromSize(PhysAddr(kMax - 9), 11).has_value());
  EXPECT_FALSE(PhysRange::FromSize(PhysAddr(1), kMax).has_value());
  EXPECT_FALSE(PhysRange::FromSize(PhysAddr(kMax), kMax).has_value());
  // The last byte of the address space is never in a range.
  EXPECT_FALSE(PhysRange::FromSize(PhysAddr(kMax - 9), 10).has_value());
  EXPECT_TRUE(PhysRange::FromSize(PhysAddr(kMax), 0)->empty());
}

TEST(Range, FromBoundsRefusesTheWrongOrder) {
  EXPECT_FALSE(PhysRange::FromBounds(PhysAddr(2), PhysAddr(1)).has_value());
  EXPECT_TRUE(Make(2, 2).empty());
  EXPECT_EQ(Make(2, 7).size(), 5u);
}

TEST(Range, ContainsIsHalfOpen) {
  const PhysRange r = Make(10, 20);
  EXPECT_FALSE(r.Contains(PhysAddr(9)));
  EXPECT_TRUE(r.Contains(PhysAddr(10)));
  EXPECT_TRUE(r.Contains(PhysAddr(19)));
  EXPECT_FALSE(r.Contains(PhysAddr(20)));
  EXPECT_TRUE(r.Contains(r));
  EXPECT_TRUE(r.Contains(Make(12, 20)));
  EXPECT_FALSE(r.Contains(Make(9, 20)));
  EXPECT_FALSE(r.Contains(Make(10, 21)));
}

TEST(Range, OverlapsNeedsAByteInCommon) {
  const PhysRange r = Make(10, 20);
  EXPECT_FALSE(r.Overlaps(Make(0, 10)));
  EXPECT_TRUE(r.Overlaps(Make(0, 11)));
  EXPECT_TRUE(r.Overlaps(Make(19, 30)));
  EXPECT_FALSE(r.Overlaps(Make(20, 30)));
  EXPECT_TRUE(r.Overlaps(Make(12, 13)));
  EXPECT_TRUE(Make(12, 13).Overlaps(r));
  EXPECT_FALSE(r.Overlaps(Make(15, 15)));
  EXPECT_FALSE(Make(15, 15).Overlaps(r));
}

TEST(Range, WholePages) {
  EXPECT_EQ(Make(0x1000, 0x3000).WholePages(), Make(0x1000, 0x3000));
  EXPECT_EQ(Make(0x1001, 0x3fff).WholePages(), Make(0x2000, 0x3000));
  EXPECT_TRUE(Make(0x1001, 0x2fff).WholePages().empty());
  EXPECT_TRUE(Make(0x1001, 0x1002).WholePages().empty());
  EXPECT_TRUE(Make(kMax - 5, kMax).WholePages().empty());
  EXPECT_TRUE(Make(0x1000, 0x2000).IsPageAligned());
  EXPECT_FALSE(Make(0x1000, 0x2001).IsPageAligned());
}

TEST(Address, Aligns) {
  EXPECT_EQ(PhysAddr(0x1fff).AlignDown(0x1000).raw(), 0x1000u);
  EXPECT_EQ(PhysAddr(0x1001).AlignUp(0x1000).raw(), 0x2000u);
  EXPECT_EQ(PhysAddr(0x1000).AlignUp(0x1000).raw(), 0x1000u);
  EXPECT_TRUE(PhysAddr(0x40000000).IsAligned(0x200000));
  EXPECT_FALSE(PhysAddr(0x40001000).IsAligned(0x200000));
}

}  // namespace
}  // namespace hf
