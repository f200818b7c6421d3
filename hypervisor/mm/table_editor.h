// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// One change of a tree of translation tables: PageTable::Set() in its steps, which are called in
// the order in which they stand here.

#ifndef HYPERVISOR_MM_TABLE_EDITOR_H_
#define HYPERVISOR_MM_TABLE_EDITOR_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "hypervisor/arch/aarch64/model/pte.h"
#include "hypervisor/base/address.h"
#include "hypervisor/base/static_vector.h"
#include "hypervisor/mm/table.h"

namespace hf {

class TableEditor {
 public:
  // At each edge of a span, a table of level 2 and one of level 3.
  using Pages = StaticVector<PhysAddr, 4>;

  // New tables are taken from `pages`, from `used` on.
  TableEditor(PhysAddr root, uint64_t attributes, const Pages& pages, size_t& used)
      : root_(root), attributes_(attributes), pages_(pages), used_(used) {}

  // Grows the span over neighbours that look as it will, where that fills an entry of the table
  // above: then that entry is written, and the table below it is not needed any more.
  TableSpan Expand(TableSpan span) const;

  // Breaks: makes invalid what the hardware must not use any more, splits entries that the span
  // covers in part, and hangs tables that become unused on a list. True if TLBs may hold something
  // of it.
  bool Break(TableSpan span);

  // Makes: writes the new leaves.
  void Make(TableSpan span);

  // The next of the tables that nothing refers to any more.
  std::optional<PhysAddr> TakeRetired();

 private:
  // A valid leaf that is to become a table: invalid in between.
  struct Split {
    PhysAddr table;
    uint64_t index;
    PhysAddr parts;
  };

  TableSpan ExpandIn(uint64_t entry, int level, TableSpan span) const;
  bool LooksSo(PhysAddr table, uint64_t begin, uint64_t count, int level) const;
  void Break(PhysAddr table, int level, TableSpan span, bool live);
  void Make(PhysAddr table, int level, TableSpan span);
  void Retire(PhysAddr table, int level);

  const PhysAddr root_;
  const uint64_t attributes_;
  const Pages& pages_;
  size_t& used_;
  StaticVector<Split, 2> splits_;  // one at each edge: nobody walks through those below them yet
  bool broke_ = false;
  PhysAddr retired_;
};

}  // namespace hf

#endif  // HYPERVISOR_MM_TABLE_EDITOR_H_
