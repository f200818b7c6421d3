// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Page tables case by case: what a change writes, how many tables it takes and gives back, and what
// happens when there are none.

#include "hypervisor/mm/page_table.h"

#include <gtest/gtest.h>

#include "hypervisor/arch/host/machine.h"
#include "hypervisor/mm/table_walk.h"

namespace hf {
namespace {

constexpr uint64_t kBase = 0x40000000;
constexpr uint64_t kGiB = 1 << 30;
constexpr uint64_t k2MiB = 2 << 20;
constexpr uint64_t kRwx = 0x0080'0000'0000'07fd;
constexpr uint64_t kReadOnly = 0x0140'0000'0000'077d;
constexpr uint64_t kOwnedOnly = uint64_t{1} << 55;  // an invalid leaf that says something
constexpr size_t kPoolPages = 16;

class PageTableTest : public testing::Test {
 protected:
  PageTableTest() {
    pool_.Donate(*PhysRange::FromSize(PhysAddr(kBase + kPageSize), kPoolPages * kPageSize));
  }

  void Set(uint64_t begin, uint64_t end, uint64_t attributes) {
    PageTable::Reservation tables(pool_);
    ASSERT_TRUE(table_.Reserve({begin, end}, tables));
    table_.Set({begin, end}, attributes, tables, nullptr, nullptr);
  }
  Tree Walk() const { return Tree::Walk(table_.root(), 4); }
  size_t used() { return kPoolPages - pool_.free_pages(); }

