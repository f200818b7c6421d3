// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// vm_configure: every outcome. What fails leaves the tables bit for bit as they were.

#include <gtest/gtest.h>

#include <vector>

#include "hypervisor/testing/snapshot.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::Call;
using arch::Ownership;
using arch::Stage2Page;

constexpr uint64_t kMinusOne = ~uint64_t{0};
constexpr Stage2Page kSend{.read = true, .write = true, .ownership = Ownership::kShared};
constexpr Stage2Page kReceive{.read = true, .ownership = Ownership::kShared};
constexpr Stage2Page kOwned{
    .read = true, .write = true, .execute = true, .ownership = Ownership::kOwned};

class ConfigureTest : public testing::Test {
 protected:
  uint64_t Refused(uint64_t send, uint64_t receive) {
    return CallWithoutEffect(t_, Call::kVmConfigure, send, receive);
  }
  // As if another call had changed the page.
  void SetPage(uint32_t vm, uint64_t address, const Stage2Page& page) {
    PageTable::Reservation tables(t_.system().pool);
    const auto range = *PhysRange::FromSize(PhysAddr(address), kPageSize);
    auto state = t_.vm(vm).state().Lock();
    ASSERT_TRUE(state->memory.Reserve(range, tables));
    state->memory.Set(range, page, tables);
  }

  TestSystem t_{WithSecondaries({{}, {}})};
  const uint64_t own_ = t_.MemoryOf(1);
  const uint64_t end_ = own_ + 64 * kPageSize;
};

TEST_F(ConfigureTest, Secondary) {
  t_.Run(1);
  t_.machine().invalidated.clear();
  EXPECT_EQ(t_.Call(Call::kVmConfigure, own_, own_ + kPageSize), 0u);
  EXPECT_EQ(&t_.on(), &t_.vcpu(1, 0));
  EXPECT_EQ(t_.PageOf(1, own_), kSend);
  EXPECT_EQ(t_.PageOf(1, own_ + kPageSize), kReceive);
  EXPECT_EQ(t_.PageOf(1, own_ + 2 * kPageSize), kOwned);
  const auto state = t_.vm(1).state().Lock();
  EXPECT_EQ(state->mailbox.send_page().raw(), own_);
  EXPECT_EQ(state->mailbox.receive_page().raw(), own_ + kPageSize);
  // Another vCPU may have run with the old rights.
  ASSERT_FALSE(t_.machine().invalidated.empty());
  for (const uint64_t vttbr : t_.machine().invalidated) EXPECT_EQ(vttbr >> 48, 1u);
}

TEST_F(ConfigureTest, PrimaryAndTheEdgesOfMemory) {
  EXPECT_EQ(t_.Call(Call::kVmConfigure, kPrimaryKernel, kRam), 0u);
  EXPECT_EQ(t_.PageOf(0, kPrimaryKernel), kSend);
  EXPECT_EQ(t_.PageOf(0, kRam), kReceive);
  t_.Run(1);
  EXPECT_EQ(t_.Call(Call::kVmConfigure, end_ - kPageSize, own_), 0u);
}

TEST_F(ConfigureTest, Addresses) {
  t_.Run(1);
  EXPECT_EQ(Refused(own_ + 1, own_ + kPageSize), kMinusOne);
  EXPECT_EQ(Refused(own_, own_ + kPageSize + 8), kMinusOne);
  EXPECT_EQ(Refused(own_, own_), kMinusOne);
  EXPECT_EQ(Refused(own_ + 1, own_ + 1), kMinusOne);
  // Addresses are 64 bits wide.
  EXPECT_EQ(Refused(own_ | uint64_t{1} << 32, own_ + kPageSize), kMinusOne);
  EXPECT_EQ(Refused(own_, (own_ + kPageSize) | uint64_t{1} << 63), kMinusOne);
  EXPECT_EQ(Refused(kMinusOne - kPageSize + 1, own_), kMinusOne);
  EXPECT_EQ(Refused(own_, kMinusOne - kPageSize + 1), kMinusOne);
}

