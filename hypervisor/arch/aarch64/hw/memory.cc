// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/memory.h"

#include <cstring>

#include "hypervisor/arch/aarch64/hw/sysreg.h"

namespace hf::arch {

namespace {

// What takes most of a transfer's time, so four lines a turn.
template <class F>
void ForEach(uint64_t line, uint64_t begin, uint64_t end, F&& act) {
  uint64_t at = begin;
  for (; at + 3 * line < end; at += line) {
    act(at);
    act(at += line);
    act(at += line);
    act(at += line);
  }
  for (; at < end; at += line) act(at);
}

}  // namespace

// EL2's stage 1 is an identity map.
std::byte* DirectMap(PhysAddr address) { return reinterpret_cast<std::byte*>(address.raw()); }

void CleanToPoc(PhysRange range) {
  // CTR_EL0.DminLine is the log2 of the smallest data line in words (D17.2.34).
  const uint64_t line = uint64_t{4} << IdField(HF_READ_SYSREG(ctr_el0), 16);
  ForEach(line, range.begin().AlignDown(line).raw(), range.end().raw(), [](uint64_t at) {
    asm volatile("dc civac, %0" : : "r"(at) : "memory");
  });
  // The maintenance is complete, for all observers, before instructions are fetched anew (B2.3.12,
  // D7.5.9).
  asm volatile("dsb sy\n\tic ialluis\n\tdsb ish\n\tisb" : : : "memory");
}

void ZeroToPoc(PhysRange pages) {
  // DCZID_EL0 (D17.2.36): the log2 of the block in words, at most 2 KiB, and whether it may be
  // used.
  const uint64_t dczid = HF_READ_SYSREG(dczid_el0);
  constexpr uint64_t kProhibited = 1 << 4;
  const uint64_t block = uint64_t{4} << IdField(dczid, 0);
  if (dczid & kProhibited) {
    std::memset(DirectMap(pages.begin()), 0, pages.size());
  } else {
    ForEach(block, pages.begin().raw(), pages.end().raw(), [](uint64_t at) {
      asm volatile("dc zva, %0" : : "r"(at) : "memory");
    });
  }
  // In program order with the writes to the same line, which DC ZVA counts as (D7.5.9).
  CleanToPoc(pages);
}

}  // namespace hf::arch
