// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/board.h"

#include <algorithm>

#include "hypervisor/manifest/bus_walk.h"
#include "hypervisor/manifest/chosen.h"

namespace hf::manifest {
namespace {

// Each of these adds to a board what it finds, and returns nullptr, or what is wrong.
using Wrong = const char*;

// Aff3 and Aff2 to Aff0 (Arm ARM, MPIDR_EL1): what a CPU's reg may have set.
constexpr uint64_t kAffinityMask = 0xff'00ff'ffff;

// Keeps `ram` sorted and merged. False when there is no room for one more.
bool Insert(StaticVector<PhysRange, kMaxRamRanges>& ram, PhysRange range) {
  // Takes into the range what it overlaps or touches. What is left touches nothing, and stays.
  PhysRange* left = ram.begin();
  for (const PhysRange& old : ram) {
    if (old.end() >= range.begin() && range.end() >= old.begin()) {
      range = *PhysRange::FromBounds(std::min(old.begin(), range.begin()),
                                     std::max(old.end(), range.end()));
    } else {
      *left++ = old;
    }
  }
  ram.truncate(static_cast<size_t>(left - ram.begin()));
  if (!ram.push_back(range)) return false;
  for (; left != ram.begin() && range.begin() < left[-1].begin(); --left) *left = left[-1];
  *left = range;
  return true;
}

Wrong AddMemory(RegList reg, Board& board) {
  if (reg.empty()) {
    return "a memory node's reg is missing or does not fit the root's #address-cells and "
           "#size-cells";
  }
  for (size_t i = 0; i < reg.size(); ++i) {
    const auto range = reg.RangeAt(i);
    if (!range.has_value())
      return "a memory node's reg goes beyond 2^52, where physical addresses end";
    if (!range->empty() && !Insert(board.ram, *range)) {
      return "the device tree has more than 16 separate ranges of memory";
    }
  }
  return nullptr;
}

Wrong AddCpu(RegList reg, Board& board) {
  if (reg.empty()) return "a CPU's reg is missing or does not fit #address-cells of /cpus";
  const uint64_t affinity = reg.AddressAt(0);
  if ((affinity & ~kAffinityMask) != 0) {
    return "a CPU's reg has other bits set than MPIDR_EL1's affinity fields";
  }
  for (const uint64_t other : board.cpus) {
    if (other == affinity) return "two CPUs have the same reg";
  }
  ++board.cpu_count;
  // When it is full, cpu_count says so.
  static_cast<void>(board.cpus.push_back(affinity));
  return nullptr;
}

Wrong AddCpus(FdtNode root, Board& board) {
  const FdtNode cpus = root.Child("cpus"sv);
  if (!cpus.exists()) return "the device tree has no /cpus";
  const CellCounts counts = ReadCellCounts(cpus);
  for (const FdtNode cpu : cpus.Children()) {
    if (cpu.Property("device_type"sv).Text() != "cpu"sv || !cpu.IsEnabled()) continue;
    if (const Wrong wrong = AddCpu(RegList::Of(cpu, counts), board)) return wrong;
  }
  return board.cpus.empty() ? "the device tree has no CPU in /cpus" : nullptr;
}

// reg has the distributor, the redistributors' regions, and then what is of no interest here.
Wrong AddGic(FdtNode gic, RegList reg, Board& board) {
  const FdtProperty count = gic.Property("#redistributor-regions"sv);
  const uint64_t regions = count.exists() ? ReadNumber(count).value_or(0) : 1;
  if (regions == 0 || regions > kMaxRedistributors) {
    return "the GIC's #redistributor-regions is not 1 to 8";
  }
  if (reg.size() < 1 + regions) {
    return "the GIC's reg lacks the distributor or a redistributor region";
  }
  for (size_t i = 0; i <= regions; ++i) {
    const auto range = reg.RangeAt(i);
    if (!range.has_value()) return "the GIC's reg goes beyond 2^52, where physical addresses end";
    if (i == 0) board.gic_distributor = *range;
    if (i != 0 && !board.gic_redistributors.push_back(*range)) break;
  }
  board.has_gic_v3 = true;
  return nullptr;
}

Wrong AddDevices(FdtNode root, Board& board) {
  BusWalk walk(root);
  for (FdtNode node = walk.Next(); node.exists(); node = walk.Next()) {
    Wrong wrong = nullptr;
    if (node.depth() == 1 && node.Property("device_type"sv).Text() == "memory"sv) {
      wrong = AddMemory(walk.Reg(), board);
    } else if (!board.has_gic_v3 && node.Property("compatible"sv).Lists("arm,gic-v3"sv)) {
      wrong = AddGic(node, walk.Reg(), board);
    }
    if (wrong != nullptr) return wrong;
  }
  return board.ram.empty() ? "the device tree has no memory node that has memory" : nullptr;
}

}  // namespace

Result<Board> ReadBoard(const Fdt& fdt) {
  // Made in place: a board is large for EL2's stack.
  Result<Board> result(std::in_place);
  Board& board = result.value();
  Wrong wrong = AddDevices(fdt.root(), board);
  if (wrong == nullptr) wrong = AddCpus(fdt.root(), board);
  if (wrong == nullptr) {
    const Result<Initrd> initrd = FindInitrd(fdt);
    if (initrd.ok()) {
      board.initrd = initrd.value().range;
    } else {
      board.initrd = initrd.error();
    }
    board.console = FindConsole(fdt);
  } else {
    result = Error{wrong};
  }
  return result;
}

}  // namespace hf::manifest
