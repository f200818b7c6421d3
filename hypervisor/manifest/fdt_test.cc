// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What Fdt::Parse() accepts and refuses. Trees that it accepts are walked wholly: under the address
// sanitizer that shows that the check is enough.

#include "hypervisor/manifest/fdt.h"

#include <gtest/gtest.h>
#include <libfdt.h>

#include <string>

#include "hypervisor/manifest/board.h"
#include "hypervisor/manifest/fdt_format.h"
#include "hypervisor/manifest/testing/host.h"
#include "hypervisor/manifest/testing/raw_tree.h"
#include "hypervisor/manifest/testing/tree.h"

namespace hf::manifest {
namespace {

TEST(Fdt, LayoutIsLibfdts) {
  const Bytes tree = SmallBoard().Reserve(0x1000, 0x2000).Build(100);
  const Result<Fdt> fdt = Fdt::Parse(tree);
  ASSERT_TRUE(fdt.ok()) << fdt.error().what;
  const Fdt::Layout& layout = fdt.value().layout();
  EXPECT_EQ(layout.total_size, fdt_totalsize(tree.data()));
  EXPECT_EQ(layout.structure, fdt_off_dt_struct(tree.data()));
  EXPECT_EQ(layout.structure_size, fdt_size_dt_struct(tree.data()));
  EXPECT_EQ(layout.strings, fdt_off_dt_strings(tree.data()));
  EXPECT_EQ(layout.strings_size, fdt_size_dt_strings(tree.data()));
  EXPECT_EQ(layout.reservations, fdt_off_mem_rsvmap(tree.data()));
  EXPECT_EQ(layout.reservations_terminator, layout.reservations + 16u);
  EXPECT_EQ(layout.used + 100, layout.total_size);
}

TEST(Fdt, TotalSizeNeedsEightBytesAndTheMagicNumber) {
  Bytes tree = SmallBoard().Build();
  const Bytes head(tree.begin(), tree.begin() + Fdt::kHeadSize);
  ASSERT_TRUE(Fdt::TotalSize(head).ok());
  EXPECT_EQ(Fdt::TotalSize(head).value(), tree.size());
  EXPECT_FALSE(Fdt::TotalSize({}).ok());
  EXPECT_FALSE(Fdt::TotalSize(std::span(head).first(7)).ok());

  Set(tree, fdt_format::kTotalSizeField, Fdt::kMaxSize);
  EXPECT_EQ(Fdt::TotalSize(tree).value(), Fdt::kMaxSize);
  for (const uint32_t size : {0u, 39u, Fdt::kMaxSize + 1, 0x8000'0000u, 0xffff'ffffu}) {
    Set(tree, fdt_format::kTotalSizeField, size);
    EXPECT_FALSE(Fdt::TotalSize(tree).ok()) << size;
  }
  Set(tree, fdt_format::kMagicField, 0xedfe0dd0);
  EXPECT_STREQ(Fdt::TotalSize(tree).error().what,
               "there is no device tree: its magic number, 0xd00dfeed, is missing");
}

TEST(Fdt, AnyAlignmentOfTheBytesWillDo) {
  const Bytes tree = SmallBoard().Build();
  for (size_t shift = 1; shift < 8; ++shift) {
    Bytes shifted(shift);
    shifted.insert(shifted.end(), tree.begin(), tree.end());
    const Result<Fdt> fdt = Fdt::Parse(std::span(shifted).subspan(shift));
    ASSERT_TRUE(fdt.ok()) << fdt.error().what;
    EXPECT_TRUE(ReadBoard(fdt.value()).ok());
  }
}

TEST(Fdt, EveryTruncationIsRefused) {
  ForEachPrefix(SmallBoard().Build(), [](Bytes& prefix) {
    ASSERT_FALSE(Fdt::Parse(prefix).ok()) << prefix.size();
    // Nor does it help that the header knows.
    if (prefix.size() < fdt_format::kHeaderSize) return;
    Set(prefix, fdt_format::kTotalSizeField, static_cast<uint32_t>(prefix.size()));
    ASSERT_FALSE(Fdt::Parse(prefix).ok()) << prefix.size();
  });
}

TEST(Fdt, NoCorruptionReadsOutOfBounds) {
  const auto visit = [](const Bytes& corrupt) {
    const Result<Fdt> fdt = Fdt::Parse(corrupt);
    if (fdt.ok()) WalkEverything(fdt.value());
  };
  const Bytes tree = Tree()
                         .Text("/memory", "device_type", "memory")
                         .Cells("/memory", "reg", {0, 0x4000'0000, 1})
                         .Text("/chosen", "stdout-path", "/uart")
                         .Text("/uart", "compatible", "arm,pl011")
                         .Cells("/uart", "reg", {0, 0x900'0000, 1})
                         .Reserve(1, 2)
                         .Build(8);
  ForEachCorruption(tree, visit);
  ForSomeCorruptions(SmallBoard().Build(), 20'000, visit);
}

TEST(Fdt, Versions) {
  const auto with = [](uint32_t version, uint32_t last_compatible) {
    Bytes tree = SmallBoard().Build();
    Set(tree, fdt_format::kVersionField, version);
    Set(tree, fdt_format::kLastCompatibleVersionField, last_compatible);
    return Fdt::Parse(tree).ok();
  };
  EXPECT_TRUE(with(17, 16));
  EXPECT_TRUE(with(18, 17));
  EXPECT_FALSE(with(16, 16));
  EXPECT_FALSE(with(18, 18));
  EXPECT_FALSE(with(0xffff'ffff, 0xffff'ffff));
}

// Each header field of an offset or a size, at every value where a check might be off by one or a
// sum wrap.
TEST(Fdt, WildOffsetsAndSizes) {
  const Bytes good = SmallBoard().Build();
  const auto total = static_cast<uint32_t>(good.size());
  for (const size_t field :
       {fdt_format::kStructureField, fdt_format::kStringsField, fdt_format::kReservationsField,
        fdt_format::kStringsSizeField, fdt_format::kStructureSizeField}) {
    const uint32_t right = Get(good, field);
    for (const uint32_t base : {0u, right, total - right, total, 0x8000'0000u}) {
      for (uint32_t value = base - 20; value != base + 20; ++value) {
        Bytes tree = good;
        Set(tree, field, value);
        const Result<Fdt> fdt = Fdt::Parse(tree);
        if (fdt.ok()) WalkEverything(fdt.value());
        // Only the structure block may be longer in name than in use.
        if (value > right && field != fdt_format::kStructureSizeField) {
          EXPECT_FALSE(fdt.ok()) << field << " " << value;
        }
      }
    }
  }
}

TEST(Fdt, SentencesForTheHeader) {
  const auto with = [](size_t field, uint32_t value) {
    Bytes tree = SmallBoard().Build();
    Set(tree, field, value);
    return ParseError(tree);
  };
  EXPECT_EQ(with(fdt_format::kStructureField, 58),
            "the device tree's structure block is outside the tree, or not aligned");
  EXPECT_EQ(with(fdt_format::kStructureSizeField, 0xffff'fff0),
            "the device tree's structure block is outside the tree, or not aligned");
  EXPECT_EQ(with(fdt_format::kStringsField, 0xffff'fff0),
            "the device tree's strings block is outside the tree");
  EXPECT_EQ(with(fdt_format::kReservationsField, 44),
            "the device tree's memory reservation block is not aligned");
  EXPECT_EQ(with(fdt_format::kReservationsField, 0xffff'fff8),
            "the device tree's memory reservation block has no end inside the tree");
  EXPECT_EQ(with(fdt_format::kTotalSizeField, 100'000), "the device tree is cut short");
  const uint32_t strings_size = Get(SmallBoard().Build(), fdt_format::kStringsSizeField);
  EXPECT_EQ(with(fdt_format::kStringsSizeField, strings_size - 1),
            "the last string of the device tree has no end");
}

}  // namespace
}  // namespace hf::manifest
