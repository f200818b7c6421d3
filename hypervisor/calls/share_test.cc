// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// share_memory: every outcome, and in which order memory changes hands. What fails leaves the
// tables bit for bit as they were. Long transfers are in share_long_test.cc.

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "hypervisor/testing/ownership.h"
#include "hypervisor/testing/snapshot.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::Call;
using arch::Ownership;
using arch::Stage2Page;

constexpr uint64_t kMinusOne = ~uint64_t{0};
constexpr uint64_t kGive = 0, kLend = 1, kShare = 2;
constexpr Stage2Page With(Ownership ownership) {
  return {.read = true, .write = true, .execute = true, .ownership = ownership};
}
constexpr Stage2Page kOwned = With(Ownership::kOwned);
constexpr Stage2Page kShared = With(Ownership::kShared);
constexpr Stage2Page kBorrowed = With(Ownership::kBorrowed);
constexpr Stage2Page kLent{.ownership = Ownership::kShared};
constexpr Stage2Page kNothing{};

class ShareTest : public testing::Test {
 protected:
  ~ShareTest() override {
    CheckOwnership(t_);
    EXPECT_EQ(CountPages(t_), pages_);
  }

  uint64_t Do(uint64_t mode, uint64_t to, uint64_t address, uint64_t size = kPageSize) {
    return t_.Call(Call::kShareMemory, to << 32 | mode, address, size);
  }
  uint64_t Refused(uint64_t mode, uint64_t to, uint64_t address, uint64_t size = kPageSize) {
    return CallWithoutEffect(t_, Call::kShareMemory, to << 32 | mode, address, size);
  }
  // CPU 0 goes on with this VM.
  void As(uint32_t vm) {
    if (t_.on().vm->id() == vm) return;
    if (t_.on().vm->id() != 0) t_.Exit(Interrupt());
    if (vm != 0) t_.Run(vm);
  }
  void Fill(uint64_t address, size_t size) { t_.Write(address, std::string(size, '\x5a')); }
  bool IsZero(uint64_t address, size_t size) {
    return t_.Read(address, size) == std::string(size, '\0');
  }

  TestSystem t_{WithSecondaries({{}, {}, {}})};
  const size_t pages_ = CountPages(t_);
  const uint64_t primarys_ = kPrimaryKernel + 4 * kMiB;
};

struct Way {
  uint32_t from;
  uint32_t to;
};
class ShareBetween : public ShareTest, public testing::WithParamInterface<Way> {
 protected:
  const uint32_t from_ = GetParam().from;
  const uint32_t to_ = GetParam().to;
  const uint64_t page_ = from_ == 0 ? primarys_ : t_.MemoryOf(from_) + 3 * kPageSize;
};
INSTANTIATE_TEST_SUITE_P(Vms, ShareBetween,
                         testing::Values(Way{0, 1}, Way{1, 0}, Way{1, 2}, Way{2, 1}, Way{0, 3}));

