// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/mm/address_space.h"

#include <gtest/gtest.h>

#include "hypervisor/arch/host/machine.h"
#include "hypervisor/mm/table_walk.h"

namespace hf {
namespace {

using arch::Ownership;
using arch::Stage2Page;

constexpr uint64_t kBase = 0x40000000;
constexpr Stage2Page kOwned{
    .read = true, .write = true, .execute = true, .ownership = Ownership::kOwned};
constexpr Stage2Page kReadOnly{.read = true, .ownership = Ownership::kShared};

PhysRange Range(uint64_t begin, uint64_t size) {
  return *PhysRange::FromSize(PhysAddr(begin), size);
}

class AddressSpaceTest : public testing::Test {
 protected:
  AddressSpaceTest() { pool_.Donate(Range(kBase + 8 * kPageSize, 8 * kPageSize)); }

  void Set(AddressSpace& memory, PhysRange range, const Stage2Page& page) {
    PageTable::Reservation tables(pool_);
    ASSERT_TRUE(memory.Reserve(range, tables));
    memory.Set(range, page, tables);
  }

  host::Machine machine_{{{kBase, 16 * kPageSize}}};
  PagePool pool_;
};

TEST_F(AddressSpaceTest, RootsByIpaBits) {
  EXPECT_EQ(AddressSpace::RootSize(31), 64u);  // 16 bytes are used; tables are aligned to 64
  EXPECT_EQ(AddressSpace::RootSize(36), 512u);
  EXPECT_EQ(AddressSpace::RootSize(39), 4096u);
  EXPECT_EQ(AddressSpace::RootSize(40), 8192u);
}

TEST_F(AddressSpaceTest, TellsTheMmu) {
  machine_.physical_address_bits = 44;
  const AddressSpace memory(PhysAddr(kBase + 0x40), 32, AddressSpace::HwVmid{5});
  EXPECT_EQ(memory.root().vttbr, 0x0005'0000'4000'0040u);
  EXPECT_EQ(memory.root().vtcr, 0x8004'3560u);
  EXPECT_EQ(memory.limit(), uint64_t{1} << 32);
}

TEST_F(AddressSpaceTest, RefusesABadRoot) {
  EXPECT_THROW(AddressSpace(PhysAddr(kBase + 0x20), 32, AddressSpace::HwVmid{1}), host::Panicked);
  EXPECT_THROW(AddressSpace(PhysAddr(kBase + 0x1000), 40, AddressSpace::HwVmid{1}), host::Panicked);
  EXPECT_THROW(AddressSpace(PhysAddr(kBase), 41, AddressSpace::HwVmid{1}), host::Panicked);
  EXPECT_THROW(AddressSpace(PhysAddr(kBase), 30, AddressSpace::HwVmid{1}), host::Panicked);
}

TEST_F(AddressSpaceTest, MapsOneToOne) {
  AddressSpace memory(PhysAddr(kBase), 32, AddressSpace::HwVmid{1});
  Set(memory, Range(0x5000'3000, 0x2000), kOwned);
  const Tree tree = Tree::Walk(PhysAddr(kBase), 4);
  EXPECT_EQ(tree.At(0x5000'3000).descriptor, 0x0080'0000'5000'37ffu);
  EXPECT_EQ(tree.At(0x5000'4000).output(), 0x5000'4000u);
  EXPECT_FALSE(tree.At(0x5000'5000).valid());
  EXPECT_EQ(memory.Uniform(Range(0x5000'3000, 0x2000)), kOwned);
  EXPECT_EQ(memory.Uniform(Range(0x5000'2000, 0x2000)), std::nullopt);
  EXPECT_EQ(memory.Uniform(Range(0x5000'2000, 0x1000)), Stage2Page{});
}

TEST_F(AddressSpaceTest, NothingIsBeyondItsEnd) {
  AddressSpace memory(PhysAddr(kBase), 32, AddressSpace::HwVmid{1});
  EXPECT_EQ(memory.Uniform(Range(0xffff'f000, 0x1000)), Stage2Page{});
  EXPECT_EQ(memory.Uniform(Range(0xffff'f000, 0x2000)), std::nullopt);
  EXPECT_EQ(memory.Uniform(Range(uint64_t{1} << 32, 0x1000)), std::nullopt);
  EXPECT_EQ(memory.Uniform(Range(~uint64_t{0} - 0x1fff, 0x1000)), std::nullopt);
  EXPECT_EQ(memory.Uniform(Range(0, 0)), std::nullopt);
}

TEST_F(AddressSpaceTest, InvalidatesItsOwnVmidOnceItRuns) {
  AddressSpace memory(PhysAddr(kBase), 32, AddressSpace::HwVmid{7});
  Set(memory, Range(kBase, 0x4000), kOwned);
  EXPECT_TRUE(machine_.invalidated.empty());
  EXPECT_GT(machine_.tables_published, 0u);
  memory.Activate();
  const size_t published = machine_.tables_published;
  bool was_invalid = false;
  machine_.on_invalidate = [&] {
    was_invalid = !Tree::Walk(PhysAddr(kBase), 4).At(kBase + 0x1000).valid();
  };
  Set(memory, Range(kBase + 0x1000, 0x1000), kReadOnly);
  // The page only: the tables are there already.
  EXPECT_EQ(machine_.invalidated, (std::vector<uint64_t>{0x0007'0000'4000'0000}));
  EXPECT_TRUE(was_invalid);
  EXPECT_GT(machine_.tables_published, published);
  EXPECT_EQ(memory.Uniform(Range(kBase + 0x1000, 0x1000)), kReadOnly);
  EXPECT_EQ(memory.Uniform(Range(kBase + 0x2000, 0x1000)), kOwned);
}

// However many levels of a block that is in use are split.
TEST_F(AddressSpaceTest, InvalidatesOnce) {
  AddressSpace memory(PhysAddr(kBase), 32, AddressSpace::HwVmid{7});
  Set(memory, Range(1 << 30, 1 << 30), kOwned);
  memory.Activate();
  Set(memory, Range(1 << 30, 0x1000), kReadOnly);
  EXPECT_EQ(machine_.invalidated.size(), 1u);
  // And together again.
  Set(memory, Range(1 << 30, 0x1000), kOwned);
  EXPECT_EQ(machine_.invalidated.size(), 2u);
}

// What only comes to be was in no TLB, and neither was what only software sees.
TEST_F(AddressSpaceTest, InvalidatesOnlyWhatTheHardwareUsed) {
  constexpr Stage2Page kShared{
      .read = true, .write = true, .execute = true, .ownership = Ownership::kShared};
  AddressSpace memory(PhysAddr(kBase), 32, AddressSpace::HwVmid{7});
  memory.Activate();
  Set(memory, Range(kBase + 0x3000, 0x2000), kOwned);
  Set(memory, Range(kBase + 0x3000, 0x2000), kShared);
  EXPECT_TRUE(machine_.invalidated.empty());
  EXPECT_EQ(memory.Uniform(Range(kBase + 0x3000, 0x2000)), kShared);
  Set(memory, Range(kBase + 0x3000, 0x1000), {.ownership = Ownership::kShared});
  EXPECT_EQ(machine_.invalidated.size(), 1u);
  Set(memory, Range(kBase + 0x3000, 0x1000), {.ownership = Ownership::kOwned});
  EXPECT_EQ(machine_.invalidated.size(), 1u);
}

}  // namespace
}  // namespace hf
