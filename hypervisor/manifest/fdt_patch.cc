// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/fdt_patch.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "hypervisor/base/endian.h"
#include "hypervisor/manifest/chosen.h"
#include "hypervisor/manifest/fdt.h"
#include "hypervisor/manifest/fdt_format.h"

namespace hf::manifest {
namespace {

namespace format = fdt_format;

bool Fits(uint64_t value, std::span<const std::byte> cells) {
  return cells.size() == sizeof(uint64_t) || value <= std::numeric_limits<uint32_t>::max();
}

// `cells` is somewhere inside `tree`; this is the same place, to write to.
void Write(std::span<std::byte> tree, std::span<const std::byte> cells, uint64_t value) {
  std::byte* const p = tree.data() + (cells.data() - tree.data());
  if (cells.size() == sizeof(uint64_t)) {
    StoreBe64(p, value);
  } else {
    StoreBe32(p, static_cast<uint32_t>(value));
  }
}

// Adds `growth` to the header's offset of a block that lies behind `position`.
void MoveBlock(std::byte* tree, size_t field, uint32_t position, uint32_t growth) {
  const uint32_t offset = LoadBe32(tree + field);
  if (offset > position) StoreBe32(tree + field, offset + growth);
}

}  // namespace

Result<uint64_t> PatchFdt(std::span<std::byte> tree, const PhysRange& initrd,
                          std::span<const PhysRange> reserved) {
  const Result<Fdt> fdt = Fdt::Parse(tree);
  if (!fdt.ok()) return fdt.error();
  const Result<Initrd> old = FindInitrd(fdt.value());
  if (!old.ok()) return old.error();
  const std::span<const std::byte> start = old.value().start.bytes();
  const std::span<const std::byte> end = old.value().end.bytes();
  if (!Fits(initrd.begin().raw(), start) || !Fits(initrd.end().raw(), end)) {
    return Error{
        "/chosen linux,initrd-start or -end has 4 bytes, too few for the RAM disk's address"};
  }

  const Fdt::Layout& layout = fdt.value().layout();
  const auto count = static_cast<size_t>(
      std::ranges::count_if(reserved, [](const PhysRange& range) { return !range.empty(); }));
  const size_t room = std::min<size_t>(tree.size(), Fdt::kMaxSize) - layout.used;
  if (count > room / format::kReservationSize) {
    return Error{"the device tree has no room for the /memreserve/ entries of Hafnia's memory"};
  }
  const auto growth = static_cast<uint32_t>(count * format::kReservationSize);

  // Nothing fails from here on.
  Write(tree, start, initrd.begin().raw());
  Write(tree, end, initrd.end().raw());

  // The entry of zeros moves up, with all that is behind it. An entry is as long as the strictest
  // alignment of a block asks for, so that every block stays aligned.
  static_assert(format::kReservationSize % format::kReservationAlignment == 0);
  const uint32_t position = layout.reservations_terminator;
  std::byte* const base = tree.data();
  std::memmove(base + position + growth, base + position, layout.used - position);
  std::byte* entry = base + position;
  for (const PhysRange& range : reserved) {
    if (range.empty()) continue;
    StoreBe64(entry, range.begin().raw());
    StoreBe64(entry + sizeof(uint64_t), range.size());
    entry += format::kReservationSize;
  }

  MoveBlock(base, format::kStructureField, position, growth);
  MoveBlock(base, format::kStringsField, position, growth);
  const uint32_t used = layout.used + growth;
  if (used > layout.total_size) StoreBe32(base + format::kTotalSizeField, used);
  return uint64_t{used};
}

}  // namespace hf::manifest