TEST_P(ShareBetween, EachMode) {
  constexpr struct {
    uint64_t mode;
    Stage2Page giver, recipient;
  } kModes[] = {{kGive, kNothing, kOwned}, {kLend, kLent, kBorrowed}, {kShare, kShared, kBorrowed}};
  const size_t free = t_.system().pool.free_pages();
  for (const auto& [mode, giver, recipient] : kModes) {
    As(from_);
    Fill(page_ - kPageSize, 4 * kPageSize);
    t_.machine().zeroed.clear();
    EXPECT_EQ(Do(mode, to_, page_, 2 * kPageSize), 0u);
    EXPECT_EQ(t_.on().vm->id(), from_);
    for (const int i : {1, 2, 3}) EXPECT_EQ(t_.on().registers.x[i], 0u);
    for (const uint64_t page : {page_, page_ + kPageSize}) {
      EXPECT_EQ(t_.PageOf(from_, page), giver);
      EXPECT_EQ(t_.PageOf(to_, page), recipient);
    }
    for (const uint64_t page : {page_ - kPageSize, page_ + 2 * kPageSize}) {
      EXPECT_EQ(t_.PageOf(from_, page), kOwned);
      EXPECT_EQ(t_.PageOf(to_, page), kNothing);
    }
    EXPECT_TRUE(IsZero(page_, 2 * kPageSize));
    EXPECT_FALSE(IsZero(page_ - kPageSize, 1));
    EXPECT_FALSE(IsZero(page_ + 2 * kPageSize, 1));
    EXPECT_EQ(t_.machine().zeroed.size(), 1u);
    CheckOwnership(t_);

    // And back: zeroed again, and nothing is left of it.
    As(to_);
    Fill(page_, 2 * kPageSize);
    EXPECT_EQ(Do(kGive, from_, page_, 2 * kPageSize), 0u);
    EXPECT_EQ(t_.PageOf(from_, page_), kOwned);
    EXPECT_EQ(t_.PageOf(to_, page_), kNothing);
    EXPECT_TRUE(IsZero(page_, 2 * kPageSize));
    EXPECT_EQ(t_.system().pool.free_pages(), free);
  }
}

