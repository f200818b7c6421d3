// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the loader changes in the device tree, read back by libfdt.

#include <gtest/gtest.h>
#include <libfdt.h>

#include "hypervisor/arch/memory.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

class DeviceTreeTest : public testing::Test {
 protected:
  static const void* Fdt(TestSystem& t) { return arch::DirectMap(t.device_tree().begin()); }
  static PhysRange Reserved(TestSystem& t, int n) {
    uint64_t address = 0, size = 0;
    EXPECT_EQ(fdt_get_mem_rsv(Fdt(t), n, &address, &size), 0);
    return *PhysRange::FromSize(PhysAddr(address), size);
  }
  static uint32_t Cell(TestSystem& t, const char* property) {
    int size = 0;
    const int chosen = fdt_path_offset(Fdt(t), "/chosen");
    const void* value = fdt_getprop(Fdt(t), chosen, property, &size);
    EXPECT_EQ(size, 4);
    return fdt32_ld(static_cast<const fdt32_t*>(value));
  }
};

TEST_F(DeviceTreeTest, ReservesWhatIsNotThePrimarys) {
  TestSystem t(WithSecondaries({{.memory = 65536}, {.memory = 8192}}));
  ASSERT_EQ(fdt_num_mem_rsv(Fdt(t)), 3);
  EXPECT_EQ(Reserved(t, 0), t.image());
  EXPECT_EQ(Reserved(t, 1).begin().raw(), t.MemoryOf(1));
  EXPECT_EQ(Reserved(t, 1).size(), 65536u);
  EXPECT_EQ(Reserved(t, 2).begin().raw(), t.MemoryOf(2));
  EXPECT_EQ(Reserved(t, 2).size(), 8192u);
  EXPECT_EQ(fdt_check_full(Fdt(t), t.device_tree().size()), 0);
}

TEST_F(DeviceTreeTest, PointsAtTheInitrdInsideTheArchive) {
  Spec spec;
  spec.files.emplace_back("initrd.img", "the primary's RAM disk");
  TestSystem t(spec);
  const uint32_t begin = Cell(t, "linux,initrd-start"), end = Cell(t, "linux,initrd-end");
  EXPECT_EQ(end - begin, 22u);
  EXPECT_EQ(t.Read(begin, 22), "the primary's RAM disk");
  EXPECT_TRUE(t.archive().Contains(PhysAddr(begin)));
}

TEST_F(DeviceTreeTest, AnAbsentInitrdIsEmpty) {
  TestSystem t;
  EXPECT_EQ(Cell(t, "linux,initrd-start"), t.archive().begin().raw());
  EXPECT_EQ(Cell(t, "linux,initrd-end"), t.archive().begin().raw());
}

TEST_F(DeviceTreeTest, IsCleaned) {
  TestSystem t;
  const PhysRange& last = t.machine().cleaned.back();
  EXPECT_EQ(last.begin(), t.device_tree().begin());
  EXPECT_TRUE(t.device_tree().Contains(last));
  EXPECT_FALSE(last.empty());
}

TEST_F(DeviceTreeTest, WithoutRoomTheBootEnds) {
  Spec spec;
  spec.device_tree_room = 8;
  TestSystem t(spec, false);
  EXPECT_THROW(t.Load(), host::PoweredOff);
  EXPECT_NE(t.machine().TakeConsole().find("cannot boot: the device tree cannot be changed: "),
            std::string::npos);
}

}  // namespace
}  // namespace hf::test
