// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The pages that EL2 may hand out: a free list threaded through the pages themselves. It is filled
// once at boot; afterwards pages only leave and come back.

#ifndef HYPERVISOR_MM_PAGE_POOL_H_
#define HYPERVISOR_MM_PAGE_POOL_H_

#include <cstddef>
#include <optional>

#include "hypervisor/base/range.h"
#include "hypervisor/sync/protected.h"

namespace hf {

class PagePool {
 public:
  // Adds whole pages that nobody else uses. Requires a page-aligned range of direct-mapped RAM.
  void Donate(PhysRange pages);

  // A page, whatever it contains, or nothing when the pool is empty.
  std::optional<PhysAddr> Allocate();

  // `count` zeroed pages in one piece, whose address is a multiple of `alignment` bytes; nothing
  // when no such run is left. Linear in the pool, and it needs the order that Donate() left: for
  // boot.
  std::optional<PhysAddr> AllocateRun(size_t count, uint64_t alignment = kPageSize);

  // Gives back one page that Allocate() returned.
  void Free(PhysAddr page);

  size_t free_pages();

 private:
  struct FreePage {
    FreePage* next;
    PhysAddr address;
  };
  struct State {
    FreePage* head = nullptr;  // in descending order of address while the machine boots
    size_t count = 0;
  };
  Protected<State, LockRank::kPagePool> state_;
};

}  // namespace hf

#endif  // HYPERVISOR_MM_PAGE_POOL_H_
