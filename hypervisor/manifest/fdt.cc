// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/fdt.h"

#include <algorithm>

#include "hypervisor/base/endian.h"
#include "hypervisor/manifest/fdt_check.h"
#include "hypervisor/manifest/fdt_format.h"

namespace hf::manifest {
namespace {

namespace format = fdt_format;

struct Block {
  uint32_t offset;
  uint32_t size;
  // Once IsInside() holds, this does not wrap.
  uint32_t end() const { return offset + size; }
  bool IsInside(uint32_t total) const { return offset <= total && size <= total - offset; }
  bool Overlaps(const Block& other) const {
    return std::max(offset, other.offset) < std::min(end(), other.end());
  }
};

// The block from `offset` to behind the entry of zeros; empty when there is none before `total`.
Block FindReservations(const std::byte* tree, uint32_t offset, uint32_t total) {
  for (uint32_t at = offset; at <= total && total - at >= format::kReservationSize;) {
    const bool last = LoadBe64(tree + at) == 0 && LoadBe64(tree + at + sizeof(uint64_t)) == 0;
    at += format::kReservationSize;
    if (last) return {offset, at - offset};
  }
  return {offset, 0};
}

}  // namespace

Result<uint64_t> Fdt::TotalSize(std::span<const std::byte> head) {
  if (head.size() < kHeadSize) return Error{"the device tree's header is cut short"};
  if (LoadBe32(head.data() + format::kMagicField) != format::kMagic) {
    return Error{"there is no device tree: its magic number, 0xd00dfeed, is missing"};
  }
  const uint32_t size = LoadBe32(head.data() + format::kTotalSizeField);
  if (size < format::kHeaderSize) return Error{"the device tree's size is less than its header's"};
  if (size > kMaxSize) return Error{"the device tree's size is more than 2 MiB"};
  return uint64_t{size};
}

Result<Fdt> Fdt::Parse(std::span<const std::byte> bytes) {
  const Result<uint64_t> size = TotalSize(bytes);
  if (!size.ok()) return size.error();
  if (size.value() > bytes.size()) return Error{"the device tree is cut short"};
  const auto total = static_cast<uint32_t>(size.value());
  const std::byte* const tree = bytes.data();

  if (LoadBe32(tree + format::kVersionField) < format::kVersion ||
      LoadBe32(tree + format::kLastCompatibleVersionField) > format::kVersion) {
    return Error{"the device tree's format is not version 17, nor compatible with it"};
  }

  const Block structure = {LoadBe32(tree + format::kStructureField),
                           LoadBe32(tree + format::kStructureSizeField)};
  const Block strings = {LoadBe32(tree + format::kStringsField),
                         LoadBe32(tree + format::kStringsSizeField)};
  if (!structure.IsInside(total) || structure.offset % format::kTokenSize != 0) {
    return Error{"the device tree's structure block is outside the tree, or not aligned"};
  }
  if (!strings.IsInside(total)) {
    return Error{"the device tree's strings block is outside the tree"};
  }
  // With a NUL at the very end every offset into the block leads to a string that ends in it.
  if (strings.size != 0 && tree[strings.end() - 1] != std::byte{0}) {
    return Error{"the last string of the device tree has no end"};
  }

  const uint32_t reservations_offset = LoadBe32(tree + format::kReservationsField);
  if (reservations_offset % format::kReservationAlignment != 0) {
    return Error{"the device tree's memory reservation block is not aligned"};
  }
  const Block reservations = FindReservations(tree, reservations_offset, total);
  if (reservations.size == 0) {
    return Error{"the device tree's memory reservation block has no end inside the tree"};
  }

  // Readers would not mind, but who inserts into one block would break the other.
  const Block blocks[] = {{0, format::kHeaderSize}, reservations, structure, strings};
  uint32_t used = 0;
  for (const Block& block : blocks) {
    used = std::max(used, block.end());
    for (const Block* other = blocks; other != &block; ++other) {
      if (block.Overlaps(*other)) return Error{"the device tree's blocks overlap"};
    }
  }

  const Result<uint32_t> root =
      CheckFdtStructure({tree + structure.offset, structure.size}, strings.size);
  if (!root.ok()) return root.error();

  const Layout layout = {
      .total_size = total,
      .reservations = reservations.offset,
      .reservations_terminator = reservations.end() - format::kReservationSize,
      .structure = structure.offset,
      .structure_size = structure.size,
      .strings = strings.offset,
      .strings_size = strings.size,
      .used = used,
  };
  return Fdt(layout, FdtNode(tree + structure.offset + root.value(), tree + strings.offset, 0));
}

}  // namespace hf::manifest
