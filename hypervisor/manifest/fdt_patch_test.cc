// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Patched trees, read back with libfdt: what was to change has changed, and nothing else.

#include "hypervisor/manifest/fdt_patch.h"

#include <gtest/gtest.h>
#include <libfdt.h>

#include <algorithm>
#include <string>
#include <vector>

#include "hypervisor/manifest/fdt.h"
#include "hypervisor/manifest/testing/host.h"
#include "hypervisor/manifest/testing/tree.h"

namespace hf::manifest {
namespace {

PhysRange At(uint64_t begin, uint64_t size) { return *PhysRange::FromSize(PhysAddr(begin), size); }

const PhysRange kInitrd = At(0x4812'3000, 0x4567);
const std::vector<PhysRange> kReserved = {At(0x4008'0000, 0x10'0000), At(0x7f00'0000, 0x10'0000),
                                          At(0x12'3456'7000, 0x1000)};

struct Reservation {
  uint64_t address;
  uint64_t size;
  bool operator==(const Reservation&) const = default;
};

std::vector<Reservation> Reservations(const Bytes& tree) {
  std::vector<Reservation> all;
  for (int i = 0; i < fdt_num_mem_rsv(tree.data()); ++i) {
    Reservation& r = all.emplace_back();
    EXPECT_EQ(fdt_get_mem_rsv(tree.data(), i, &r.address, &r.size), 0);
  }
  return all;
}

// Everything of the structure block that is not a RAM disk's address, as text.
std::string Describe(const Bytes& tree) {
  std::string text;
  int depth = 0;
  for (int node = 0; node >= 0 && depth >= 0; node = fdt_next_node(tree.data(), node, &depth)) {
    text += std::string(static_cast<size_t>(depth), ' ') + fdt_get_name(tree.data(), node, nullptr);
    int property;
    fdt_for_each_property_offset(property, tree.data(), node) {
      const char* name = nullptr;
      int size = 0;
      const void* const value = fdt_getprop_by_offset(tree.data(), property, &name, &size);
      text += std::string("\n") + name + "[" + std::to_string(size) + "]=";
      if (std::string_view(name).starts_with("linux,initrd-")) continue;
      text.append(static_cast<const char*>(value), static_cast<size_t>(size));
    }
    text += "\n";
  }
  return text;
}

uint64_t Number(const Bytes& tree, const char* name) {
  int size = 0;
  const void* const value =
      fdt_getprop(tree.data(), fdt_path_offset(tree.data(), "/chosen"), name, &size);
  if (size == 4) return fdt32_ld(static_cast<const fdt32_t*>(value));
  EXPECT_EQ(size, 8);
  return fdt64_ld(static_cast<const fdt64_t*>(value));
}

std::string PatchError(Bytes tree, const PhysRange& initrd, std::span<const PhysRange> reserved) {
  const Bytes before = tree;
  const Result<uint64_t> result = PatchFdt(tree, initrd, reserved);
  if (result.ok()) return "";
  EXPECT_EQ(tree, before) << "changed, although it failed";
  return result.error().what;
}

void CheckPatch(const Bytes& before) {
  Bytes after = before;
  const Result<uint64_t> end = PatchFdt(after, kInitrd, kReserved);
  ASSERT_TRUE(end.ok()) << end.error().what;

  ASSERT_EQ(fdt_check_full(after.data(), after.size()), 0);
  ASSERT_TRUE(Fdt::Parse(after).ok());
  EXPECT_EQ(Describe(after), Describe(before));
  EXPECT_EQ(fdt_totalsize(after.data()), fdt_totalsize(before.data()));
  EXPECT_EQ(fdt_boot_cpuid_phys(after.data()), fdt_boot_cpuid_phys(before.data()));
  EXPECT_EQ(Number(after, "linux,initrd-start"), kInitrd.begin().raw());
  EXPECT_EQ(Number(after, "linux,initrd-end"), kInitrd.end().raw());

  std::vector<Reservation> expected = Reservations(before);
  for (const PhysRange& r : kReserved) expected.push_back({r.begin().raw(), r.size()});
  EXPECT_EQ(Reservations(after), expected);

  // Nothing is touched behind the bytes in use.
  const Fdt::Layout was = Fdt::Parse(before).value().layout();
  EXPECT_EQ(end.value(), was.used + kReserved.size() * 16);
  EXPECT_TRUE(std::equal(after.begin() + static_cast<std::ptrdiff_t>(end.value()), after.end(),
                         before.begin() + static_cast<std::ptrdiff_t>(end.value())));
}

// Room with a pattern in it, like memory that was in use before.
Bytes WithRoom(const Tree& tree, size_t room) {
  Bytes bytes = tree.Build(room);
  std::fill(bytes.end() - static_cast<std::ptrdiff_t>(room), bytes.end(), std::byte{0xa5});
  return bytes;
}

TEST(FdtPatch, ChangesWhatItShouldAndNothingElse) {
  CheckPatch(WithRoom(SmallBoard(), 1000));
  CheckPatch(WithRoom(SmallBoard().Reserve(0x1000, 0x2000).Reserve(0x8000, 1), 1000));
  CheckPatch(WithRoom(SmallBoard(), 48));
}

TEST(FdtPatch, CellsKeepTheirWidths) {
  for (const bool wide_start : {false, true}) {
    for (const bool wide_end : {false, true}) {
      Tree tree = SmallBoard();
      if (wide_start) tree.Numbers("/chosen", "linux,initrd-start", {1});
      if (wide_end) tree.Numbers("/chosen", "linux,initrd-end", {0x4800'2000});
      CheckPatch(WithRoom(tree, 100));
    }
  }
}

TEST(FdtPatch, WorksWhereverTheReservationsAre) {
  // libfdt puts them first. Here they are last, at the next multiple of 8.
  const Bytes tree = SmallBoard().Reserve(0x1000, 0x2000).Build();
  const Fdt::Layout layout = Fdt::Parse(tree).value().layout();
  Bytes moved = tree;
  moved.resize((tree.size() + 7) / 8 * 8);
  const size_t at = moved.size();
  moved.insert(moved.end(), tree.begin() + layout.reservations,
               tree.begin() + layout.reservations_terminator + 16);
  moved.resize(moved.size() + 64);
  fdt_set_off_mem_rsvmap(moved.data(), static_cast<uint32_t>(at));
  fdt_set_totalsize(moved.data(), static_cast<uint32_t>(moved.size()));
  ASSERT_EQ(Reservations(moved).size(), 1u);
  CheckPatch(moved);
  // The structure and the strings have not moved.
  Bytes after = moved;
  ASSERT_TRUE(PatchFdt(after, kInitrd, kReserved).ok());
  EXPECT_EQ(fdt_off_dt_struct(after.data()), layout.structure);
  EXPECT_EQ(fdt_off_dt_strings(after.data()), layout.strings);
}

TEST(FdtPatch, WithoutReservationsNothingMoves) {
  const Bytes before = SmallBoard().Build();
  Bytes after = before;
  const Result<uint64_t> end = PatchFdt(after, kInitrd, {});
  ASSERT_TRUE(end.ok()) << end.error().what;
  EXPECT_EQ(end.value(), before.size());
  EXPECT_EQ(Describe(after), Describe(before));
  EXPECT_EQ(Number(after, "linux,initrd-end"), kInitrd.end().raw());
}

TEST(FdtPatch, EmptyRangesAreLeftOut) {
  Bytes tree = SmallBoard().Build(32);
  const std::vector<PhysRange> reserved = {PhysRange(), At(0x1000, 0), At(0x2000, 0x1000),
                                           PhysRange(), At(0x5000, 0x1000)};
  ASSERT_TRUE(PatchFdt(tree, kInitrd, reserved).ok());
  EXPECT_EQ(Reservations(tree), (std::vector<Reservation>{{0x2000, 0x1000}, {0x5000, 0x1000}}));
}

TEST(FdtPatch, AnEmptyRamDisk) {
  Bytes tree = SmallBoard().Build();
  ASSERT_TRUE(PatchFdt(tree, At(0x4800'0000, 0), {}).ok());
  EXPECT_EQ(Number(tree, "linux,initrd-start"), 0x4800'0000u);
  EXPECT_EQ(Number(tree, "linux,initrd-end"), 0x4800'0000u);
}

TEST(FdtPatch, RoomIsCountedExactly) {
  const char* const none =
      "the device tree has no room for the /memreserve/ entries of Hafnia's memory";
  for (size_t room = 0; room < 48; ++room) {
    EXPECT_EQ(PatchError(SmallBoard().Build(room), kInitrd, kReserved), none) << room;
  }
  EXPECT_EQ(PatchError(SmallBoard().Build(48), kInitrd, kReserved), "");
  const std::vector<PhysRange> many(100'000, At(0x1000, 0x1000));
  EXPECT_EQ(PatchError(SmallBoard().Build(48), kInitrd, many), none);
}

TEST(FdtPatch, RoomBehindTheTreeIsUsedWhenGiven) {
  const Bytes exact = SmallBoard().Build();
  Bytes tree = exact;
  tree.resize(exact.size() + 50);
  const Result<uint64_t> end = PatchFdt(tree, kInitrd, kReserved);
  ASSERT_TRUE(end.ok()) << end.error().what;
  EXPECT_EQ(end.value(), exact.size() + 48);
  EXPECT_EQ(fdt_totalsize(tree.data()), exact.size() + 48);
  EXPECT_EQ(fdt_check_full(tree.data(), tree.size()), 0);
  EXPECT_EQ(Reservations(tree).size(), 3u);
}

TEST(FdtPatch, AddressesThatDoNotFit) {
  const char* const narrow =
      "/chosen linux,initrd-start or -end has 4 bytes, too few for the RAM disk's address";
  const uint64_t limit = uint64_t{1} << 32;
  EXPECT_EQ(PatchError(SmallBoard().Build(), At(limit - 0x1000, 0xfff), {}), "");
  EXPECT_EQ(PatchError(SmallBoard().Build(), At(limit - 0x1000, 0x1000), {}), narrow);
  EXPECT_EQ(PatchError(SmallBoard().Build(), At(limit, 0x1000), {}), narrow);
  Tree wide_end = SmallBoard();
  wide_end.Numbers("/chosen", "linux,initrd-end", {0x4800'2000});
  EXPECT_EQ(PatchError(wide_end.Build(), At(limit - 0x1000, 0x1000), {}), "");
  EXPECT_EQ(PatchError(wide_end.Build(), At(limit, 0x1000), {}), narrow);
}

TEST(FdtPatch, TreesThatLackSomething) {
  EXPECT_EQ(PatchError(SmallBoard().Remove("/chosen", "linux,initrd-start").Build(), kInitrd, {}),
            "/chosen has no linux,initrd-start of 4 or 8 bytes: there is no RAM disk");
  EXPECT_EQ(PatchError(SmallBoard().RemoveNode("/chosen").Build(), kInitrd, {}),
            "the device tree has no /chosen: there is no RAM disk");
  EXPECT_EQ(PatchError(Bytes(100), kInitrd, {}),
            "there is no device tree: its magic number, 0xd00dfeed, is missing");
}

// Whatever the tree: either it is refused and not changed, or what comes out is a tree.
TEST(FdtPatch, NoCorruptionWritesOutOfBounds) {
  const auto visit = [](const Bytes& corrupt) {
    Bytes tree = corrupt;
    const Result<uint64_t> end = PatchFdt(tree, kInitrd, kReserved);
    if (!end.ok()) {
      ASSERT_EQ(tree, corrupt);
      return;
    }
    ASSERT_LE(end.value(), tree.size());
    const Result<Fdt> fdt = Fdt::Parse(tree);
    ASSERT_TRUE(fdt.ok()) << fdt.error().what;
  };
  const Bytes tree = Tree()
                         .Cells("/chosen", "linux,initrd-start", {1})
                         .Cells("/chosen", "linux,initrd-end", {2})
                         .Reserve(1, 2)
                         .Build(60);
  ForEachCorruption(tree, visit);
  ForSomeCorruptions(SmallBoard().Build(60), 20'000, visit);
}

}  // namespace
}  // namespace hf::manifest
