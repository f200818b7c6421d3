// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Long sequences of random changes, each compared with a simple model, each watched for
// break-before-make: between two invalidations no translation may turn from one valid entry into
// another, since a TLB could hold both.

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "hypervisor/arch/host/machine.h"
#include "hypervisor/mm/page_table.h"
#include "hypervisor/mm/table_walk.h"

namespace hf {
namespace {

constexpr uint64_t kBase = 0x40000000;
constexpr uint64_t kGiB = 1 << 30;
constexpr uint64_t kLimit = 2 * kGiB;
constexpr size_t kPoolPages = 64;

// What every address has, as runs of equal attributes; mapped one to one.
class Model {
 public:
  void Set(uint64_t begin, uint64_t end, uint64_t attributes) {
    const uint64_t after = At(end);
    At(begin);
    runs_.erase(runs_.lower_bound(begin), runs_.lower_bound(end));
    runs_[begin] = attributes;
    if (end < kLimit) runs_[end] = after;
  }
  uint64_t At(uint64_t address) const { return std::prev(runs_.upper_bound(address))->second; }
  std::optional<uint64_t> Uniform(uint64_t begin, uint64_t end) const {
    const uint64_t first = At(begin);
    for (auto run = runs_.upper_bound(begin); run != runs_.end() && run->first < end; ++run) {
      if (run->second != first) return std::nullopt;
    }
    return first;
  }

 private:
  std::map<uint64_t, uint64_t> runs_ = {{0, 0}};
};

// Addresses near each other and near the boundaries of large entries.
uint64_t RandomAddress(std::mt19937_64& random) {
  constexpr uint64_t kSpots[] = {0, kGiB / 2, kGiB, kGiB + (8 << 20), kLimit};
  constexpr uint64_t kSteps[] = {kPageSize, kPageSize, 2 << 20, 64 << 20};
  const uint64_t spot = kSpots[random() % std::size(kSpots)];
  const uint64_t distance = random() % 5 * kSteps[random() % std::size(kSteps)];
  if (spot == kLimit || (spot > distance && random() % 2 == 0)) return spot - distance;
  return spot + distance;
}

class Watched {
 public:
  explicit Watched(PagePool& pool) : pool_(pool) {}

  void Set(uint64_t begin, uint64_t end, uint64_t attributes) {
    PageTable::Reservation reservation(pool_);
    if (!table_.Reserve({begin, end}, reservation)) return;
    seen_ = Walk();
    free_at_start_ = pool_.free_pages();
    invalidations_ = 0;
    table_.Set(
        {begin, end}, attributes, reservation,
        [](void* self) { static_cast<Watched*>(self)->Observe(); }, this);
    // One is enough, whatever was split and merged.
    EXPECT_LE(invalidations_, 1);
    model_.Set(begin, end, attributes);
    ComparedWith(seen_, Walk());
  }

  void Check(std::mt19937_64& random) {
    const Tree tree = Walk();
    for (const Leaf& leaf : tree.leaves) {
      ASSERT_EQ(model_.Uniform(leaf.begin, leaf.begin + leaf.size()), leaf.attributes());
      if (leaf.valid()) ASSERT_EQ(leaf.output(), leaf.begin);
      // Level 3: a page; else a block.
      if (leaf.valid()) ASSERT_EQ((leaf.descriptor & 2) != 0, leaf.level == 3);
    }
    for (int i = 0; i < 4; ++i) {
      const uint64_t a = RandomAddress(random), b = RandomAddress(random);
      if (a >= b) continue;
      ASSERT_EQ(table_.Uniform({a, b}), model_.Uniform(a, b));
    }
    CheckSmallest(tree);
    // A page is in the tree or in the pool.
    ASSERT_EQ(tree.tables.size() + pool_.free_pages(), kPoolPages);
  }

 private:
  Tree Walk() const { return Tree::Walk(table_.root(), 2); }

  void Observe() {
    ++invalidations_;
    // Nothing returns to the pool while somebody may still walk through it.
    EXPECT_LE(pool_.free_pages(), free_at_start_);
    Tree now = Walk();
    ComparedWith(seen_, now);
    for (const uint64_t table : seen_.tables) {
      if (now.tables.count(table) == 0) EXPECT_EQ(ReadEntry(table, 0) & 1, 0u);
    }
    seen_ = std::move(now);
  }

  // No table, all of whose leaves say the same and are not pinned.
  static void CheckSmallest(const Tree& tree) {
    for (size_t i = 0; i + 512 <= tree.leaves.size(); ++i) {
      const Leaf& first = tree.leaves[i];
      const Leaf& last = tree.leaves[i + 511];
      if (first.level == 1 || first.begin % (512 * first.size()) != 0) continue;
      if (last.level != first.level || last.begin != first.begin + 511 * first.size()) continue;
      bool same = !(first.descriptor & arch::kPinned);
      for (size_t j = i; j < i + 512; ++j) {
        same = same && tree.leaves[j].level == first.level &&
               tree.leaves[j].attributes() == first.attributes();
      }
      ASSERT_FALSE(same) << "at " << first.begin;
    }
  }

  // What the MMU makes of it: bits 58:55 are software's.
  static Leaf ForHardware(Leaf leaf) {
    leaf.descriptor &= ~(uint64_t{0xf} << 55);
    return leaf;
  }

  static void ComparedWith(const Tree& before, const Tree& after) {
    for (const Leaf& leaf : after.leaves) {
      if (!leaf.valid()) continue;
      const Leaf& was = before.At(leaf.begin);
      if (was.valid()) ASSERT_EQ(ForHardware(was), ForHardware(leaf)) << "at " << leaf.begin;
    }
    for (const Leaf& leaf : before.leaves) {
      if (!leaf.valid()) continue;
      const Leaf& is = after.At(leaf.begin);
      if (is.valid()) ASSERT_EQ(ForHardware(is), ForHardware(leaf)) << "at " << leaf.begin;
    }
  }

  PagePool& pool_;
  PageTable table_{PhysAddr(kBase), 2};
  Model model_;
  Tree seen_;
  size_t free_at_start_ = 0;
  int invalidations_ = 0;
};

class PageTableRandomTest : public testing::TestWithParam<uint64_t> {};

TEST_P(PageTableRandomTest, AgreesWithTheModel) {
  constexpr uint64_t kAttributes[] = {
      0x0080'0000'0000'07fd, 0x0140'0000'0000'077d, 0x0040'0000'0000'04c5, 0,
      uint64_t{1} << 55,     0x0380'0000'0000'07fd, uint64_t{1} << 57};
  host::Machine machine({{kBase, (kPoolPages + 1) * kPageSize}});
  PagePool pool;
  pool.Donate(*PhysRange::FromSize(PhysAddr(kBase + kPageSize), kPoolPages * kPageSize));
  Watched watched(pool);
  std::mt19937_64 random(GetParam());
  for (int i = 0; i < 150; ++i) {
    uint64_t begin = RandomAddress(random), end = RandomAddress(random);
    if (begin == end) continue;
    if (begin > end) std::swap(begin, end);
    watched.Set(begin, end, kAttributes[random() % std::size(kAttributes)]);
    watched.Check(random);
    if (HasFatalFailure() || HasNonfatalFailure()) {
      FAIL() << "in step " << i << ": [" << begin << ", " << end << ")";
    }
  }
  watched.Set(0, kLimit, 0);
  EXPECT_EQ(pool.free_pages(), kPoolPages);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PageTableRandomTest, testing::Range(uint64_t{1}, uint64_t{5}));

}  // namespace
}  // namespace hf