  host::Machine machine_{{{kBase, 32 * kPageSize}}};
  PagePool pool_;
  PageTable table_{PhysAddr(kBase), 4};
};

TEST_F(PageTableTest, StartsEmpty) {
  EXPECT_EQ(table_.limit(), 4 * kGiB);
  EXPECT_EQ(table_.Uniform({0, 4 * kGiB}), 0u);
  EXPECT_EQ(Walk().leaves.size(), 4u);
}

TEST_F(PageTableTest, WholeEntriesNeedNoTable) {
  Set(kGiB, 3 * kGiB, kRwx);
  EXPECT_EQ(used(), 0u);
  EXPECT_EQ(Walk().At(kGiB).descriptor, kRwx | kGiB);
  EXPECT_EQ(Walk().At(2 * kGiB).descriptor, kRwx | 2 * kGiB);
  EXPECT_FALSE(Walk().At(0).valid());
  EXPECT_FALSE(Walk().At(3 * kGiB).valid());
}

TEST_F(PageTableTest, OnePage) {
  Set(kGiB + 5 * kPageSize, kGiB + 6 * kPageSize, kRwx);
  EXPECT_EQ(used(), 2u);
  const Leaf page = Walk().At(kGiB + 5 * kPageSize);
  EXPECT_EQ(page.level, 3);
  EXPECT_EQ(page.descriptor, kRwx | 2 | (kGiB + 5 * kPageSize));
  EXPECT_FALSE(Walk().At(kGiB + 4 * kPageSize).valid());
  EXPECT_FALSE(Walk().At(kGiB + 6 * kPageSize).valid());
}

TEST_F(PageTableTest, TheLargestEntriesThatFit) {
  Set(kGiB - kPageSize, 2 * kGiB + k2MiB, kRwx);
  EXPECT_EQ(Walk().At(kGiB - kPageSize).level, 3);
  EXPECT_EQ(Walk().At(kGiB).level, 1);
  EXPECT_EQ(Walk().At(2 * kGiB).level, 2);
  EXPECT_EQ(used(), 3u);
  EXPECT_EQ(table_.Uniform({kGiB - kPageSize, 2 * kGiB + k2MiB}), kRwx);
}

TEST_F(PageTableTest, ABlockIsSplitAndTheRestStays) {
  Set(kGiB, 2 * kGiB, kRwx);
  Set(kGiB + k2MiB + kPageSize, kGiB + k2MiB + 2 * kPageSize, kReadOnly);
  EXPECT_EQ(used(), 2u);
  const Tree tree = Walk();
  EXPECT_EQ(tree.At(kGiB).descriptor, kRwx | kGiB);
  EXPECT_EQ(tree.At(kGiB).level, 2);
  EXPECT_EQ(tree.At(kGiB + k2MiB).descriptor, kRwx | 2 | (kGiB + k2MiB));
  EXPECT_EQ(tree.At(kGiB + k2MiB + kPageSize).descriptor,
            kReadOnly | 2 | (kGiB + k2MiB + kPageSize));
  EXPECT_EQ(tree.At(2 * kGiB - k2MiB).descriptor, kRwx | (2 * kGiB - k2MiB));
}

TEST_F(PageTableTest, AnInvalidBlockSplitsWithWhatItSays) {
  Set(0, kGiB, kOwnedOnly);
  Set(k2MiB, 2 * k2MiB, kRwx);
  EXPECT_EQ(table_.Uniform({0, k2MiB}), kOwnedOnly);
  EXPECT_EQ(table_.Uniform({2 * k2MiB, kGiB}), kOwnedOnly);
  EXPECT_EQ(table_.Uniform({k2MiB, 2 * k2MiB}), kRwx);
}

TEST_F(PageTableTest, ALargerChangeGivesTablesBack) {
  for (uint64_t i = 0; i < 5; ++i) Set(i * k2MiB + kPageSize, i * k2MiB + 2 * kPageSize, kRwx);
  EXPECT_EQ(used(), 6u);
  Set(0, k2MiB, kRwx);
  EXPECT_EQ(used(), 5u);
  EXPECT_EQ(Walk().At(0).level, 2);
  Set(0, kGiB, 0);
  EXPECT_EQ(used(), 0u);
  EXPECT_EQ(Walk().leaves.size(), 4u);
}

TEST_F(PageTableTest, UniformSeesEveryPage) {
  Set(0, kGiB, kRwx);
  EXPECT_EQ(table_.Uniform({kPageSize, kGiB}), kRwx);
  Set(kGiB - kPageSize, kGiB, kReadOnly);
  EXPECT_EQ(table_.Uniform({kPageSize, kGiB}), std::nullopt);
  EXPECT_EQ(table_.Uniform({kPageSize, kGiB - kPageSize}), kRwx);
  EXPECT_EQ(table_.Uniform({0, 2 * kGiB}), std::nullopt);
  EXPECT_EQ(table_.Uniform({5, 5}), std::nullopt);
  EXPECT_EQ(table_.Uniform({3 * kGiB, 4 * kGiB + kPageSize}), std::nullopt);
  EXPECT_EQ(table_.Uniform({2 * kGiB, kGiB}), std::nullopt);
}

TEST_F(PageTableTest, ReservesForBothEdges) {
  const auto needed = [&](uint64_t begin, uint64_t end) {
    PageTable::Reservation tables(pool_);
    EXPECT_TRUE(table_.Reserve({begin, end}, tables));
    return used();
  };
  EXPECT_EQ(needed(0, 4 * kGiB), 0u);
  EXPECT_EQ(needed(0, k2MiB), 1u);
  EXPECT_EQ(needed(k2MiB, kGiB), 1u);
  EXPECT_EQ(needed(kPageSize, kGiB), 2u);
  EXPECT_EQ(needed(kPageSize, 2 * kGiB - kPageSize), 4u);
  // Both edges in one GiB, in one 2 MiB.
  EXPECT_EQ(needed(k2MiB, 3 * k2MiB), 1u);
  EXPECT_EQ(needed(kPageSize, 3 * k2MiB), 2u);
  EXPECT_EQ(needed(k2MiB, 3 * k2MiB + kPageSize), 2u);
  EXPECT_EQ(needed(kPageSize, 2 * k2MiB + kPageSize), 3u);
  EXPECT_EQ(needed(kPageSize, 2 * kPageSize), 2u);
  EXPECT_EQ(needed(kGiB - kPageSize, kGiB + kPageSize), 4u);
  EXPECT_EQ(used(), 0u);
}

// Each allocation fails in turn: nothing is changed and nothing is lost.
TEST_F(PageTableTest, ReserveFailsWithoutEffect) {
  Set(kGiB, 2 * kGiB, kRwx);
  const PageTable::Span span{kPageSize, 2 * kGiB - kPageSize};
  const auto before = Walk().leaves;
  for (size_t free = 0; free < 4; ++free) {
    std::vector<PhysAddr> held;
    while (pool_.free_pages() > free) held.push_back(*pool_.Allocate());
    {
      PageTable::Reservation tables(pool_);
      EXPECT_FALSE(table_.Reserve(span, tables)) << free;
    }
    EXPECT_EQ(pool_.free_pages(), free);
    EXPECT_EQ(Walk().leaves, before);
    for (const PhysAddr page : held) pool_.Free(page);
  }
  Set(span.begin, span.end, kReadOnly);
  EXPECT_EQ(table_.Uniform(span), kReadOnly);
}

// What a change splits is put together again when it is undone, from either side.
TEST_F(PageTableTest, UndoingGivesBackEveryTable) {
  Set(kGiB, 2 * kGiB, kRwx);
  const auto before = Walk().leaves;
  const auto undone = [&](uint64_t begin, uint64_t end, uint64_t attributes) {
    Set(begin, end, attributes);
    const size_t tables = used();
    Set(begin, end, kRwx);
    EXPECT_EQ(used(), 0u);
    EXPECT_EQ(Walk().leaves, before);
    return tables;
  };
  for (const uint64_t attributes : {kReadOnly, kOwnedOnly, uint64_t{0}}) {
    EXPECT_EQ(undone(kGiB, kGiB + kPageSize, attributes), 2u);
    EXPECT_EQ(undone(kGiB + k2MiB - kPageSize, kGiB + k2MiB, attributes), 2u);
    EXPECT_EQ(undone(kGiB + 7 * kPageSize, kGiB + 9 * kPageSize, attributes), 2u);
    EXPECT_EQ(undone(kGiB + k2MiB, kGiB + 2 * k2MiB, attributes), 1u);
    EXPECT_EQ(undone(kGiB + kPageSize, 2 * kGiB - kPageSize, attributes), 3u);
    EXPECT_EQ(undone(2 * kGiB - k2MiB, 2 * kGiB, attributes), 1u);
    EXPECT_EQ(undone(kGiB, 2 * kGiB, attributes), 0u);
  }
}

// Page by page, in an order that never makes the change one range.
TEST_F(PageTableTest, TheLastPageMakesTheBlock) {
  for (uint64_t i = 0; i < 512; ++i) {
    const uint64_t page = k2MiB + i * 5 % 512 * kPageSize;
    EXPECT_EQ(Walk().At(k2MiB).level == 2 && Walk().At(k2MiB).valid(), false) << i;
    Set(page, page + kPageSize, kRwx);
  }
  EXPECT_EQ(Walk().At(k2MiB).descriptor, kRwx | k2MiB);
  EXPECT_EQ(used(), 1u);
}

// Entries that only look alike with others in between are not merged.
TEST_F(PageTableTest, WhatDiffersIsNotMerged) {
  Set(k2MiB, 2 * k2MiB, kRwx);
  Set(k2MiB + 4 * kPageSize, k2MiB + 5 * kPageSize, kReadOnly);
  Set(k2MiB + 300 * kPageSize, k2MiB + 301 * kPageSize, kReadOnly);
  Set(k2MiB + 4 * kPageSize, k2MiB + 5 * kPageSize, kRwx);
  EXPECT_EQ(table_.Uniform({k2MiB + 300 * kPageSize, k2MiB + 301 * kPageSize}), kReadOnly);
  EXPECT_EQ(used(), 2u);
  Set(k2MiB + 300 * kPageSize, k2MiB + 301 * kPageSize, kRwx);
  EXPECT_EQ(used(), 1u);
}

// To what looks so already.
TEST_F(PageTableTest, AChangeToTheSameTakesNoTable) {
  Set(kGiB, 2 * kGiB, kRwx);
  Set(kGiB + 5 * kPageSize, kGiB + 9 * kPageSize, kRwx);
  EXPECT_EQ(used(), 0u);
  EXPECT_EQ(Walk().At(kGiB).level, 1);
}

// What is pinned can be changed again with an empty pool, although it looks like its neighbours.
TEST_F(PageTableTest, PinnedLeavesKeepTheirEdges) {
  constexpr uint64_t kHalf = k2MiB / 2;
  Set(k2MiB, k2MiB + kHalf, kOwnedOnly | arch::kPinned);
  Set(k2MiB + kHalf, 2 * k2MiB, kOwnedOnly | arch::kPinned);
  std::vector<PhysAddr> held;
  while (const auto page = pool_.Allocate()) held.push_back(*page);
  Set(k2MiB + kHalf, 2 * k2MiB, kRwx);
  EXPECT_EQ(table_.Uniform({k2MiB, k2MiB + kHalf}), kOwnedOnly | arch::kPinned);
  Set(k2MiB, k2MiB + kHalf, kRwx);
  EXPECT_EQ(Walk().At(k2MiB).level, 2);
  EXPECT_EQ(pool_.free_pages(), 1u);
  for (const PhysAddr page : held) pool_.Free(page);
}

TEST_F(PageTableTest, RefusesWhatTheCallerMustHaveChecked) {
  PageTable::Reservation tables(pool_);
  EXPECT_THROW((void)table_.Reserve({1, kPageSize}, tables), host::Panicked);
  EXPECT_THROW((void)table_.Reserve({0, 4 * kGiB + kPageSize}, tables), host::Panicked);
  EXPECT_THROW((void)table_.Reserve({kPageSize, 0}, tables), host::Panicked);
}

}  // namespace
}  // namespace hf
