// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include <optional>
#include <string_view>

#include "hypervisor/manifest/board.h"
#include "hypervisor/manifest/testing/host.h"
#include "hypervisor/manifest/testing/tree.h"

namespace hf::manifest {
namespace {

std::optional<PhysAddr> Console(const Tree& tree) {
  const Bytes bytes = tree.Build();
  const Result<Fdt> fdt = Fdt::Parse(bytes);
  EXPECT_TRUE(fdt.ok());
  return FindConsole(fdt.value());
}

// SmallBoard() with a second PL011, which comes first in the tree, at 0x0a000000.
Tree TwoUarts() {
  return SmallBoard()
      .Text("/second@a000000", "compatible", "arm,pl011")
      .Numbers("/second@a000000", "reg", {0xa00'0000, 0x1000});
}

TEST(Console, IsTheOneOfStdoutPath) {
  const PhysAddr first(0xa00'0000);
  const PhysAddr named(0x900'0000);
  const auto with = [](std::string_view path) {
    return Console(TwoUarts()
                       .Text("/chosen", "stdout-path", path)
                       .Text("/aliases", "serial0", "/pl011@9000000")
                       .Text("/aliases", "loop", "loop")
                       .Text("/aliases", "away", "/nowhere"));
  };
  for (const char* path : {"/pl011@9000000", "/pl011", "/pl011@9000000:115200n8", "serial0",
                           "serial0:115200n8", "/pl011@9000000:a:b"}) {
    EXPECT_EQ(with(path), named) << path;
  }
  for (const char* path : {"", "/", ":", ":115200", "serial1", "loop", "away", "/pl011@9", "/cpus",
                           "/memory@40000000", "/pl011@9000000/x", "pl011@9000000"}) {
    EXPECT_EQ(with(path), first) << path;
  }
  EXPECT_EQ(Console(TwoUarts().Remove("/chosen", "stdout-path")), first);
  EXPECT_EQ(Console(TwoUarts().RemoveNode("/chosen")), first);
  EXPECT_EQ(Console(TwoUarts().Text("/chosen", "stdout-path", "serial0")), first);
}

TEST(Console, OneThatIsOffIsNotTaken) {
  EXPECT_EQ(Console(TwoUarts().Text("/pl011@9000000", "status", "disabled")), PhysAddr(0xa00'0000));
  EXPECT_EQ(Console(SmallBoard().Text("/pl011@9000000", "status", "disabled")), std::nullopt);
  EXPECT_EQ(Console(SmallBoard().Remove("/pl011@9000000", "reg")), std::nullopt);
  for (const uint64_t begin : {uint64_t{1} << 52, ~uint64_t{0xfff}, ~uint64_t{0}}) {
    EXPECT_EQ(Console(SmallBoard().Numbers("/pl011@9000000", "reg", {begin, 0x1000})),
              std::nullopt);
  }
  EXPECT_EQ(Console(Tree()), std::nullopt);
}

TEST(Console, BehindBuses) {
  const auto soc = [] {
    return SmallBoard()
        .RemoveNode("/pl011@9000000")
        .Cells("/soc", "#address-cells", {1})
        .Cells("/soc", "#size-cells", {1})
        .Text("/soc/uart@1000", "compatible", "arm,pl011")
        .Cells("/soc/uart@1000", "reg", {0x1000, 0x1000});
  };
  EXPECT_EQ(Console(soc().Raw("/soc", "ranges", {})), PhysAddr(0x1000));
  EXPECT_EQ(Console(soc()), std::nullopt);
  EXPECT_EQ(Console(soc().Cells("/soc", "ranges", {0, 0, 0x4000'0000, 0x10000})), std::nullopt);
  EXPECT_EQ(Console(soc().Raw("/soc", "ranges", {}).Text("/soc", "status", "disabled")),
            std::nullopt);
}

}  // namespace
}  // namespace hf::manifest
