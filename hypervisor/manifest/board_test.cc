// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/board.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "hypervisor/manifest/testing/host.h"
#include "hypervisor/manifest/testing/tree.h"

namespace hf::manifest {
namespace {

constexpr uint64_t kGib = uint64_t{1} << 30;

Result<Board> Read(const Tree& tree) {
  const Bytes bytes = tree.Build();
  const Result<Fdt> fdt = Fdt::Parse(bytes);
  EXPECT_TRUE(fdt.ok());
  return ReadBoard(fdt.value());
}

std::string ReadError(const Tree& tree) {
  const Result<Board> board = Read(tree);
  return board.ok() ? "" : board.error().what;
}

std::string InitrdError(const Tree& tree) {
  const Result<Board> board = Read(tree);
  if (!board.ok()) return "no board";
  return board.value().initrd.ok() ? "" : board.value().initrd.error().what;
}

// Begins and ends, in order.
std::vector<uint64_t> Ram(const Tree& tree) {
  const Result<Board> board = Read(tree);
  EXPECT_TRUE(board.ok()) << board.error().what;
  std::vector<uint64_t> bounds;
  for (const PhysRange& range : board.value().ram) {
    bounds.push_back(range.begin().raw());
    bounds.push_back(range.end().raw());
  }
  return bounds;
}

using Bounds = std::vector<uint64_t>;

TEST(Board, ReadsAll) {
  const Result<Board> read = Read(SmallBoard());
  ASSERT_TRUE(read.ok()) << read.error().what;
  const Board& board = read.value();
  ASSERT_EQ(board.ram.size(), 1u);
  EXPECT_EQ(board.ram[0], PhysRange::FromSize(PhysAddr(kGib), kGib));
  ASSERT_EQ(board.cpus.size(), 2u);
  EXPECT_EQ(board.cpus[0], 0u);
  EXPECT_EQ(board.cpus[1], 1u);
  EXPECT_EQ(board.cpu_count, 2u);
  ASSERT_TRUE(board.initrd.ok());
  EXPECT_EQ(board.initrd.value(), PhysRange::FromSize(PhysAddr(0x4800'0000), 0x1000));
  EXPECT_EQ(board.console, PhysAddr(0x900'0000));
  EXPECT_TRUE(board.has_gic_v3);
  EXPECT_EQ(board.gic_distributor, PhysRange::FromSize(PhysAddr(0x800'0000), 0x1'0000));
  ASSERT_EQ(board.gic_redistributors.size(), 1u);
  EXPECT_EQ(board.gic_redistributors[0], PhysRange::FromSize(PhysAddr(0x80a'0000), 0xf6'0000));
}

TEST(Board, RamIsSortedAndMerged) {
  const auto reg = [](std::initializer_list<uint64_t> numbers) {
    return Ram(SmallBoard().Numbers("/memory@40000000", "reg", numbers));
  };
  EXPECT_EQ(reg({0x9000, 0x1000, 0x1000, 0x1000, 0x5000, 0x1000}),
            (Bounds{0x1000, 0x2000, 0x5000, 0x6000, 0x9000, 0xa000}));
  EXPECT_EQ(reg({0x1000, 0x1000, 0x2000, 0x1000}), (Bounds{0x1000, 0x3000}));  // touching
  EXPECT_EQ(reg({0x2000, 0x1000, 0x1000, 0x1000}), (Bounds{0x1000, 0x3000}));
  EXPECT_EQ(reg({0x1000, 0x3000, 0x2000, 0x1000}), (Bounds{0x1000, 0x4000}));  // inside
  EXPECT_EQ(reg({0x2000, 0x1000, 0x1000, 0x3000}), (Bounds{0x1000, 0x4000}));
  EXPECT_EQ(reg({0x1000, 0x1000, 0x3000, 0x1000, 0x5000, 0x1000, 0x1800, 0x3a00}),  // bridging
            (Bounds{0x1000, 0x6000}));
  EXPECT_EQ(reg({0x1000, 0x1000, 0x1000, 0x1000}), (Bounds{0x1000, 0x2000}));
  EXPECT_EQ(reg({0x1000, 0, 0x3000, 0x1000, 0, 0}), (Bounds{0x3000, 0x4000}));  // of no size
  EXPECT_EQ(reg({0, 0x1000}), (Bounds{0, 0x1000}));
  EXPECT_EQ(reg({1, (uint64_t{1} << 52) - 1}), (Bounds{1, uint64_t{1} << 52}));
}

TEST(Board, RamOfSeveralNodesAndOneCell) {
  EXPECT_EQ(Ram(SmallBoard()
                    .Text("/memory@0", "device_type", "memory")
                    .Numbers("/memory@0", "reg", {0, 0x1000})
                    .Text("/memory@8", "device_type", "memory")
                    .Text("/memory@8", "status", "disabled")
                    .Numbers("/memory@8", "reg", {0x8000, 0x1000})
                    .Numbers("/memory@9", "reg", {0x9000, 0x1000})),  // no device_type
            (Bounds{0, 0x1000, kGib, 2 * kGib}));
  EXPECT_EQ(Ram(Tree()
                    .Cells("/", "#address-cells", {1})
                    .Cells("/", "#size-cells", {1})
                    .Text("/cpus/cpu", "device_type", "cpu")
                    .Cells("/cpus", "#address-cells", {1})
                    .Cells("/cpus", "#size-cells", {0})
                    .Cells("/cpus/cpu", "reg", {0})
                    .Text("/memory", "device_type", "memory")
                    .Cells("/memory", "reg", {0x8000'0000, 0x7fff'ffff})),
            (Bounds{0x8000'0000, 0xffff'ffff}));
}

TEST(Board, RamThatIsWrong) {
  const auto reg = [](std::initializer_list<uint64_t> numbers) {
    return ReadError(SmallBoard().Numbers("/memory@40000000", "reg", numbers));
  };
  constexpr uint64_t kHuge = ~uint64_t{0};
  EXPECT_EQ(reg({1, kHuge}), "a memory node's reg goes beyond 2^52, where physical addresses end");
  EXPECT_EQ(reg({kHuge, 1}), "a memory node's reg goes beyond 2^52, where physical addresses end");
  EXPECT_EQ(reg({1, uint64_t{1} << 52}),
            "a memory node's reg goes beyond 2^52, where physical addresses end");
  EXPECT_EQ(reg({0, 0x1000, kHuge, kHuge}),
            "a memory node's reg goes beyond 2^52, where physical addresses end");
  const char* const misfit =
      "a memory node's reg is missing or does not fit the root's #address-cells and #size-cells";
  EXPECT_EQ(reg({1, 2, 3}), misfit);
  EXPECT_EQ(reg({}), misfit);
  EXPECT_EQ(ReadError(SmallBoard().Remove("/memory@40000000", "reg")), misfit);
  const Tree no_gic = SmallBoard().RemoveNode("/intc@8000000");
  EXPECT_EQ(ReadError(Tree(no_gic).Cells("/", "#address-cells", {3})), misfit);
  EXPECT_EQ(ReadError(Tree(no_gic).Cells("/", "#size-cells", {0x4000'0001})), misfit);
  const char* const none = "the device tree has no memory node that has memory";
  EXPECT_EQ(ReadError(SmallBoard().RemoveNode("/memory@40000000")), none);
  EXPECT_EQ(reg({kGib, 0}), none);
  EXPECT_EQ(ReadError(Tree()), none);
}

TEST(Board, RamInTooManyPieces) {
  Tree tree = SmallBoard().RemoveNode("/memory@40000000");
  const auto add = [&tree](uint64_t n) {
    const std::string path = "/memory@" + std::to_string(n);
    tree.Text(path, "device_type", "memory").Numbers(path, "reg", {n * 0x2000, 0x1000});
  };
  for (uint64_t n = 0; n < kMaxRamRanges; ++n) add(n);
  EXPECT_EQ(Ram(tree).size(), 2 * kMaxRamRanges);
  add(kMaxRamRanges);
  EXPECT_EQ(ReadError(tree), "the device tree has more than 16 separate ranges of memory");
}

TEST(Board, CpusInTreeOrder) {
  const Result<Board> board = Read(SmallBoard()
                                       .RemoveNode("/cpus")
                                       .Cells("/cpus", "#address-cells", {2})
                                       .Cells("/cpus", "#size-cells", {0})
                                       .Node("/cpus/cpu-map/cluster0")
                                       .Text("/cpus/cpu@3", "device_type", "cpu")
                                       .Numbers("/cpus/cpu@3", "reg", {0x100})
                                       .Text("/cpus/cpu@2", "device_type", "cpu")
                                       .Text("/cpus/cpu@2", "status", "disabled")
                                       .Numbers("/cpus/cpu@2", "reg", {0x2})
                                       .Text("/cpus/cpu@1", "device_type", "cpu")
                                       .Numbers("/cpus/cpu@1", "reg", {0xff'00ff'ffff}));
  ASSERT_TRUE(board.ok()) << board.error().what;
  ASSERT_EQ(board.value().cpus.size(), 2u);
  EXPECT_EQ(board.value().cpus[0], 0xff'00ff'ffffu);
  EXPECT_EQ(board.value().cpus[1], 0x100u);
}

TEST(Board, CpusBeyondTheEighthAreCounted) {
  Tree tree = SmallBoard().RemoveNode("/cpus");
  tree.Cells("/cpus", "#address-cells", {1}).Cells("/cpus", "#size-cells", {0});
  for (uint32_t n = 12; n > 0; --n) {
    const std::string path = "/cpus/cpu@" + std::to_string(n);
    tree.Text(path, "device_type", "cpu").Cells(path, "reg", {n});
  }
  const Result<Board> board = Read(tree);
  ASSERT_TRUE(board.ok()) << board.error().what;
  ASSERT_EQ(board.value().cpus.size(), kMaxCpus);
  EXPECT_EQ(board.value().cpus[0], 1u);
  EXPECT_EQ(board.value().cpus[7], 8u);
  EXPECT_EQ(board.value().cpu_count, 12u);
}

TEST(Board, CpusThatAreWrong) {
  EXPECT_EQ(ReadError(SmallBoard().RemoveNode("/cpus")), "the device tree has no /cpus");
  EXPECT_EQ(ReadError(SmallBoard().RemoveNode("/cpus").Node("/cpus/cpu@0")),
            "the device tree has no CPU in /cpus");
  const char* const misfit = "a CPU's reg is missing or does not fit #address-cells of /cpus";
  EXPECT_EQ(ReadError(SmallBoard().Cells("/cpus", "#address-cells", {2})), misfit);
  EXPECT_EQ(ReadError(SmallBoard().Cells("/cpus", "#address-cells", {7})), misfit);
  EXPECT_EQ(ReadError(SmallBoard().Remove("/cpus/cpu@0", "reg")), misfit);
  EXPECT_EQ(ReadError(SmallBoard().Cells("/cpus/cpu@0", "reg", {0x8000'0000})),
            "a CPU's reg has other bits set than MPIDR_EL1's affinity fields");
  EXPECT_EQ(ReadError(SmallBoard().Cells("/cpus/cpu@0", "reg", {1})), "two CPUs have the same reg");
}

TEST(Board, InitrdOfFourAndEightBytes) {
  const auto initrd = [](const Tree& tree) { return Read(tree).value().initrd.value(); };
  const auto expected = PhysRange::FromSize(PhysAddr(0x4800'0000), 0x1000);
  EXPECT_EQ(initrd(SmallBoard().Numbers("/chosen", "linux,initrd-start", {0x4800'0000})), expected);
  EXPECT_EQ(initrd(SmallBoard().Numbers("/chosen", "linux,initrd-end", {0x4800'1000})), expected);
  EXPECT_EQ(initrd(SmallBoard().Numbers("/chosen", "linux,initrd-end", {0x10'4800'0000})),
            PhysRange::FromSize(PhysAddr(0x4800'0000), 0x10'0000'0000));
  EXPECT_TRUE(initrd(SmallBoard().Cells("/chosen", "linux,initrd-end", {0x4800'0000})).empty());
}

TEST(Board, WithoutInitrdItIsABoardStill) {
  EXPECT_EQ(InitrdError(SmallBoard().RemoveNode("/chosen")),
            "the device tree has no /chosen: there is no RAM disk");
  EXPECT_EQ(InitrdError(SmallBoard().Remove("/chosen", "linux,initrd-start")),
            "/chosen has no linux,initrd-start of 4 or 8 bytes: there is no RAM disk");
  EXPECT_EQ(InitrdError(SmallBoard().Remove("/chosen", "linux,initrd-end")),
            "/chosen has no linux,initrd-end of 4 or 8 bytes: there is no RAM disk");
  for (const size_t size : {0, 1, 3, 5, 7, 9, 12, 16}) {
    EXPECT_EQ(InitrdError(SmallBoard().Raw("/chosen", "linux,initrd-start", Bytes(size))),
              "/chosen has no linux,initrd-start of 4 or 8 bytes: there is no RAM disk");
    EXPECT_EQ(InitrdError(SmallBoard().Raw("/chosen", "linux,initrd-end", Bytes(size))),
              "/chosen has no linux,initrd-end of 4 or 8 bytes: there is no RAM disk");
  }
  EXPECT_EQ(InitrdError(SmallBoard().Cells("/chosen", "linux,initrd-end", {0x47ff'ffff})),
            "/chosen linux,initrd-end is before linux,initrd-start: there is no RAM disk");
}

TEST(Board, Gic) {
  EXPECT_FALSE(Read(SmallBoard().RemoveNode("/intc@8000000")).value().has_gic_v3);
  EXPECT_FALSE(Read(SmallBoard().Text("/intc@8000000", "status", "disabled")).value().has_gic_v3);
  EXPECT_TRUE(
      Read(SmallBoard().Remove("/intc@8000000", "#redistributor-regions")).value().has_gic_v3);
  const Result<Board> two = Read(SmallBoard()
                                     .Cells("/intc@8000000", "#redistributor-regions", {2})
                                     .Numbers("/intc@8000000", "reg", {1, 2, 3, 4, 5, 6, 7, 8}));
  ASSERT_EQ(two.value().gic_redistributors.size(), 2u);
  EXPECT_EQ(two.value().gic_redistributors[1], PhysRange::FromSize(PhysAddr(5), 6));
  for (const uint32_t bad : {0u, 9u, 0xffff'ffffu}) {
    EXPECT_EQ(ReadError(SmallBoard().Cells("/intc@8000000", "#redistributor-regions", {bad})),
              "the GIC's #redistributor-regions is not 1 to 8");
  }
  EXPECT_EQ(ReadError(SmallBoard().Cells("/intc@8000000", "#redistributor-regions", {2})),
            "the GIC's reg lacks the distributor or a redistributor region");
  EXPECT_EQ(ReadError(SmallBoard().Remove("/intc@8000000", "reg")),
            "the GIC's reg lacks the distributor or a redistributor region");
  EXPECT_EQ(ReadError(SmallBoard().Numbers("/intc@8000000", "reg", {1, 2, 3, ~uint64_t{0}})),
            "the GIC's reg goes beyond 2^52, where physical addresses end");
}

}  // namespace
}  // namespace hf::manifest
