// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/mm/page_pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <set>
#include <vector>

#include "hypervisor/arch/host/machine.h"
#include "hypervisor/arch/memory.h"

namespace hf {
namespace {

constexpr uint64_t kBase = 0x40000000;

PhysRange Pages(uint64_t first, uint64_t count) {
  return *PhysRange::FromSize(PhysAddr(kBase + first * kPageSize), count * kPageSize);
}

class PagePoolTest : public testing::Test {
 protected:
  void Dirty(PhysRange range) { std::memset(arch::DirectMap(range.begin()), 0xa5, range.size()); }
  bool IsZero(PhysAddr page, size_t pages = 1) {
    const std::byte* bytes = arch::DirectMap(page);
    return std::all_of(bytes, bytes + pages * kPageSize,
                       [](std::byte b) { return b == std::byte{0}; });
  }

  host::Machine machine_{{{kBase, 64 * kPageSize}}};
  PagePool pool_;
};

TEST_F(PagePoolTest, IsEmptyAtFirst) {
  EXPECT_EQ(pool_.free_pages(), 0u);
  EXPECT_EQ(pool_.Allocate(), std::nullopt);
  EXPECT_EQ(pool_.AllocateRun(1), std::nullopt);
}

TEST_F(PagePoolTest, HandsOutEachPageOnce) {
  pool_.Donate(Pages(3, 10));
  EXPECT_EQ(pool_.free_pages(), 10u);
  std::set<PhysAddr> seen;
  while (const auto page = pool_.Allocate()) {
    EXPECT_TRUE(Pages(3, 10).Contains(*page));
    EXPECT_TRUE(page->IsAligned(kPageSize));
    EXPECT_TRUE(seen.insert(*page).second);
    std::memset(arch::DirectMap(*page), 0xa5, kPageSize);
  }
  EXPECT_EQ(seen.size(), 10u);
  EXPECT_EQ(pool_.free_pages(), 0u);
  // Its neighbours are nobody's business.
  EXPECT_TRUE(IsZero(PhysAddr(kBase + 2 * kPageSize)));
  EXPECT_TRUE(IsZero(PhysAddr(kBase + 13 * kPageSize)));
}

TEST_F(PagePoolTest, PagesComeBack) {
  pool_.Donate(Pages(0, 1));
  for (int i = 0; i < 3; ++i) {
    const auto page = pool_.Allocate();
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(pool_.free_pages(), 0u);
    Dirty(Pages(0, 1));
    pool_.Free(*page);
    EXPECT_EQ(pool_.free_pages(), 1u);
  }
}

TEST_F(PagePoolTest, RunsAreInOnePieceAlignedAndZeroed) {
  Dirty(Pages(0, 64));
  pool_.Donate(Pages(1, 40));
  const auto run = pool_.AllocateRun(4, 4 * kPageSize);
  ASSERT_TRUE(run.has_value());
  EXPECT_TRUE(run->IsAligned(4 * kPageSize));
  EXPECT_TRUE(IsZero(*run, 4));
  EXPECT_EQ(pool_.free_pages(), 36u);
  // None of them is handed out again.
  const PhysRange taken = *PhysRange::FromSize(*run, 4 * kPageSize);
  while (const auto page = pool_.Allocate()) EXPECT_FALSE(taken.Contains(*page));
}

TEST_F(PagePoolTest, AllRunsThatFitAreFound) {
  // Aligned to 16 KiB: pages 4 to 7, 8 to 11, and so on to 36 to 39; not 1 to 3, not 40.
  pool_.Donate(Pages(1, 40));
  std::set<PhysAddr> runs;
  while (const auto run = pool_.AllocateRun(4, 4 * kPageSize)) runs.insert(*run);
  EXPECT_EQ(runs.size(), 9u);
  EXPECT_EQ(*runs.begin(), PhysAddr(kBase + 4 * kPageSize));
  EXPECT_EQ(pool_.free_pages(), 4u);
  EXPECT_EQ(pool_.AllocateRun(2, 2 * kPageSize), PhysAddr(kBase + 2 * kPageSize));
}

TEST_F(PagePoolTest, RunsDoNotSpanHoles) {
  pool_.Donate(Pages(0, 3));
  pool_.Donate(Pages(4, 3));
  EXPECT_EQ(pool_.AllocateRun(4), std::nullopt);
  EXPECT_EQ(pool_.free_pages(), 6u);
  EXPECT_EQ(pool_.AllocateRun(3), PhysAddr(kBase + 4 * kPageSize));
  EXPECT_EQ(pool_.AllocateRun(3), PhysAddr(kBase));
  EXPECT_EQ(pool_.free_pages(), 0u);
}

TEST_F(PagePoolTest, RandomUseKeepsPagesApart) {
  pool_.Donate(Pages(0, 64));
  std::mt19937 random(1);
  std::vector<PhysAddr> held;
  for (int i = 0; i < 20000; ++i) {
    if (random() % 2 == 0) {
      if (const auto page = pool_.Allocate()) {
        EXPECT_EQ(std::count(held.begin(), held.end(), *page), 0);
        held.push_back(*page);
      } else {
        EXPECT_EQ(held.size(), 64u);
      }
    } else if (!held.empty()) {
      std::swap(held[random() % held.size()], held.back());
      pool_.Free(held.back());
      held.pop_back();
    }
    ASSERT_EQ(pool_.free_pages() + held.size(), 64u);
  }
}

TEST_F(PagePoolTest, RefusesWhatIsNoPage) {
  EXPECT_THROW(pool_.Donate(*PhysRange::FromSize(PhysAddr(kBase + 8), kPageSize)), host::Panicked);
  EXPECT_THROW(pool_.Free(PhysAddr(kBase + 8)), host::Panicked);
  EXPECT_THROW(pool_.AllocateRun(0), host::Panicked);
  EXPECT_EQ(pool_.free_pages(), 0u);
}

}  // namespace
}  // namespace hf
