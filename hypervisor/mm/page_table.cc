// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/mm/page_table.h"

#include <algorithm>
#include <atomic>

#include "hypervisor/arch/memory.h"
#include "hypervisor/base/check.h"

namespace hf {
namespace {

using arch::Descriptor;

// The table walkers of other CPUs read entries at any time: every write is one 64-bit store.
class Table {
 public:
  explicit Table(PhysAddr address)
      : entries_(reinterpret_cast<std::atomic<Descriptor>*>(arch::DirectMap(address))) {}
  Descriptor Get(uint64_t i) const { return entries_[i].load(std::memory_order_relaxed); }
  void Set(uint64_t i, Descriptor d) { entries_[i].store(d, std::memory_order_relaxed); }

 private:
  std::atomic<Descriptor>* entries_;
};

constexpr int kRootLevel = 1;

uint64_t EntryBase(uint64_t at, int level) { return at & ~(arch::EntrySpan(level) - 1); }
uint64_t EntryEnd(uint64_t at, int level) { return EntryBase(at, level) + arch::EntrySpan(level); }

// Which entry of its table translates this address.
uint64_t IndexOf(uint64_t at, int level) {
  const uint64_t index = at / arch::EntrySpan(level);
  return level == kRootLevel ? index : index % arch::kEntriesPerTable;
}

// The entry that translates an address, not below a given level.
struct Place {
  PhysAddr table;
  int level;
  uint64_t index;
  Descriptor descriptor;
};
Place Find(PhysAddr root, uint64_t at, int deepest = arch::kLeafLevel) {
  PhysAddr table = root;
  for (int level = kRootLevel;; ++level) {
    const uint64_t index = IndexOf(at, level);
    const Descriptor d = Table(table).Get(index);
    if (level == deepest || !arch::IsTable(d, level)) return {table, level, index, d};
    table = arch::OutputAddress(d);
  }
}

// The part of a span inside one entry of a table.
struct Step {
  uint64_t index;
  uint64_t begin;
  uint64_t end;
  bool whole;  // the span covers all of the entry
};

// Visits the entries of one table that the span touches.
template <class F>
void ForEachEntry(int level, PageTable::Span span, F&& visit) {
  for (uint64_t at = span.begin; at < span.end;) {
    const uint64_t end = std::min(EntryEnd(at, level), span.end);
    const bool whole = at == EntryBase(at, level) && end == EntryEnd(at, level);
    visit(Step{IndexOf(at, level), at, end, whole});
    at = end;
  }
}

// How many tables must be added so that both ends of the span are boundaries of entries.
size_t TablesNeeded(PhysAddr root, PageTable::Span span) {
  size_t needed = 0;
  for (int level = kRootLevel; level < arch::kLeafLevel; ++level) {
    const auto splits = [&](uint64_t edge) {
      if (edge == EntryBase(edge, level)) return false;
      const Place place = Find(root, edge, level);
      return !arch::IsTable(place.descriptor, place.level);
    };
    const bool same_entry = EntryBase(span.begin, level) == EntryBase(span.end, level);
    const bool at_begin = splits(span.begin);
    if (at_begin) ++needed;
    if (!(at_begin && same_entry) && splits(span.end)) ++needed;
  }
  return needed;
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

class Editor {
 public:
  Editor(PhysAddr root, uint64_t attributes, StaticVector<PhysAddr, 4>& pages, size_t& used)
      : root_(root), attributes_(attributes), pages_(pages), used_(used) {}

  // Grows the span over neighbours that look as it will, where that fills an entry of the table
  // above: then that entry is written, and the table below it is not needed any more.
  PageTable::Span Expand(PageTable::Span span) const {
    if (attributes_ & arch::kPinned) return span;
    for (int level = arch::kLeafLevel; level > kRootLevel; --level) {
      for (const uint64_t inside : {span.begin, span.end - 1}) {
        const uint64_t begin = EntryBase(inside, level - 1);
        const uint64_t end = EntryEnd(inside, level - 1);
        if ((span.begin <= begin || LooksSo({begin, span.begin}, level)) &&
            (end <= span.end || LooksSo({span.end, end}, level))) {
          span = {std::min(begin, span.begin), std::max(end, span.end)};
        }
      }
    }
    return span;
  }

  // Breaks: makes invalid what the hardware must not use any more, splits entries that the span
  // covers in part, and hangs tables that become unused on a list. True if TLBs may hold something
  // of it.
  bool Break(PageTable::Span span) {
    Break(root_, kRootLevel, span, true);
    return broke_;
  }

  // Makes: writes the new leaves.
  void Make(PageTable::Span span) {
    std::atomic_thread_fence(std::memory_order_release);
    for (const Split& split : splits_) {
      Table(split.table).Set(split.index, arch::MakeTable(split.parts));
    }
    Make(root_, kRootLevel, span);
  }

  // Returns the tables that nothing refers to any more.
  void FreeRetired(PagePool& pool) {
    while (retired_.raw() != 0) {
      const PhysAddr page = retired_;
      retired_ = PhysAddr(Table(page).Get(0));
      pool.Free(page);
    }
  }

 private:
  // A valid leaf that is to become a table: invalid in between.
  struct Split {
    PhysAddr table;
    uint64_t index;
    PhysAddr parts;
  };

  Descriptor Leaf(uint64_t at, int level) const {
    return arch::MakeLeaf(PhysAddr(at), attributes_, level);
  }

  // Whether the entries of one table of this level that the part touches say already what the
  // change will say, or the entry above them that stands for all.
  bool LooksSo(PageTable::Span part, int level) const {
    const Place place = Find(root_, part.begin, level);
    const uint64_t begin = EntryBase(part.begin, place.level);
    Descriptor expected = Leaf(begin, place.level);
    if (place.level < level) return place.descriptor == expected;
    const uint64_t step = arch::IsValid(attributes_) ? arch::EntrySpan(level) : 0;
    const uint64_t count = (EntryEnd(part.end - 1, level) - begin) / arch::EntrySpan(level);
    const Table table(place.table);
    // Those next to an edge differ most often.
    if (table.Get(place.index + count - 1) != expected + (count - 1) * step) return false;
    for (uint64_t i = 0; i < count; ++i, expected += step) {
      if (table.Get(place.index + i) != expected) return false;
    }
    return true;
  }

  void Break(PhysAddr table, int level, PageTable::Span span, bool live) {
    ForEachEntry(level, span, [&](const Step& step) {
      const Descriptor d = Table(table).Get(step.index);
      if (step.whole) {
        // What changes only for software, or only comes to be, needs no break.
        constexpr uint64_t kHardware = ~arch::kSoftwareBits;
        if (!arch::IsValid(d) || ((d ^ Leaf(step.begin, level)) & kHardware) == 0) return;
        Table(table).Set(step.index, 0);
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
        Table(table).Set(step.index, 0);
        broke_ = true;
        HF_CHECK(splits_.push_back({table, step.index, parts}));
        return Break(parts, level + 1, {step.begin, step.end}, false);
      }
      std::atomic_thread_fence(std::memory_order_release);
      Table(table).Set(step.index, arch::MakeTable(parts));
      Break(parts, level + 1, {step.begin, step.end}, live);
    });
  }

  void Make(PhysAddr table, int level, PageTable::Span span) {
    ForEachEntry(level, span, [&](const Step& step) {
      if (step.whole) return Table(table).Set(step.index, Leaf(step.begin, level));
      const Descriptor d = Table(table).Get(step.index);
      HF_CHECK(arch::IsTable(d, level));
      Make(arch::OutputAddress(d), level + 1, {step.begin, step.end});
    });
  }

  // Depth first, so that a page's first entry may then carry the list.
  void Retire(PhysAddr table, int level) {
    for (uint64_t i = 0; level < arch::kLeafLevel && i < arch::kEntriesPerTable; ++i) {
      const Descriptor d = Table(table).Get(i);
      if (arch::IsTable(d, level)) Retire(arch::OutputAddress(d), level + 1);
    }
    // Other CPUs may still walk through this page until the invalidation: an address whose bit 0
    // is clear is an invalid descriptor to them.
    Table(table).Set(0, retired_.raw());
    retired_ = table;
  }

  const PhysAddr root_;
  const uint64_t attributes_;
  StaticVector<PhysAddr, 4>& pages_;
  size_t& used_;
  StaticVector<Split, 2> splits_;  // one at each edge: those below them are not walked yet
  bool broke_ = false;
  PhysAddr retired_;
};

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
  if (span.begin == span.end) return;
  Editor editor(root_, attributes, reservation.pages_, reservation.used_);
  span = editor.Expand(span);
  if (editor.Break(span) && invalidate != nullptr) invalidate(context);
  editor.Make(span);
  editor.FreeRetired(reservation.pool_);
}

std::optional<uint64_t> PageTable::Uniform(Span span) const {
  if (span.begin >= span.end || span.end > limit()) return std::nullopt;
  std::optional<uint64_t> first;
  for (uint64_t at = span.begin; at < span.end;) {
    const Place place = Find(root_, at);
    const uint64_t attributes = arch::LeafAttributes(place.descriptor);
    if (first && *first != attributes) return std::nullopt;
    first = attributes;
    at = EntryEnd(at, place.level);
  }
  return first;
}

}  // namespace hf
