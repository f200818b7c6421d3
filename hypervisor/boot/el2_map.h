// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What EL2 itself may touch: an identity map that grows while it boots and is constant afterwards.

#ifndef HYPERVISOR_BOOT_EL2_MAP_H_
#define HYPERVISOR_BOOT_EL2_MAP_H_

#include "hypervisor/arch/aarch64/model/pte.h"
#include "hypervisor/base/range.h"
#include "hypervisor/mm/page_table.h"

namespace hf::boot {

class El2Map {
 public:
  El2Map(PhysAddr root, PhysRange image, PagePool& pool)
      : table_(root, arch::kEntriesPerTable), image_(image), pool_(pool) {}

  // Maps whole pages, but not EL2's own image, which keeps the rights that it has. Ends the boot if
  // the range is beyond EL2's 512 GiB or the pool is empty.
  void Map(PhysRange range, arch::El2Mapping mapping);

 private:
  void MapPiece(PhysRange range, arch::El2Mapping mapping);
  PageTable table_;
  const PhysRange image_;
  PagePool& pool_;
};

}  // namespace hf::boot

#endif  // HYPERVISOR_BOOT_EL2_MAP_H_
