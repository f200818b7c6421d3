// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A tree of translation tables, for EL2's own stage 1 and for every VM's stage 2: the walker does
// not care which, the attributes of a leaf are opaque bits to it (arch/aarch64/model/pte.h).
//
// Changing a range has two steps, so that callers can check and reserve everything before their
// first effect: Reserve() takes the pages that the change can need and may fail; Set() performs it
// and cannot. Set() follows break-before-make (Arm ARM D8.16.1): it makes the entries invalid that
// change for the hardware, calls the owner's TLB invalidation, once, and only then writes the new
// ones and returns unused tables to the pool. So another CPU that runs the VM may see a passing
// fault in and near the range; the abort handler looks again under the VM's lock before it believes
// a fault.
//
// Invariant: a tree is as small as it can be. No table says 512 times what one entry above it could
// say, unless leaves in it are pinned (arch::kPinned): these are never merged with their
// neighbours, so a range of them can be changed again without a page. Hence undoing a change gives
// back every page that it took, and a range that looks the same throughout has few entries: at
// most 511 of each level at each edge, and one for each GiB between. That bounds all walks here.
//
// Locking: by the owner of the tree.

#ifndef HYPERVISOR_MM_PAGE_TABLE_H_
#define HYPERVISOR_MM_PAGE_TABLE_H_

#include <cstdint>
#include <optional>

#include "hypervisor/arch/aarch64/model/pte.h"
#include "hypervisor/base/address.h"
#include "hypervisor/mm/page_pool.h"
#include "hypervisor/mm/table.h"
#include "hypervisor/mm/table_editor.h"

namespace hf {

class PageTable {
 public:
  using Span = TableSpan;
  using Invalidate = void (*)(void* context);

  // Pages set aside for one change; what the change does not use goes back at destruction.
  class Reservation {
   public:
    explicit Reservation(PagePool& pool) : pool_(pool) {}
    Reservation(const Reservation&) = delete;
    Reservation& operator=(const Reservation&) = delete;
    ~Reservation();

   private:
    friend class PageTable;
    TableEditor::Pages pages_;
    size_t used_ = 0;
    PagePool& pool_;
  };

  PageTable() = default;
  // Requires `root_entries` zeroed entries at `root`, aligned to their size; the tree starts at
  // level 1, so each spans 1 GiB.
  PageTable(PhysAddr root, unsigned root_entries) : root_(root), root_entries_(root_entries) {}

  PhysAddr root() const { return root_; }
  // The first input address beyond the tree.
  uint64_t limit() const { return root_entries_ * arch::EntrySpan(1); }

  // Takes from the pool what Set() of this span can need. If the pool is too small: false, and the
  // reservation gives back what it has. Requires a page-aligned span below limit().
  [[nodiscard]] bool Reserve(Span span, Reservation& reservation) const;

  // Maps the span one to one, or, when the attributes are those of an invalid leaf, unmaps it.
  // `invalidate` removes the tree's translations from the TLBs; null if nobody uses them yet.
  // Requires a reservation for this very span, or edges that are edges of pinned leaves.
  void Set(Span span, uint64_t attributes, Reservation& reservation, Invalidate invalidate,
           void* context);

  // The attributes of every page of the span if they are all the same.
  std::optional<uint64_t> Uniform(Span span) const;

 private:
  PhysAddr root_;
  uint64_t root_entries_ = 0;
};

}  // namespace hf

#endif  // HYPERVISOR_MM_PAGE_TABLE_H_
