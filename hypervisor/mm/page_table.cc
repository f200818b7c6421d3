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

// The part of a span inside one entry of a table.
struct Step {
  uint64_t index;
  uint64_t begin;
  uint64_t end;
  bool whole;  // the span covers all of the entry
};

// Visits the entries of one table that the span touches. `base` is the input address of its first.
template <class F>
void ForEachEntry(uint64_t base, int level, PageTable::Span span, F&& visit) {
  const uint64_t size = arch::EntrySpan(level);
  for (uint64_t at = span.begin; at < span.end;) {
    const uint64_t entry = at & ~(size - 1);
    const uint64_t end = std::min(entry + size, span.end);
    visit(Step{(entry - base) / size, at, end, at == entry && end == entry + size});
    at = end;
  }
}

uint64_t EntryBase(uint64_t at, int level) { return at & ~(arch::EntrySpan(level) - 1); }

// How many tables must be added so that `edge` is the boundary of an entry.
size_t TablesForEdge(PhysAddr root, uint64_t edge) {
  PhysAddr table = root;
  uint64_t base = 0;
  for (int level = kRootLevel; level < arch::kLeafLevel; ++level) {
    const uint64_t size = arch::EntrySpan(level);
    if (edge % size == 0) return 0;
    const Descriptor d = Table(table).Get((edge - base) / size);
    if (!arch::IsTable(d, level)) return static_cast<size_t>(arch::kLeafLevel - level);
    table = arch::OutputAddress(d);
    base = EntryBase(edge, level);
  }
  return 0;
}

class Editor {
 public:
  Editor(PageTable::Span span, PhysAddr output, uint64_t attributes)
      : span_(span), output_(output), attributes_(attributes) {}

  // Breaks: clears all that the span covers and hangs unused tables on the list `retired`.
  void Clear(PhysAddr table, uint64_t base, int level, PageTable::Span span) {
    ForEachEntry(base, level, span, [&](const Step& step) {
      const Descriptor d = Table(table).Get(step.index);
      if (step.whole) {
        Table(table).Set(step.index, 0);
        if (arch::IsTable(d, level)) Retire(arch::OutputAddress(d), level + 1);
      } else if (arch::IsTable(d, level)) {
        Clear(arch::OutputAddress(d), EntryBase(step.begin, level), level + 1,
              {step.begin, step.end});
      }
    });
  }

  // Makes: writes the new leaves. Every edge is the boundary of an entry by now.
  void Write(PhysAddr table, uint64_t base, int level, PageTable::Span span) {
    ForEachEntry(base, level, span, [&](const Step& step) {
      if (step.whole) {
        const PhysAddr output = output_ + (step.begin - span_.begin);
        if (!arch::IsValid(attributes_) || output.IsAligned(arch::EntrySpan(level))) {
          Table(table).Set(step.index, arch::MakeLeaf(output, attributes_, level));
          return;
        }
      }
      const Descriptor d = Table(table).Get(step.index);
      HF_CHECK(arch::IsTable(d, level));
      Write(arch::OutputAddress(d), EntryBase(step.begin, level), level + 1,
            {step.begin, step.end});
    });
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

  const PageTable::Span span_;
  const PhysAddr output_;
  const uint64_t attributes_;
  PhysAddr retired_;
};

// Replaces a leaf by a table that says the same in 512 parts.
void FillWithParts(PhysAddr table, Descriptor leaf, int leaf_level) {
  const uint64_t attributes = arch::LeafAttributes(leaf);
  const uint64_t size = arch::EntrySpan(leaf_level + 1);
  for (uint64_t i = 0; i < arch::kEntriesPerTable; ++i) {
    Table(table).Set(
        i, arch::MakeLeaf(arch::OutputAddress(leaf) + i * size, attributes, leaf_level + 1));
  }
}

}  // namespace

PageTable::Reservation::~Reservation() {
  for (size_t i = used_; i < pages_.size(); ++i) pool_.Free(pages_[i]);
}

bool PageTable::Reserve(Span span, Reservation& reservation) const {
  HF_CHECK(span.begin % kPageSize == 0 && span.end % kPageSize == 0);
  HF_CHECK(span.begin <= span.end && span.end <= limit());
  const size_t needed = TablesForEdge(root_, span.begin) + TablesForEdge(root_, span.end);
  while (reservation.pages_.size() < needed) {
    const std::optional<PhysAddr> page = reservation.pool_.Allocate();
    if (!page || !reservation.pages_.push_back(*page)) return false;
  }
  return true;
}

void PageTable::Set(Span span, PhysAddr output, uint64_t attributes, Reservation& reservation,
                    Invalidate invalidate, void* context) {
  for (const uint64_t edge : {span.begin, span.end}) {
    PhysAddr table = root_;
    uint64_t base = 0;
    for (int level = kRootLevel; level < arch::kLeafLevel; ++level) {
      const uint64_t size = arch::EntrySpan(level);
      if (edge % size == 0) break;
      const uint64_t index = (edge - base) / size;
      Descriptor d = Table(table).Get(index);
      if (!arch::IsTable(d, level)) {
        const PhysAddr parts = reservation.pages_[reservation.used_++];
        FillWithParts(parts, d, level);
        if (arch::IsValid(d) && invalidate != nullptr) {
          // A block may become a table only by way of an invalid entry.
          Table(table).Set(index, 0);
          invalidate(context);
        }
        std::atomic_thread_fence(std::memory_order_release);
        d = arch::MakeTable(parts);
        Table(table).Set(index, d);
      }
      table = arch::OutputAddress(d);
      base = EntryBase(edge, level);
    }
  }
  Editor editor(span, output, attributes);
  editor.Clear(root_, 0, kRootLevel, span);
  if (invalidate != nullptr) invalidate(context);
  editor.Write(root_, 0, kRootLevel, span);
  editor.FreeRetired(reservation.pool_);
}

std::optional<uint64_t> PageTable::Uniform(Span span) const {
  if (span.begin >= span.end || span.end > limit()) return std::nullopt;
  std::optional<uint64_t> first;
  uint64_t at = span.begin;
  while (at < span.end) {
    PhysAddr table = root_;
    uint64_t base = 0;
    int level = kRootLevel;
    Descriptor d = Table(table).Get((at - base) / arch::EntrySpan(level));
    while (arch::IsTable(d, level)) {
      table = arch::OutputAddress(d);
      base = EntryBase(at, level);
      ++level;
      d = Table(table).Get((at - base) / arch::EntrySpan(level));
    }
    const uint64_t attributes = arch::LeafAttributes(d);
    if (first && *first != attributes) return std::nullopt;
    first = attributes;
    at = EntryBase(at, level) + arch::EntrySpan(level);
  }
  return first;
}

}  // namespace hf
