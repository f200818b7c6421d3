// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/chosen.h"

#include "hypervisor/manifest/fdt_reg.h"

namespace hf::manifest {

Result<InitrdCells> FindInitrdCells(const Fdt& fdt) {
  const FdtNode chosen = fdt.root().Child("chosen"sv);
  if (!chosen.exists()) {
    return Error{"the device tree has no /chosen: there is no RAM disk"};
  }
  const FdtProperty start = chosen.Property("linux,initrd-start"sv);
  if (!ReadNumber(start).has_value()) {
    return Error{"/chosen has no linux,initrd-start of 4 or 8 bytes: there is no RAM disk"};
  }
  const FdtProperty end = chosen.Property("linux,initrd-end"sv);
  if (!ReadNumber(end).has_value()) {
    return Error{"/chosen has no linux,initrd-end of 4 or 8 bytes: there is no RAM disk"};
  }
  return InitrdCells{start, end};
}

Result<PhysRange> FindInitrd(const Fdt& fdt) {
  const Result<InitrdCells> cells = FindInitrdCells(fdt);
  if (!cells.ok()) return cells.error();
  const auto range = PhysRange::FromBounds(PhysAddr(*ReadNumber(cells.value().start)),
                                           PhysAddr(*ReadNumber(cells.value().end)));
  if (!range.has_value()) {
    return Error{"/chosen linux,initrd-end is before linux,initrd-start: there is no RAM disk"};
  }
  return *range;
}

}  // namespace hf::manifest
