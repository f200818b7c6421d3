// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The input is a device tree. What Fdt::Parse() accepts is walked wholly, and compared with what
// libfdt makes of it; what PatchFdt() leaves is a tree that differs where it should, or nothing has
// changed.

#include <libfdt.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

#include "hypervisor/manifest/board.h"
#include "hypervisor/manifest/fdt.h"
#include "hypervisor/manifest/fdt_patch.h"
#include "hypervisor/manifest/testing/host.h"
#include "hypervisor/manifest/testing/raw_tree.h"
#include "hypervisor/testing/fuzz.h"

namespace hf::manifest {
namespace {

using test::Require;

bool Same(const void* a, const void* b, size_t size) {
  return size == 0 || std::memcmp(a, b, size) == 0;
}

// Requires a tree that both libraries accept. What both walk is the same, node by node.
void CompareWithLibfdt(const Fdt& fdt, const Bytes& tree) {
  const void* const blob = tree.data();
  int depth = 0;
  int offset = 0;
  for (FdtNode node = fdt.root(); node.exists(); node = node.Next()) {
    Require(offset >= 0 && depth >= 0, "libfdt knows fewer nodes");
    Require(node.depth() == static_cast<unsigned>(depth), "libfdt has the node at another depth");
    int length = 0;
    const char* const name = fdt_get_name(blob, offset, &length);
    if (depth != 0) {
      Require(node.Name() == std::string_view(name, static_cast<size_t>(length)),
              "libfdt has another name of the node");
    }
    int property;
    fdt_for_each_property_offset(property, blob, offset) {
      const char* key = nullptr;
      fdt_getprop_by_offset(blob, property, &key, nullptr);
      // The first of that name, to both.
      int size = 0;
      const void* const value = fdt_getprop(blob, offset, key, &size);
      const FdtProperty ours = node.Property(key);
      Require(ours.exists() && value != nullptr, "a property that is not found by its name");
      Require(ours.bytes().size() == static_cast<size_t>(size) &&
                  Same(ours.bytes().data(), value, ours.bytes().size()),
              "libfdt has another value of the property");
    }
    offset = fdt_next_node(blob, offset, &depth);
  }
  Require(offset < 0 || depth < 0, "libfdt knows more nodes");
}

void CheckBoard(const Fdt& fdt) {
  const Result<Board> board = ReadBoard(fdt);
  if (!board.ok()) return;
  const auto& ram = board.value().ram;
  Require(!ram.empty(), "a board without RAM");
  for (size_t i = 0; i < ram.size(); ++i) {
    Require(!ram[i].empty(), "an empty range of RAM");
    Require(i == 0 || ram[i - 1].end() < ram[i].begin(),
            "RAM that overlaps, touches, or is not sorted");
  }
  const auto& cpus = board.value().cpus;
  Require(!cpus.empty() && cpus.size() <= board.value().cpu_count, "a wrong number of CPUs");
  for (size_t i = 0; i < cpus.size(); ++i) {
    Require(std::find(cpus.begin(), cpus.begin() + i, cpus[i]) == cpus.begin() + i,
            "two CPUs of one name");
  }
}

std::vector<std::pair<uint64_t, uint64_t>> Reservations(const Bytes& tree, const Fdt& fdt) {
  std::vector<std::pair<uint64_t, uint64_t>> all;
  for (uint32_t at = fdt.layout().reservations; at < fdt.layout().reservations_terminator;
       at += fdt_format::kReservationSize) {
    all.emplace_back(uint64_t{Get(tree, at)} << 32 | Get(tree, at + 4),
                     uint64_t{Get(tree, at + 8)} << 32 | Get(tree, at + 12));
  }
  return all;
}

void CheckPatch(const Bytes& before, size_t room) {
  const PhysRange initrd = *PhysRange::FromSize(PhysAddr(0x4812'3000), 0x4567);
  const PhysRange reserved[] = {*PhysRange::FromSize(PhysAddr(0x4008'0000), 0x8'0000), PhysRange(),
                                *PhysRange::FromSize(PhysAddr(0x1'7f00'0000), 0x10'0000)};
  Bytes after = before;
  after.resize(before.size() + room, std::byte{0xa5});
  after.shrink_to_fit();
  const Bytes given = after;
  const Result<uint64_t> end = PatchFdt(after, initrd, reserved);
  if (!end.ok()) {
    Require(after == given, "a patch that failed has changed something");
    return;
  }
  Require(end.value() <= after.size(), "more was changed than there is");
  Require(std::equal(after.begin() + static_cast<std::ptrdiff_t>(end.value()), after.end(),
                     given.begin() + static_cast<std::ptrdiff_t>(end.value())),
          "more was changed than the patch says");
  const Result<Fdt> old_fdt = Fdt::Parse(given);
  const Result<Fdt> new_fdt = Fdt::Parse(after);
  Require(old_fdt.ok(), "a patch of what is no tree");
  Require(new_fdt.ok(), "a patch that leaves no tree");
  auto expected = Reservations(given, old_fdt.value());
  expected.emplace_back(reserved[0].begin().raw(), reserved[0].size());
  expected.emplace_back(reserved[2].begin().raw(), reserved[2].size());
  Require(Reservations(after, new_fdt.value()) == expected, "other reservations than asked for");
  const Result<Board> board = ReadBoard(new_fdt.value());
  if (board.ok()) {
    Require(board.value().initrd.ok() && board.value().initrd.value() == initrd,
            "the RAM disk is not where the patch has put it");
  }
  WalkEverything(new_fdt.value());
}

}  // namespace
}  // namespace hf::manifest

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hf::manifest;
  Bytes tree(size);
  if (size != 0) std::memcpy(tree.data(), data, size);
  const auto fdt = Fdt::Parse(tree);
  if (fdt.ok()) {
    WalkEverything(fdt.value());
    CheckBoard(fdt.value());
    if (fdt_check_full(tree.data(), tree.size()) == 0) CompareWithLibfdt(fdt.value(), tree);
  }
  CheckPatch(tree, 0);
  CheckPatch(tree, 40);
  return 0;
}
