// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/boot/el2_map.h"

#include "hypervisor/arch/aarch64/hw/cpu.h"
#include "hypervisor/arch/stage2.h"
#include "hypervisor/boot/failure.h"

namespace hf::boot {

void El2Map::Map(PhysRange range, arch::El2Mapping mapping) {
  if (!range.Overlaps(image_)) return MapPiece(range, mapping);
  if (range.begin() < image_.begin()) {
    MapPiece(*PhysRange::FromBounds(range.begin(), image_.begin()), mapping);
  }
  if (image_.end() < range.end()) {
    MapPiece(*PhysRange::FromBounds(image_.end(), range.end()), mapping);
  }
}

void El2Map::MapPiece(PhysRange range, arch::El2Mapping mapping) {
  const PageTable::Span span{range.begin().raw(), range.end().raw()};
  if (span.end > table_.limit()) {
    Fail("memory at % is above the 512 GiB that EL2 can use", range.end());
  }
  PageTable::Reservation tables(pool_);
  if (!table_.Reserve(span, tables)) Fail("the page pool is too small to map %", range.begin());
  table_.Set(span, El2Attributes(mapping), tables, [](void*) { arch::InvalidateEl2(); }, nullptr);
  arch::PublishTables();
}

}  // namespace hf::boot
