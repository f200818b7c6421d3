// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/mm/table_editor.h"

#include <algorithm>
#include <atomic>

#include "hypervisor/arch/memory.h"
#include "hypervisor/base/check.h"

namespace hf {
namespace {

using arch::Descriptor;

// The part of a span inside one entry of a table.
struct Step {
  uint64_t index;
  uint64_t begin;
  uint64_t end;
  bool whole;  // the span covers all of the entry
};

// Visits the entries of one table that the span touches.
template <class F>
void ForEachEntry(int level, TableSpan span, F&& visit) {
  for (uint64_t at = span.begin; at < span.end;) {
    const uint64_t end = std::min(EntryEnd(at, level), span.end);
    const bool whole = at == EntryBase(at, level) && end == EntryEnd(at, level);
    visit(Step{IndexOf(at, level), at, end, whole});
    at = end;
  }
}

// Replaces a leaf by a table that says the same in 512 parts. Nobody walks through it yet.
void FillWithParts(PhysAddr table, Descriptor leaf, int leaf_level) {
  const int level = leaf_level + 1;
  Descriptor part = arch::MakeLeaf(arch::OutputAddress(leaf), arch::LeafAttributes(leaf), level);
  const uint64_t step = arch::IsValid(leaf) ? arch::EntrySpan(level) : 0;
  auto* entry = reinterpret_cast<Descriptor*>(arch::DirectMap(table));
#pragma clang loop unroll_count(4)
  for (unsigned i = 0; i < arch::kEntriesPerTable; ++i, part += step) entry[i] = part;
}

}  // namespace

TableSpan TableEditor::Expand(TableSpan span) const {
  if (attributes_ & arch::kPinned) return span;
  for (int level = arch::kLeafLevel; level > kRootLevel; --level) {
    const TableSpan was = span;
    span = ExpandIn(EntryBase(was.begin, level - 1), level, span);
    if (EntryBase(was.begin, level - 1) != EntryBase(was.end - 1, level - 1)) {
      span = ExpandIn(EntryBase(was.end - 1, level - 1), level, span);
    }
  }
  return span;
}

bool TableEditor::Break(TableSpan span) {
  Break(root_, kRootLevel, span, true);
  return broke_;
}

void TableEditor::Make(TableSpan span) {
  std::atomic_thread_fence(std::memory_order_release);
  for (const Split& split : splits_) {
    Table(split.table).Set(split.index, arch::MakeTable(split.parts));
  }
  Make(root_, kRootLevel, span);
}

std::optional<PhysAddr> TableEditor::TakeRetired() {
  if (retired_.raw() == 0) return std::nullopt;
  const PhysAddr page = retired_;
  retired_ = PhysAddr(Table(page).Get(0));
  return page;
}

// Expand() for one entry of the level above this one.
TableSpan TableEditor::ExpandIn(uint64_t entry, int level, TableSpan span) const {
  const TableSpan whole{entry, EntryEnd(entry, level - 1)};
  if (span.begin <= whole.begin && whole.end <= span.end) return span;
  const Place place = Find(root_, entry, level);
  if (place.level < level) {
    // A larger leaf stands for all.
    if (place.descriptor != LeafAt(EntryBase(entry, place.level), attributes_, place.level))
      return span;
  } else {
    // Those next to the span differ most often.
    const uint64_t size = arch::EntrySpan(level);
    const uint64_t first = whole.begin < span.begin ? EntryEnd(span.begin - 1, level) : entry;
    const uint64_t last = span.end < whole.end ? EntryBase(span.end, level) : whole.end;
    const auto looks_so = [&](uint64_t begin, uint64_t end) {
      return LooksSo(place.table, begin, (end - begin) / size, level);
    };
    if (whole.begin < first && !looks_so(first - size, first)) return span;
    if (last < whole.end && !looks_so(last, last + size)) return span;
    if (!looks_so(whole.begin, first) || !looks_so(last, whole.end)) return span;
  }
  return {std::min(whole.begin, span.begin), std::max(whole.end, span.end)};
}

// Whether `count` entries of a table, from that for `begin`, say what the change will say.
bool TableEditor::LooksSo(PhysAddr table, uint64_t begin, uint64_t count, int level) const {
  const uint64_t step = arch::IsValid(attributes_) ? arch::EntrySpan(level) : 0;
  Descriptor expected = LeafAt(begin, attributes_, level);
  const uint64_t first = IndexOf(begin, level);
  const Table entries(table);
  for (uint64_t i = first; i < first + count; ++i, expected += step) {
    if (entries.Get(i) != expected) return false;
  }
  return true;
}

void TableEditor::Break(PhysAddr table, int level, TableSpan span, bool live) {
  const Table entries(table);
  ForEachEntry(level, span, [&](const Step& step) {
    const Descriptor d = entries.Get(step.index);
    if (step.whole) {
      if (!NeedsBreak(d, LeafAt(step.begin, attributes_, level))) return;
      entries.Set(step.index, 0);
      broke_ = broke_ || live;
      if (arch::IsTable(d, level)) Retire(arch::OutputAddress(d), level + 1);
      return;
    }
    if (arch::IsTable(d, level)) {
      return Break(arch::OutputAddress(d), level + 1, {step.begin, step.end}, live);
    }
    const PhysAddr parts = pages_[used_++];
    FillWithParts(parts, d, level);
    if (live && arch::IsValid(d)) {
      // A block may become a table only by way of an invalid entry.
      entries.Set(step.index, 0);
      broke_ = true;
      HF_CHECK(splits_.push_back({table, step.index, parts}));
      return Break(parts, level + 1, {step.begin, step.end}, false);
    }
    std::atomic_thread_fence(std::memory_order_release);
    entries.Set(step.index, arch::MakeTable(parts));
    Break(parts, level + 1, {step.begin, step.end}, live);
  });
}

void TableEditor::Make(PhysAddr table, int level, TableSpan span) {
  const Table entries(table);
  ForEachEntry(level, span, [&](const Step& step) {
    if (step.whole) return entries.Set(step.index, LeafAt(step.begin, attributes_, level));
    const Descriptor d = entries.Get(step.index);
    HF_CHECK(arch::IsTable(d, level));
    Make(arch::OutputAddress(d), level + 1, {step.begin, step.end});
  });
}

// Depth first, so that a page's first entry may then carry the list.
void TableEditor::Retire(PhysAddr table, int level) {
  const Table entries(table);
  for (uint64_t i = 0; level < arch::kLeafLevel && i < arch::kEntriesPerTable; ++i) {
    const Descriptor d = entries.Get(i);
    if (arch::IsTable(d, level)) Retire(arch::OutputAddress(d), level + 1);
  }
  // Other CPUs may still walk through this page until the invalidation: an address whose bit 0
  // is clear is an invalid descriptor to them.
  entries.Set(0, retired_.raw());
  retired_ = table;
}

}  // namespace hf
