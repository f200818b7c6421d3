// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Numbers in device-tree properties: cells, and "reg" lists of addresses and sizes.

#ifndef HYPERVISOR_MANIFEST_FDT_REG_H_
#define HYPERVISOR_MANIFEST_FDT_REG_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "hypervisor/base/range.h"
#include "hypervisor/manifest/fdt_node.h"

namespace hf::manifest {

// A number of one or two cells, which is to say of 4 or 8 bytes; nothing for any other length.
std::optional<uint64_t> ReadNumber(FdtProperty property);

// How wide the addresses and sizes of a bus's children are, in cells. At most 2 each: what needs
// more (PCI) is not an address that EL2 could use.
struct CellCounts {
  uint8_t address = 0;  // 0: unusable
  uint8_t size = 0;
};

// From the bus's #address-cells (2 when absent) and #size-cells (1 when absent). Unusable when
// there are no addresses at all, or wider ones.
CellCounts ReadCellCounts(FdtNode bus);

// The "reg" of a node.
class RegList {
 public:
  // Empty when there is none, or its length is not a whole number of entries of that width, or the
  // counts are unusable.
  static RegList Of(FdtNode node, CellCounts counts);

  bool empty() const { return size_ == 0; }
  size_t size() const { return size_; }
  // Both require i < size(). Without a size cell the size is 0.
  uint64_t AddressAt(size_t i) const;
  // Nothing when the range wraps around or goes beyond 2^52, where the architecture's physical
  // addresses end: so whoever rounds its ends to pages or blocks need not fear to wrap.
  std::optional<PhysRange> RangeAt(size_t i) const;

 private:
  const std::byte* bytes_ = nullptr;
  uint32_t size_ = 0;
  CellCounts counts_;
};

}  // namespace hf::manifest

#endif  // HYPERVISOR_MANIFEST_FDT_REG_H_
