// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/fdt_reg.h"

#include <string_view>

#include "hypervisor/base/endian.h"

namespace hf::manifest {
namespace {

constexpr uint32_t kCellSize = 4;
constexpr uint32_t kMaxCells = 2;
constexpr uint64_t kPhysicalEnd = uint64_t{1} << 52;

// kMaxCells + 1 when there is something else than a usable count.
uint32_t ReadCount(FdtProperty property, uint32_t otherwise) {
  if (!property.exists()) return otherwise;
  if (property.bytes().size() != kCellSize) return kMaxCells + 1;
  return LoadBe32(property.bytes().data());
}

// Requires count <= kMaxCells.
uint64_t ReadCells(const std::byte* p, uint32_t count) {
  if (count == 0) return 0;
  return count == 1 ? LoadBe32(p) : LoadBe64(p);
}

}  // namespace

std::optional<uint64_t> ReadNumber(FdtProperty property) {
  const size_t size = property.bytes().size();
  if (size != kCellSize && size != 2 * kCellSize) return std::nullopt;
  return ReadCells(property.bytes().data(), static_cast<uint32_t>(size / kCellSize));
}

CellCounts ReadCellCounts(FdtNode bus) {
  const uint32_t address = ReadCount(bus.Property("#address-cells"sv), 2);
  const uint32_t size = ReadCount(bus.Property("#size-cells"sv), 1);
  if (address > kMaxCells || size > kMaxCells) return CellCounts();
  return {static_cast<uint8_t>(address), static_cast<uint8_t>(size)};
}

RegList RegList::Of(FdtNode node, CellCounts counts) {
  RegList list;
  if (counts.address == 0) return list;
  const std::span<const std::byte> bytes = node.Property("reg"sv).bytes();
  const auto size = static_cast<uint32_t>(bytes.size());
  const uint32_t entry = (uint32_t{counts.address} + counts.size) * kCellSize;
  if (size % entry != 0) return list;
  list.bytes_ = bytes.data();
  list.size_ = size / entry;
  list.counts_ = counts;
  return list;
}

uint64_t RegList::AddressAt(size_t i) const {
  const size_t entry = (size_t{counts_.address} + counts_.size) * kCellSize;
  return ReadCells(bytes_ + i * entry, counts_.address);
}

std::optional<PhysRange> RegList::RangeAt(size_t i) const {
  const size_t entry = (size_t{counts_.address} + counts_.size) * kCellSize;
  const uint64_t size =
      ReadCells(bytes_ + i * entry + size_t{counts_.address} * kCellSize, counts_.size);
  const uint64_t begin = AddressAt(i);
  if (begin > kPhysicalEnd || size > kPhysicalEnd - begin) return std::nullopt;
  return PhysRange::FromSize(PhysAddr(begin), size);
}

}  // namespace hf::manifest
