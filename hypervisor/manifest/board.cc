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

// False when there is no room for one more.
bool Insert(StaticVector<PhysRange, kMaxRamRanges>& ram, PhysRange range) {
  // Into a new vector, so that a range may swallow several old ones.
  StaticVector<PhysRange, kMaxRamRanges> merged;
  bool fits = true;
  bool done = false;
  for (const PhysRange& old : ram) {
    if (old.end() >= range.begin() && range.end() >= old.begin()) {
      range = *PhysRange::FromBounds(std::min(old.begin(), range.begin()),
                                     std::max(old.end(), range.end()));
      continue;
    }
    if (!done && range.end() < old.begin()) {
      fits &= merged.push_back(range);
      done = true;
    }
    fits &= merged.push_back(old);
  }
  if (!done) fits &= merged.push_back(range);
  ram = merged;
  return fits;
}

Wrong AddMemory(const std::optional<RegList>& reg, Board& board) {
  if (!reg.has_value()) {
    return "a memory node's reg is missing or does not fit the root's #address-cells and "
           "#size-cells";
  }
  for (size_t i = 0; i < reg->size(); ++i) {
    const auto range = reg->RangeAt(i);
    if (!range.has_value()) return "a memory node's reg wraps around the address space";
    if (!range->empty() && !Insert(board.ram, *range)) {
      return "the device tree has more than 16 separate ranges of memory";
    }
  }
  return nullptr;
}

Wrong AddCpu(const std::optional<RegList>& reg, Board& board) {
  if (!reg.has_value()) return "a CPU's reg is missing or does not fit #address-cells of /cpus";
  const uint64_t affinity = reg->AddressAt(0);
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

Wrong AddCpus(const FdtNode& root, Board& board) {
  const auto cpus = root.Child("cpus");
  if (!cpus.has_value()) return "the device tree has no /cpus";
  const auto counts = ReadCellCounts(*cpus);
  for (const FdtNode& cpu : cpus->Children()) {
    if (cpu.StringProperty("device_type") != "cpu" || !cpu.IsEnabled()) continue;
    if (const Wrong wrong = AddCpu(RegList::Of(cpu, counts), board)) return wrong;
  }
  return board.cpus.empty() ? "the device tree has no CPU in /cpus" : nullptr;
}

// reg has the distributor, the redistributors' regions, and then what is of no interest here.
Wrong AddGic(const FdtNode& gic, const std::optional<RegList>& reg, Board& board) {
  const auto regions_cells = gic.Property("#redistributor-regions");
  const uint64_t regions = regions_cells.has_value() ? ReadNumber(*regions_cells).value_or(0) : 1;
  if (regions == 0 || regions > kMaxRedistributors) {
    return "the GIC's #redistributor-regions is not 1 to 8";
  }
  if (!reg.has_value() || reg->size() < 1 + regions) {
    return "the GIC's reg lacks the distributor or a redistributor region";
  }
  for (size_t i = 0; i <= regions; ++i) {
    const auto range = reg->RangeAt(i);
    if (!range.has_value()) return "the GIC's reg wraps around the address space";
    if (i == 0) board.gic_distributor = *range;
    if (i != 0 && !board.gic_redistributors.push_back(*range)) break;
  }
  board.has_gic_v3 = true;
  return nullptr;
}

Wrong AddDevices(const FdtNode& root, Board& board) {
  BusWalk walk(root);
  while (const auto node = walk.Next()) {
    Wrong wrong = nullptr;
    if (node->depth() == 1 && node->StringProperty("device_type") == "memory") {
      wrong = AddMemory(walk.Reg(), board);
    } else if (!board.has_gic_v3 && node->PropertyLists("compatible", "arm,gic-v3")) {
      wrong = AddGic(*node, walk.Reg(), board);
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
    board.initrd = FindInitrd(fdt);
    board.console = FindConsole(fdt);
  } else {
    result = Error{wrong};
  }
  return result;
}

}  // namespace hf::manifest
