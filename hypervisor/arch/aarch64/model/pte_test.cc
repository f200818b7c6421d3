// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Descriptors against values put together by hand from the Arm ARM's figures (D8.3), not from the
// constants under test.

#include "hypervisor/arch/aarch64/model/pte.h"

#include <gtest/gtest.h>

namespace hf::arch {
namespace {

TEST(Pte, EntrySpans) {
  EXPECT_EQ(EntrySpan(1), 0x40000000u);
  EXPECT_EQ(EntrySpan(2), 0x200000u);
  EXPECT_EQ(EntrySpan(3), 0x1000u);
}

TEST(Pte, TablesAndLeaves) {
  EXPECT_EQ(MakeTable(PhysAddr(0x40005000)), 0x40005003u);
  EXPECT_TRUE(IsTable(0x40005003, 1));
  EXPECT_TRUE(IsTable(0x40005003, 2));
  EXPECT_FALSE(IsTable(0x40005003, 3));  // a page
  EXPECT_FALSE(IsTable(0x40200001, 2));  // a block
  EXPECT_FALSE(IsTable(0x40200002, 2));  // invalid
  EXPECT_TRUE(IsValid(1));
  EXPECT_FALSE(IsValid(2));
  EXPECT_EQ(OutputAddress(0xffff0000400053ff).raw(), 0x40005000u);
  EXPECT_EQ(OutputAddress(0x0040ffff'fffff7ff).raw(), 0xffff'fffff000u);
}

TEST(Pte, LeavesOfEachLevel) {
  const PhysAddr output(0x40000000);
  EXPECT_EQ(MakeLeaf(output, 0x7fd, 1), 0x400007fdu);
  EXPECT_EQ(MakeLeaf(output, 0x7fd, 2), 0x400007fdu);
  EXPECT_EQ(MakeLeaf(output, 0x7fd, 3), 0x400007ffu);
  // An invalid leaf keeps what software stored, and no address.
  EXPECT_EQ(MakeLeaf(output, uint64_t{1} << 55, 3), uint64_t{1} << 55);
  EXPECT_EQ(MakeLeaf(output, 0, 2), 0u);
  EXPECT_EQ(LeafAttributes(0x0080'0000'4000'07ff), 0x0080'0000'0000'07fdu);
  EXPECT_EQ(LeafAttributes(MakeLeaf(output, 0x7fd, 3)), LeafAttributes(MakeLeaf(output, 0x7fd, 2)));
}

TEST(Pte, El2Mappings) {
  // Attr index 0, AP[2:1] = 11 (read-only, RES1), SH 11, AF.
  EXPECT_EQ(El2Attributes(El2Mapping::kCode), 0x7c1u);
  EXPECT_EQ(El2Attributes(El2Mapping::kReadOnly), 0x0040'0000'0000'07c1u);
  EXPECT_EQ(El2Attributes(El2Mapping::kData), 0x0040'0000'0000'0741u);
  EXPECT_EQ(El2Attributes(El2Mapping::kDevice), 0x0040'0000'0000'0445u);
  // W^X: whatever may be written may not be executed.
  for (const auto m :
       {El2Mapping::kCode, El2Mapping::kReadOnly, El2Mapping::kData, El2Mapping::kDevice}) {
    const bool read_only = El2Attributes(m) >> 7 & 1;
    const bool execute_never = El2Attributes(m) >> 54 & 1;
    EXPECT_TRUE(read_only || execute_never) << static_cast<int>(m);
  }
}

TEST(Pte, Stage2Attributes) {
  const auto o = Ownership::kOwned;
  EXPECT_EQ(Stage2Attributes({.read = true, .write = true, .execute = true, .ownership = o}),
            0x0080'0000'0000'07fdu);
  // The two pages of a mailbox.
  EXPECT_EQ(Stage2Attributes({.read = true, .write = true, .ownership = Ownership::kShared}),
            0x0140'0000'0000'07fdu);
  EXPECT_EQ(Stage2Attributes({.read = true, .ownership = Ownership::kShared}),
            0x0140'0000'0000'077du);
  // Device-nGnRE, shareability not used.
  EXPECT_EQ(Stage2Attributes({.read = true, .write = true, .device = true}),
            0x0040'0000'0000'04c5u);
  EXPECT_EQ(Stage2Attributes({.ownership = Ownership::kBorrowed}), 0x0180'0000'0000'0000u);
  EXPECT_EQ(Stage2Attributes({.in_transfer = true}), 0x0200'0000'0000'0000u);
  EXPECT_EQ(Stage2Attributes({.read = true,
                              .write = true,
                              .execute = true,
                              .ownership = Ownership::kShared,
                              .in_transfer = true}),
            0x0300'0000'0000'07fdu);
  EXPECT_EQ(Stage2Attributes({}), 0u);
}

TEST(Pte, Stage2DecodesWhatItEncodes) {
  for (unsigned bits = 0; bits < 16 * 8; ++bits) {
    Stage2Page page{.read = (bits & 1) != 0,
                    .write = (bits & 2) != 0,
                    .execute = (bits & 4) != 0,
                    .device = (bits & 8) != 0,
                    .ownership = static_cast<Ownership>(bits >> 4 & 3),
                    .in_transfer = bits >> 6 != 0};
    const uint64_t attributes = Stage2Attributes(page);
    // A page without access is not mapped at all: there is no kind of memory to tell.
    if (!page.read && !page.write && !page.execute) page.device = false;
    EXPECT_EQ(DecodeStage2(attributes), page) << bits;
    EXPECT_EQ(IsValid(attributes), page.read || page.write || page.execute);
    EXPECT_EQ(attributes & (kAddressMask | kTableOrPage), 0u);
  }
}

TEST(Pte, Vtcr) {
  // T0SZ 24, SL0 1, IRGN0 1, ORGN0 1, SH0 3, TG0 0, PS 2, RES1.
  EXPECT_EQ(Vtcr(40, 40), 0x80023558u);
  EXPECT_EQ(Vtcr(31, 44), 0x80043561u);
  EXPECT_EQ(Vtcr(32, 48), 0x80053560u);
  EXPECT_EQ(Vtcr(32, 32), 0x80003560u);
  EXPECT_EQ(Vtcr(36, 36), 0x8001355cu);
  EXPECT_EQ(Vtcr(39, 42), 0x80033559u);
}

}  // namespace
}  // namespace hf::arch