// At each invalidation and at the zeroing, the tables are looked at as another CPU would.
TEST_P(ShareBetween, InTheRightOrder) {
  for (const uint64_t mode : {kGive, kLend, kShare}) {
    As(from_);
    Fill(page_, kPageSize);
    t_.machine().invalidated.clear();
    bool gone = false, zeroed = false;
    const auto look = [&](uint32_t vm) {
      return DumpTables(t_.vm(vm).Loadable(t_.vcpu(vm, 0)).stage2);
    };
    const auto recipients = look(to_);
    const auto has = [&](uint32_t vm) {
      // The locks are held.
      const auto tables = look(vm);
      return std::any_of(tables.begin(), tables.end(), [&](uint64_t d) {
        return (d & 0x0000'ffff'ffff'f003) == (page_ | 3) && (d >> 2 & 0xf) == 0xf;
      });
    };
    t_.machine().on_invalidate = [&] {
      EXPECT_EQ(t_.machine().invalidated.back() >> 48, from_);
      EXPECT_FALSE(has(from_));
      EXPECT_FALSE(IsZero(page_, 1));
      EXPECT_EQ(look(to_), recipients);
      gone = true;
    };
    t_.machine().on_zero = [&](PhysRange) {
      // What the giver may go on to use needs no invalidation.
      if (mode != kShare) {
        EXPECT_TRUE(gone);
        EXPECT_FALSE(has(from_));
      }
      EXPECT_EQ(look(to_), recipients);
      zeroed = true;
      // What comes now gives the recipient its access, and was in no TLB.
      t_.machine().on_invalidate = [&] { ADD_FAILURE() << "the recipient lost something"; };
      t_.machine().tables_published = 0;
    };
    EXPECT_EQ(Do(mode, to_, page_), 0u);
    EXPECT_TRUE(zeroed);
    EXPECT_GT(t_.machine().tables_published, 0u);
    t_.machine().on_invalidate = nullptr;
    t_.machine().on_zero = nullptr;
    As(to_);
    EXPECT_EQ(Do(kGive, from_, page_), 0u);
  }
}

TEST_F(ShareTest, Arguments) {
  for (const uint32_t vm : {0u, 1u}) {
    As(vm);
    const uint64_t page = vm == 0 ? primarys_ : t_.MemoryOf(1);
    for (const uint64_t mode : {kGive, kLend, kShare}) {
      // Nothing, parts of pages, what wraps around.
      for (const uint64_t size :
           {uint64_t{0}, uint64_t{1}, kPageSize - 1, kPageSize + 1, kMinusOne, uint64_t{1} << 63,
            uint64_t{1} << 63 | kPageSize, uint64_t{1} << 32 | kPageSize, -page, -page - kPageSize,
            uint64_t{1} << 32, uint64_t{1} << 40}) {
        EXPECT_EQ(Refused(mode, 2, page, size), kMinusOne) << size;
      }
      for (const uint64_t address : {page + 1, page + 8, page + 2048, page | uint64_t{1} << 32,
                                     page | uint64_t{1} << 63, ~uint64_t{0xfff}, uint64_t{0}}) {
        EXPECT_EQ(Refused(mode, 2, address), kMinusOne) << address;
      }
      // Itself, and who is not there.
      for (const uint64_t to : {uint64_t{vm}, uint64_t{4}, uint64_t{15}, uint64_t{16},
                                uint64_t{0x7fffffff}, uint64_t{0xffffffff}}) {
        EXPECT_EQ(Refused(mode, to, page), kMinusOne) << to;
      }
    }
    for (const uint64_t mode : {uint64_t{3}, uint64_t{4}, uint64_t{0x10}, uint64_t{0x100},
                                uint64_t{0x80000000}, uint64_t{0xffffffff}}) {
      EXPECT_EQ(Refused(mode, 2, page), kMinusOne) << mode;
    }
  }
}

TEST_F(ShareTest, WhatIsNotTheCallersOwn) {
  const uint64_t el2 = t_.image().begin().raw();
  const uint64_t end = kRam + kRamSize;
  As(2);
  const uint64_t own = t_.MemoryOf(2);
  const uint64_t own_end = own + 64 * kPageSize;
  for (const uint64_t mode : {kGive, kLend, kShare}) {
    As(2);
    for (const uint64_t page : {own - kPageSize, own_end, primarys_, t_.MemoryOf(3), el2, kRam,
                                kUart, uint64_t{0x08000000}, end, end - kPageSize}) {
      EXPECT_EQ(Refused(mode, 1, page), kMinusOne) << page;
      EXPECT_EQ(Refused(mode, 0, page), kMinusOne) << page;
    }
    // In part.
    EXPECT_EQ(Refused(mode, 1, own - kPageSize, 2 * kPageSize), kMinusOne);
    EXPECT_EQ(Refused(mode, 1, own_end - kPageSize, 2 * kPageSize), kMinusOne);
    As(0);
    for (const uint64_t page : {own, el2, t_.image().end().raw() - kPageSize, kUart,
                                uint64_t{0x08000000}, end, uint64_t{1} << 39}) {
      EXPECT_EQ(Refused(mode, 1, page), kMinusOne) << page;
    }
    EXPECT_EQ(Refused(mode, 1, kRam, 2 * kPageSize), kMinusOne);             // EL2's behind it
    EXPECT_EQ(Refused(mode, 1, own - kPageSize, 2 * kPageSize), kMinusOne);  // a secondary's
    EXPECT_EQ(Refused(mode, 1, end - kPageSize, 2 * kPageSize), kMinusOne);  // a hole
  }
}

// Even if the tables said so: what the device tree does not call memory is never zeroed.
TEST_F(ShareTest, DevicesThatAVmOwns) {
  for (const uint64_t page : {kUart, kRam + kRamSize, uint64_t{1} << 39}) {
    const PhysRange range = *PhysRange::FromSize(PhysAddr(page), kPageSize);
    const auto set = [&](const Stage2Page& as) {
      PageTable::Reservation tables(t_.system().pool);
      auto state = t_.vm(0).state().Lock();
      ASSERT_TRUE(state->memory.Reserve(range, tables));
      state->memory.Set(range, as, tables);
    };
    const Stage2Page device = t_.PageOf(0, page);
    set(kOwned);
    for (const uint64_t mode : {kGive, kLend, kShare}) EXPECT_EQ(Refused(mode, 1, page), kMinusOne);
    set(device);
  }
}

TEST_F(ShareTest, MailboxPages) {
  for (const uint32_t vm : {0u, 1u}) {
    As(vm);
    t_.Configure();
    const uint64_t send = t_.SendPageOf(vm);
    for (const uint64_t mode : {kGive, kLend, kShare}) {
      EXPECT_EQ(Refused(mode, 2, send), kMinusOne);
      EXPECT_EQ(Refused(mode, 2, send + kPageSize), kMinusOne);
      EXPECT_EQ(Refused(mode, 2, send, 2 * kPageSize), kMinusOne);
      EXPECT_EQ(Refused(mode, 2, send + kPageSize, 2 * kPageSize), kMinusOne);
    }
    EXPECT_EQ(Do(kShare, 2, send + 2 * kPageSize), 0u);
  }
}

// Memory that is not wholly the owner's is no mailbox; what was given is the recipient's.
TEST_F(ShareTest, ConfigureWithPassedMemory) {
  const uint64_t own = t_.MemoryOf(1);
  As(1);
  EXPECT_EQ(Do(kShare, 2, own), 0u);
  EXPECT_EQ(Do(kLend, 2, own + kPageSize), 0u);
  EXPECT_EQ(Do(kGive, 2, own + 2 * kPageSize, 2 * kPageSize), 0u);
  const uint64_t free = own + 8 * kPageSize;
  const auto configure = [&](uint64_t send, uint64_t receive) {
    return CallWithoutEffect(t_, Call::kVmConfigure, send, receive);
  };
  for (uint64_t i = 0; i < 4; ++i) {
    EXPECT_EQ(configure(own + i * kPageSize, free), kMinusOne) << i;
    EXPECT_EQ(configure(free, own + i * kPageSize), kMinusOne) << i;
  }
  As(2);
  const uint64_t own2 = t_.MemoryOf(2);
  for (uint64_t i = 0; i < 2; ++i) {
    EXPECT_EQ(configure(own + i * kPageSize, own2), kMinusOne) << i;
    EXPECT_EQ(configure(own2, own + i * kPageSize), kMinusOne) << i;
  }
  EXPECT_EQ(t_.Call(Call::kVmConfigure, own + 2 * kPageSize, own + 3 * kPageSize), 0u);
}

TEST_F(ShareTest, TwiceAndToThirds) {
  const uint64_t page = t_.MemoryOf(1);
  for (const uint64_t first : {kLend, kShare}) {
    As(1);
    ASSERT_EQ(Do(first, 2, page), 0u);
    for (const uint64_t again : {kGive, kLend, kShare}) {
      As(1);
      EXPECT_EQ(Refused(again, 2, page), kMinusOne);
      EXPECT_EQ(Refused(again, 3, page), kMinusOne);
      EXPECT_EQ(Refused(again, 0, page), kMinusOne);
      // Who borrows it passes it on to nobody, and gives it back to its owner only.
      As(2);
      EXPECT_EQ(Refused(again, 3, page), kMinusOne);
      EXPECT_EQ(Refused(again, 0, page), kMinusOne);
      if (again != kGive) EXPECT_EQ(Refused(again, 1, page), kMinusOne);
      // And who has nothing to do with it cannot take part.
      As(3);
      EXPECT_EQ(Refused(again, 1, page), kMinusOne);
      EXPECT_EQ(Refused(again, 2, page), kMinusOne);
    }
    As(2);
    EXPECT_EQ(Do(kGive, 1, page), 0u);
    EXPECT_EQ(Refused(kGive, 1, page), kMinusOne);
  }
}

TEST_F(ShareTest, GivenOnAndOn) {
  const uint64_t page = t_.MemoryOf(1) + 5 * kPageSize;
  const size_t free = t_.system().pool.free_pages();
  As(1);
  EXPECT_EQ(Do(kGive, 2, page), 0u);
  EXPECT_EQ(Refused(kGive, 2, page), kMinusOne);
  As(2);
  EXPECT_EQ(Do(kGive, 0, page), 0u);
  As(0);
  EXPECT_EQ(Do(kGive, 3, page), 0u);
  As(3);
  EXPECT_EQ(Do(kShare, 1, page), 0u);
  As(1);
  EXPECT_EQ(t_.PageOf(1, page), kBorrowed);
  EXPECT_EQ(Refused(kGive, 2, page), kMinusOne);
  EXPECT_EQ(Do(kGive, 3, page), 0u);
  As(3);
  EXPECT_EQ(Do(kGive, 1, page), 0u);
  EXPECT_EQ(t_.PageOf(1, page), kOwned);
  EXPECT_EQ(t_.system().pool.free_pages(), free);
}

TEST_F(ShareTest, MixedModes) {
  const uint64_t own = t_.MemoryOf(1);
  const auto page = [&](uint64_t i) { return own + i * kPageSize; };
  As(1);
  EXPECT_EQ(Do(kShare, 2, page(1)), 0u);
  EXPECT_EQ(Do(kLend, 2, page(2)), 0u);
  EXPECT_EQ(Do(kGive, 2, page(3)), 0u);
  for (const uint64_t mode : {kGive, kLend, kShare}) {
    for (uint64_t i = 0; i < 4; ++i) EXPECT_EQ(Refused(mode, 2, page(i), 2 * kPageSize), kMinusOne);
    EXPECT_EQ(Refused(mode, 2, own, 64 * kPageSize), kMinusOne);
    EXPECT_EQ(Refused(mode, 3, own, 64 * kPageSize), kMinusOne);
  }
  As(2);
  // To its borrower both are the same, to its owner they are not.
  EXPECT_EQ(Refused(kGive, 1, page(1), 2 * kPageSize), kMinusOne);
  EXPECT_EQ(Refused(kGive, 1, page(2), 2 * kPageSize), kMinusOne);
  // A part of what was passed on comes back alone.
  As(1);
  EXPECT_EQ(Do(kLend, 2, page(10), 4 * kPageSize), 0u);
  As(2);
  EXPECT_EQ(Do(kGive, 1, page(11), kPageSize), 0u);
  EXPECT_EQ(Refused(kGive, 1, page(10), 4 * kPageSize), kMinusOne);
  EXPECT_EQ(Do(kGive, 1, page(12), 2 * kPageSize), 0u);
  EXPECT_EQ(Do(kGive, 1, page(10), kPageSize), 0u);
}

// What was aborted keeps what it has, and gets what is passed to it.
TEST_F(ShareTest, AbortedVms) {
  const uint64_t page = t_.MemoryOf(1);
  As(1);
  EXPECT_EQ(Do(kLend, 2, page), 0u);
  As(2);
  t_.Exit(DataAbort{.ipa = 0}.exit());
  EXPECT_EQ(t_.PageOf(2, page), kBorrowed);
  As(1);
  EXPECT_EQ(Refused(kGive, 3, page), kMinusOne);
  EXPECT_EQ(Do(kGive, 2, page + kPageSize), 0u);
  EXPECT_EQ(t_.PageOf(2, page + kPageSize), kOwned);
  t_.Exit(DataAbort{.ipa = page, .write = true}.exit());
  EXPECT_EQ(t_.x0(), abi::VcpuRunReturn::Aborted().Encode());
  EXPECT_EQ(t_.PageOf(1, page), kLent);
}

// The giver is stopped by its next access, the primary gets an abort at its own EL1, and the
// recipient goes on.
TEST_F(ShareTest, AccessAfterwards) {
  As(0);
  EXPECT_EQ(Do(kLend, 1, primarys_), 0u);
  t_.el1().vbar = 0x5000;
  t_.Exit(DataAbort{.ipa = primarys_, .write = true}.exit());
  EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
  EXPECT_EQ(t_.on().registers.pc, 0x5200u);
  // As if it had failed in the moment of the change.
  t_.Run(1);
  const uint64_t pc = t_.on().registers.pc;
  t_.Exit(DataAbort{.ipa = primarys_, .write = true}.exit());
  EXPECT_EQ(&t_.on(), &t_.vcpu(1, 0));
  EXPECT_EQ(t_.on().registers.pc, pc);
  t_.Exit(InstructionAbort(primarys_));
  EXPECT_EQ(t_.on().registers.pc, pc);
  EXPECT_EQ(Do(kGive, 0, primarys_), 0u);
  t_.Exit(DataAbort{.ipa = primarys_}.exit());
  EXPECT_EQ(t_.x0(), abi::VcpuRunReturn::Aborted().Encode());
}

// With n free pages, for each n until the call succeeds.
TEST_F(ShareTest, EachAllocationFailsInTurn) {
  constexpr uint64_t kGiB = uint64_t{1} << 30;
  PagePool& pool = t_.system().pool;
  const struct {
    uint32_t from, to;
    uint64_t address, size;
    size_t tables;
  } kCases[] = {
      {0, 1, primarys_, kPageSize, 2},  // one for each VM: each has one for that GiB
      {0, 1, primarys_ + 3 * kPageSize, 2 * kMiB, 4},
      {0, 2, primarys_, 2 * kMiB, 0},
      {1, 2, t_.MemoryOf(1) + kPageSize, kPageSize, 0},
      {1, 0, t_.MemoryOf(1), 64 * kPageSize, 0},
  };
  static_assert(kRam % kGiB == 0 && kRamSize < kGiB);
  for (const auto& [from, to, address, size, tables] : kCases) {
    for (const uint64_t mode : {kGive, kLend, kShare}) {
      As(from);
      const size_t full = pool.free_pages();
      std::vector<PhysAddr> held;
      while (const auto page = pool.Allocate()) held.push_back(*page);
      size_t free = 0;
      for (; free < tables; ++free) {
        ASSERT_EQ(pool.free_pages(), free);
        EXPECT_EQ(Refused(mode, to, address, size), kMinusOne);
        pool.Free(held.back());
        held.pop_back();
      }
      EXPECT_EQ(Do(mode, to, address, size), 0u);
      // To give back takes none but those that became free.
      As(to);
      EXPECT_EQ(Do(kGive, from, address, size), 0u);
      EXPECT_EQ(pool.free_pages(), free);
      for (const PhysAddr page : held) pool.Free(page);
      EXPECT_EQ(pool.free_pages(), full);
    }
  }
}

// Every second 2 MiB loses a page, until there are no tables any more.
TEST_F(ShareTest, SinglePagesUntilThePoolIsEmpty) {
  PagePool& pool = t_.system().pool;
  const size_t full = pool.free_pages();
  std::vector<PhysAddr> held;
  while (pool.free_pages() > 15) held.push_back(*pool.Allocate());
  As(0);
  std::vector<uint64_t> shared;
  uint64_t refused = 0;
  for (uint64_t page = kPrimaryKernel; page < kRam + 40 * kMiB; page += 2 * kMiB) {
    if (pool.free_pages() >= 2) {
      ASSERT_EQ(Do(kShare, 1, page), 0u);
      shared.push_back(page);
    } else {
      ASSERT_EQ(Refused(kShare, 1, page), kMinusOne);
      ++refused;
    }
  }
  EXPECT_EQ(shared.size(), 7u);  // two tables each
  EXPECT_GT(refused, 5u);
  // What needs no table goes on.
  EXPECT_EQ(Do(kShare, 1, shared[0] + kPageSize), 0u);
  shared.push_back(shared[0] + kPageSize);
  As(1);
  for (const uint64_t page : shared) ASSERT_EQ(Do(kGive, 0, page), 0u);
  for (const PhysAddr page : held) pool.Free(page);
  EXPECT_EQ(pool.free_pages(), full);
}

}  // namespace
}  // namespace hf::test
