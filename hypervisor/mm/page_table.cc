// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/mm/page_table.h"

#include "hypervisor/base/check.h"
#include "hypervisor/mm/table.h"

namespace hf {
namespace {

using arch::Descriptor;

// How many tables must be added so that both ends of the span are boundaries of entries.
size_t TablesNeeded(PhysAddr root, PageTable::Span span) {
  size_t needed = 0;
  for (const uint64_t edge : {span.begin, span.end}) {
    if (edge == EntryBase(edge, kRootLevel)) continue;
    const int leaf = Find(root, edge).level;
    // A table of pages is there, and the span does not leave it.
    constexpr int kAbove = arch::kLeafLevel - 1;
    if (leaf == arch::kLeafLevel && span.end <= EntryEnd(edge, kAbove)) break;
    for (int level = leaf; level < arch::kLeafLevel && edge != EntryBase(edge, level); ++level) {
      // If both edges are inside one entry, its table is counted once.
      const bool again = edge == span.end && span.begin != EntryBase(span.begin, level) &&
                         EntryBase(span.begin, level) == EntryBase(edge, level);
      if (!again) ++needed;
    }
  }
  return needed;
}

// The whole change if it is that of a single entry that is there already and stays: the short way
// for most. False, and nothing is changed, if it is not.
bool Replace(PhysAddr root, PageTable::Span span, uint64_t attributes,
             PageTable::Invalidate invalidate, void* context) {
  const Place place = Find(root, span.begin);
  const uint64_t size = arch::EntrySpan(place.level);
  if (span.end - span.begin != size || span.begin != EntryBase(span.begin, place.level)) {
    return false;
  }
  // A neighbour that looks otherwise keeps the table.
  const Table table(place.table);
  const auto looks_so = [&](uint64_t index, uint64_t at) {
    return index >= arch::kEntriesPerTable ||
           table.Get(index) == LeafAt(at, attributes, place.level);
  };
  if (place.level != kRootLevel && !(attributes & arch::kPinned) &&
      looks_so(place.index - 1, span.begin - size) && looks_so(place.index + 1, span.end)) {
    return false;
  }
  const Descriptor leaf = LeafAt(span.begin, attributes, place.level);
  if (NeedsBreak(place.descriptor, leaf)) {
    table.Set(place.index, 0);
    if (invalidate != nullptr) invalidate(context);
  }
  table.Set(place.index, leaf);
  return true;
}

}  // namespace

PageTable::Reservation::~Reservation() {
  for (size_t i = used_; i < pages_.size(); ++i) pool_.Free(pages_[i]);
}

bool PageTable::Reserve(Span span, Reservation& reservation) const {
  HF_CHECK(span.begin % kPageSize == 0 && span.end % kPageSize == 0);
  HF_CHECK(span.begin <= span.end && span.end <= limit());
  const size_t needed = TablesNeeded(root_, span);
  while (reservation.pages_.size() < needed) {
    const std::optional<PhysAddr> page = reservation.pool_.Allocate();
    if (!page || !reservation.pages_.push_back(*page)) return false;
  }
  return true;
}

void PageTable::Set(Span span, uint64_t attributes, Reservation& reservation, Invalidate invalidate,
                    void* context) {
  if (span.begin == span.end || Replace(root_, span, attributes, invalidate, context)) return;
  TableEditor editor(root_, attributes, reservation.pages_, reservation.used_);
  span = editor.Expand(span);
  if (editor.Break(span) && invalidate != nullptr) invalidate(context);
  editor.Make(span);
  while (const auto page = editor.TakeRetired()) reservation.pool_.Free(*page);
}

std::optional<uint64_t> PageTable::Uniform(Span span) const {
  if (span.begin >= span.end || span.end > limit()) return std::nullopt;
  std::optional<uint64_t> first;
  for (uint64_t at = span.begin; at < span.end;) {
    const Place place = Find(root_, at);
    const Table table(place.table);
    const uint64_t entries = place.level == kRootLevel ? root_entries_ : arch::kEntriesPerTable;
    // As far as leaves follow each other in this table.
    for (uint64_t i = place.index; i < entries && at < span.end; ++i) {
      const Descriptor d = table.Get(i);
      if (arch::IsTable(d, place.level)) break;
      if (first && *first != arch::LeafAttributes(d)) return std::nullopt;
      first = arch::LeafAttributes(d);
      at = EntryEnd(at, place.level);
    }
  }
  return first;
}

}  // namespace hf
