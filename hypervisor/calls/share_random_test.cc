// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Random sequences of share_memory against a model of single pages, with interrupts in long
// transfers and aborts; afterwards all is undone, and nothing is missing.

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <random>

#include "hypervisor/testing/ownership.h"
#include "hypervisor/testing/snapshot.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::Call;
using arch::Ownership;

constexpr uint64_t kMinusOne = ~uint64_t{0};
constexpr uint64_t kGive = 0, kShare = 2;  // 1: LEND
constexpr uint32_t kVms = 4;
constexpr uint64_t kPages = 24;  // of each VM that take part

struct Page {
  uint32_t owner;
  std::optional<uint32_t> borrower = {};
  bool shared = false;  // with the borrower: the owner has access too
  bool operator==(const Page&) const = default;
};

// What share_memory is, page by page.
class Model {
 public:
  Model() {
    for (uint32_t vm = 0; vm < kVms; ++vm) {
      for (uint64_t i = 0; i < kPages; ++i) pages[vm * kPages + i] = {.owner = vm};
    }
  }
  bool Do(uint32_t from, uint64_t mode, uint32_t to, size_t first, size_t count) {
    const Page page = pages[first];
    for (size_t i = first; i < first + count; ++i) {
      if (!(pages[i] == page)) return false;
    }
    const bool back = mode == kGive && page.borrower == from && page.owner == to;
    if (!back && (page.owner != from || page.borrower)) return false;
    for (size_t i = first; i < first + count; ++i) {
      pages[i] = mode == kGive ? Page{.owner = to}
                               : Page{.owner = from, .borrower = to, .shared = mode == kShare};
    }
    return true;
  }
  std::array<Page, kVms * kPages> pages;
};

class ShareRandomTest : public testing::TestWithParam<uint64_t> {
 protected:
  uint64_t Number(uint64_t below) { return random_() % below; }
  uint64_t AddressOf(size_t page) {
    const auto vm = static_cast<uint32_t>(page / kPages);
    const uint64_t base = vm == 0 ? kPrimaryKernel + 4 * kMiB - 9 * kPageSize : t_.MemoryOf(vm);
    return base + page % kPages * kPageSize;
  }
  void As(uint32_t vm) {
    if (t_.on().vm->id() == vm) return;
    if (t_.on().vm->id() != 0) t_.Exit(Interrupt());
    if (vm != 0) t_.Run(vm);
  }

  // Until the call is through, however often it is interrupted.
  uint64_t Do(uint32_t from, uint64_t mode, uint32_t to, size_t first, size_t count) {
    As(from);
    const uint64_t pc = t_.on().registers.pc;
    t_.Call(Call::kShareMemory, uint64_t{to} << 32 | mode, AddressOf(first), count * kPageSize);
    for (int i = 0; t_.vcpu(from, 0).registers.pc != pc; ++i) {
      // The call is to be made again. Nothing is missing meanwhile.
      EXPECT_LT(i, 10);
      EXPECT_EQ(CountPages(t_), total_);
      As(from);
      t_.on().registers.pc = pc;
      t_.Exit(Hvc());
    }
    return t_.x0();
  }

  void Step() {
    const auto from = static_cast<uint32_t>(Number(kVms)), to = static_cast<uint32_t>(Number(kVms));
    if (aborted_[from]) return;
    const uint64_t mode = Number(2) != 0 ? kGive : Number(3);
    const size_t vm = Number(kVms);
    size_t first = Number(kPages), count = 1 + Number(Number(3) == 0 ? kPages : 3);
    if (first + count > kPages) count = kPages - first;
    first += vm * kPages;
    const bool expected = from != to && model_.Do(from, mode, to, first, count);
    ASSERT_EQ(Do(from, mode, to, first, count), expected ? 0 : kMinusOne)
        << "VM " << from << " mode " << mode << " to " << to << ", " << count << " pages from "
        << first;
    ASSERT_EQ(CountPages(t_), total_);
    for (size_t page = first; page < first + count; ++page) Compare(page);
  }

  void Compare(size_t index) {
    const Page& page = model_.pages[index];
    for (uint32_t vm = 0; vm < kVms; ++vm) {
      arch::Stage2Page expected;
      if (page.owner == vm) {
        expected.ownership = page.borrower ? Ownership::kShared : Ownership::kOwned;
      } else if (page.borrower == vm) {
        expected.ownership = Ownership::kBorrowed;
      }
      expected.read = expected.write = expected.execute =
          page.borrower == vm || (page.owner == vm && (!page.borrower || page.shared));
      ASSERT_EQ(t_.PageOf(vm, AddressOf(index)), expected) << "VM " << vm << ", page " << index;
    }
  }

  void Abort(uint32_t vm) {
    As(vm);
    t_.Exit(DataAbort{.ipa = 0}.exit());
    aborted_[vm] = true;
  }

  // Everything goes home that can.
  void Undo() {
    for (size_t i = 0; i < model_.pages.size(); ++i) {
      const auto home = static_cast<uint32_t>(i / kPages);
      const Page page = model_.pages[i];
      if (page.borrower && !aborted_[*page.borrower]) {
        ASSERT_TRUE(model_.Do(*page.borrower, kGive, page.owner, i, 1));
        ASSERT_EQ(Do(*page.borrower, kGive, page.owner, i, 1), 0u);
      }
      if (model_.pages[i].borrower || page.owner == home || aborted_[page.owner]) continue;
      ASSERT_TRUE(model_.Do(page.owner, kGive, home, i, 1));
      ASSERT_EQ(Do(page.owner, kGive, home, i, 1), 0u);
    }
  }

  std::mt19937_64 random_{GetParam()};
  TestSystem t_{WithSecondaries({{}, {}, {}})};
  const size_t total_ = CountPages(t_);
  const size_t free_ = t_.system().pool.free_pages();
  Model model_;
  std::array<bool, kVms> aborted_{};
};

TEST_P(ShareRandomTest, AgreesWithTheModelAndLosesNothing) {
  t_.machine().interrupt_pending = [&] { return Number(2) == 0; };
  for (int cycle = 0; cycle < 10; ++cycle) {
    for (int step = 0; step < 100; ++step) {
      ASSERT_NO_FATAL_FAILURE(Step()) << "in step " << step << " of cycle " << cycle;
      t_.machine().zeroed.clear();
      t_.machine().switches.clear();
    }
    CheckOwnership(t_);
    ASSERT_NO_FATAL_FAILURE(Undo());
    EXPECT_EQ(t_.system().pool.free_pages(), free_);
    for (size_t i = 0; i < model_.pages.size(); ++i) Compare(i);
  }
  // And with VMs that are aborted on the way.
  for (const uint32_t vm : {static_cast<uint32_t>(1 + Number(3)), 2u}) {
    for (int step = 0; step < 100; ++step) ASSERT_NO_FATAL_FAILURE(Step());
    if (!aborted_[vm]) Abort(vm);
  }
  for (int step = 0; step < 100; ++step) ASSERT_NO_FATAL_FAILURE(Step());
  CheckOwnership(t_);
  ASSERT_NO_FATAL_FAILURE(Undo());
  CheckOwnership(t_);
  EXPECT_EQ(CountPages(t_), total_);
}

INSTANTIATE_TEST_SUITE_P(Seeds, ShareRandomTest, testing::Range(uint64_t{1}, uint64_t{11}));

}  // namespace
}  // namespace hf::test
