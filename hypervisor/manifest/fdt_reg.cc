// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/fdt_reg.h"

#include <string_view>

#include "hypervisor/base/endian.h"

namespace hf::manifest {
namespace {

constexpr size_t kCellSize = 4;
constexpr uint32_t kMaxCells = 2;

// kMaxCells + 1 when there is something else than a usable count.
uint32_t ReadCount(const FdtNode& bus, std::string_view name, uint32_t otherwise) {
  const auto value = bus.Property(name);
  if (!value.has_value()) return otherwise;
  if (value->size() != kCellSize) return kMaxCells + 1;
  return LoadBe32(value->data());
}

}  // namespace

std::optional<uint64_t> ReadNumber(std::span<const std::byte> cells) {
  if (cells.size() == kCellSize) return LoadBe32(cells.data());
  if (cells.size() == 2 * kCellSize) return LoadBe64(cells.data());
  return std::nullopt;
}

std::optional<CellCounts> ReadCellCounts(const FdtNode& bus) {
  const uint32_t address = ReadCount(bus, "#address-cells", 2);
  const uint32_t size = ReadCount(bus, "#size-cells", 1);
  if (address == 0 || address > kMaxCells || size > kMaxCells) return std::nullopt;
  return CellCounts{static_cast<uint8_t>(address), static_cast<uint8_t>(size)};
}

std::optional<RegList> RegList::Of(const FdtNode& node, std::optional<CellCounts> counts) {
  const auto bytes = node.Property("reg");
  if (!bytes.has_value() || !counts.has_value()) return std::nullopt;
  const size_t entry = (size_t{counts->address} + counts->size) * kCellSize;
  if (bytes->empty() || bytes->size() % entry != 0) return std::nullopt;
  return RegList(*bytes, *counts, bytes->size() / entry);
}

uint64_t RegList::AddressAt(size_t i) const {
  const size_t entry = (size_t{counts_.address} + counts_.size) * kCellSize;
  return *ReadNumber(bytes_.subspan(i * entry, counts_.address * kCellSize));
}

std::optional<PhysRange> RegList::RangeAt(size_t i) const {
  const size_t entry = (size_t{counts_.address} + counts_.size) * kCellSize;
  const auto size_cells =
      bytes_.subspan(i * entry + counts_.address * kCellSize, counts_.size * kCellSize);
  return PhysRange::FromSize(PhysAddr(AddressAt(i)), ReadNumber(size_cells).value_or(0));
}

}  // namespace hf::manifest
