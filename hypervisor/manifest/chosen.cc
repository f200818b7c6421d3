// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/chosen.h"

#include "hypervisor/manifest/fdt_reg.h"

namespace hf::manifest {

Result<Initrd> FindInitrd(const Fdt& fdt) {
  const FdtNode chosen = fdt.root().Child("chosen"sv);
  if (!chosen.exists()) {
    return Error{"the device tree has no /chosen: there is no RAM disk"};
  }
  const FdtProperty start = chosen.Property("linux,initrd-start"sv);
  const auto begin_address = ReadNumber(start);
  if (!begin_address.has_value()) {
    return Error{"/chosen has no linux,initrd-start of 4 or 8 bytes: there is no RAM disk"};
  }
  const FdtProperty end = chosen.Property("linux,initrd-end"sv);
  const auto end_address = ReadNumber(end);
  if (!end_address.has_value()) {
    return Error{"/chosen has no linux,initrd-end of 4 or 8 bytes: there is no RAM disk"};
  }
  const auto range = PhysRange::FromBounds(PhysAddr(*begin_address), PhysAddr(*end_address));
  if (!range.has_value()) {
    return Error{"/chosen linux,initrd-end is before linux,initrd-start: there is no RAM disk"};
  }
  return Initrd{start, end, *range};
}

}  // namespace hf::manifest
