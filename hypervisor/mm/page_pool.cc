// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/mm/page_pool.h"

#include <cstring>
#include <new>

#include "hypervisor/arch/memory.h"
#include "hypervisor/base/check.h"

namespace hf {

void PagePool::Donate(PhysRange pages) {
  HF_CHECK(pages.IsPageAligned());
  auto state = state_.Lock();
  for (PhysAddr p = pages.begin(); p < pages.end(); p = p + kPageSize) {
    state->head = new (arch::DirectMap(p)) FreePage{state->head, p};
    ++state->count;
  }
}

std::optional<PhysAddr> PagePool::Allocate() {
  auto state = state_.Lock();
  FreePage* const page = state->head;
  if (page == nullptr) return std::nullopt;
  state->head = page->next;
  --state->count;
  return page->address;
}

std::optional<PhysAddr> PagePool::AllocateRun(size_t count, uint64_t alignment) {
  HF_CHECK(count > 0);
  auto state = state_.Lock();
  // Addresses descend along the list, so a run ends with its first page.
  for (FreePage** link = &state->head; *link != nullptr; link = &(*link)->next) {
    FreePage* page = *link;
    for (size_t n = 1; n < count && page != nullptr; ++n) {
      FreePage* below = page->next;
      page = below != nullptr && below->address + kPageSize == page->address ? below : nullptr;
    }
    if (page == nullptr || !page->address.IsAligned(alignment)) continue;
    *link = page->next;
    state->count -= count;
    const PhysAddr first = page->address;
    std::memset(arch::DirectMap(first), 0, count * kPageSize);
    return first;
  }
  return std::nullopt;
}

void PagePool::Free(PhysAddr page) {
  HF_CHECK(page.IsAligned(kPageSize));
  auto state = state_.Lock();
  state->head = new (arch::DirectMap(page)) FreePage{state->head, page};
  ++state->count;
}

size_t PagePool::free_pages() { return state_.Lock()->count; }

}  // namespace hf