TEST_F(ConfigureTest, ForeignMemory) {
  t_.Run(1);
  for (const uint64_t foreign :
       {end_, own_ - kPageSize, t_.MemoryOf(2), kPrimaryKernel, t_.image().begin().raw(), kRam,
        kRam + kRamSize, kUart, uint64_t{0}, uint64_t{1} << 39, uint64_t{1} << 47}) {
    EXPECT_EQ(Refused(foreign, own_), kMinusOne) << foreign;
    EXPECT_EQ(Refused(own_, foreign), kMinusOne) << foreign;
  }
}

// A device is never a mailbox, even where the VM has access, and EL2's own memory neither.
TEST_F(ConfigureTest, WhatThePrimaryDoesNotOwn) {
  for (const uint64_t page :
       {kUart, uint64_t{0}, kRam + kRamSize, t_.image().begin().raw(),
        t_.image().end().raw() - kPageSize, own_, uint64_t{1} << 39, uint64_t{1} << 40}) {
    EXPECT_EQ(Refused(page, kPrimaryKernel), kMinusOne) << page;
    EXPECT_EQ(Refused(kPrimaryKernel, page), kMinusOne) << page;
  }
}

TEST_F(ConfigureTest, PagesThatAreSharedOrOfTooFewRights) {
  t_.Run(1);
  const uint64_t page = own_ + 5 * kPageSize;
  Stage2Page shared = kOwned, borrowed = kOwned, lent{.ownership = Ownership::kShared};
  shared.ownership = Ownership::kShared;
  borrowed.ownership = Ownership::kBorrowed;
  for (const Stage2Page& bad : {shared, borrowed, lent}) {
    SetPage(1, page, bad);
    EXPECT_EQ(Refused(page, own_), kMinusOne);
    EXPECT_EQ(Refused(own_, page), kMinusOne);
  }
  SetPage(1, page, {.read = true, .ownership = Ownership::kOwned});
  EXPECT_EQ(Refused(page, own_), kMinusOne);
  SetPage(1, page, {.write = true, .ownership = Ownership::kOwned});
  EXPECT_EQ(Refused(page, own_), kMinusOne);
  EXPECT_EQ(Refused(own_, page), kMinusOne);
  // To receive, reading is enough.
  SetPage(1, page, {.read = true, .ownership = Ownership::kOwned});
  EXPECT_EQ(t_.Call(Call::kVmConfigure, own_, page), 0u);
}

TEST_F(ConfigureTest, Once) {
  t_.Run(1);
  t_.Configure();
  EXPECT_EQ(Refused(own_, own_ + kPageSize), kMinusOne);
  EXPECT_EQ(Refused(own_ + 2 * kPageSize, own_ + 3 * kPageSize), kMinusOne);
}

// Each allocation of table pages fails in turn.
TEST_F(ConfigureTest, TablesCannotBeExtended) {
  const uint64_t send = kPrimaryKernel + 7 * kMiB, receive = kPrimaryKernel + 13 * kMiB;
  PagePool& pool = t_.system().pool;
  std::vector<PhysAddr> held;
  while (const auto page = pool.Allocate()) held.push_back(*page);
  for (size_t free = 0; free < 2; ++free) {
    ASSERT_EQ(pool.free_pages(), free);
    EXPECT_EQ(Refused(send, receive), kMinusOne);
    pool.Free(held.back());
    held.pop_back();
  }
  EXPECT_EQ(t_.Call(Call::kVmConfigure, send, receive), 0u);
  EXPECT_EQ(pool.free_pages(), 0u);
}

TEST_F(ConfigureTest, WaitersOfThePrimary) {
  t_.vm(0).state().Lock()->mailbox.AddWaiter(1);
  EXPECT_EQ(t_.Call(Call::kVmConfigure, kPrimaryKernel, kRam), 1u);
  EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
}

TEST_F(ConfigureTest, WaitersOfASecondary) {
  t_.vm(1).state().Lock()->mailbox.AddWaiter(2);
  t_.Run(1);
  EXPECT_EQ(t_.Call(Call::kVmConfigure, own_, own_ + kPageSize, 9),
            abi::VcpuRunReturn::NotifyWaiters().Encode());
  EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
  EXPECT_EQ(t_.StateOf(1, 0), abi::VcpuState::kReady);
  EXPECT_TRUE(t_.vm(1).state().Lock()->mailbox.configured());
  t_.Run(1);
  for (const int i : {0, 1, 2, 3}) EXPECT_EQ(t_.on().registers.x[i], 0u) << i;
}

}  // namespace
}  // namespace hf::test
