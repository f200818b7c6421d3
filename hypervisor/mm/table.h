// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Translation tables as they lie in memory: an entry, and which one translates an address.

#ifndef HYPERVISOR_MM_TABLE_H_
#define HYPERVISOR_MM_TABLE_H_

#include <atomic>
#include <cstdint>

#include "hypervisor/arch/aarch64/model/pte.h"
#include "hypervisor/arch/memory.h"
#include "hypervisor/base/address.h"

namespace hf {

// The table walkers of other CPUs read entries at any time: every write is one 64-bit store.
class Table {
 public:
  explicit Table(PhysAddr address)
      : entries_(reinterpret_cast<std::atomic<arch::Descriptor>*>(arch::DirectMap(address))) {}
  arch::Descriptor Get(uint64_t i) const { return entries_[i].load(std::memory_order_relaxed); }
  void Set(uint64_t i, arch::Descriptor d) const {
    entries_[i].store(d, std::memory_order_relaxed);
  }

 private:
  std::atomic<arch::Descriptor>* entries_;
};

inline constexpr int kRootLevel = 1;

// The input side of a translation: VA for stage 1, IPA for stage 2.
struct TableSpan {
  uint64_t begin;
  uint64_t end;
};

// What a change makes of the entry of this level that translates `at`: memory is mapped one to one.
inline arch::Descriptor LeafAt(uint64_t at, uint64_t attributes, int level) {
  return arch::MakeLeaf(PhysAddr(at), attributes, level);
}

// Break-before-make (Arm ARM D8.16.1): what changes only for software, or only comes to be, needs
// no break.
inline bool NeedsBreak(arch::Descriptor before, arch::Descriptor after) {
  return arch::IsValid(before) && ((before ^ after) & ~arch::kSoftwareBits) != 0;
}

inline uint64_t EntryBase(uint64_t at, int level) { return at & ~(arch::EntrySpan(level) - 1); }
inline uint64_t EntryEnd(uint64_t at, int level) {
  return EntryBase(at, level) + arch::EntrySpan(level);
}

// Which entry of its table translates this address.
inline uint64_t IndexOf(uint64_t at, int level) {
  const uint64_t index = at / arch::EntrySpan(level);
  return level == kRootLevel ? index : index % arch::kEntriesPerTable;
}

// The entry that translates an address, not below a given level.
struct Place {
  PhysAddr table;
  int level;
  uint64_t index;
  arch::Descriptor descriptor;
};
inline Place Find(PhysAddr root, uint64_t at, int deepest = arch::kLeafLevel) {
  PhysAddr table = root;
  uint64_t index = IndexOf(at, kRootLevel);
  for (int level = kRootLevel;; ++level) {
    const arch::Descriptor d = Table(table).Get(index);
    if (level == deepest || !arch::IsTable(d, level)) return {table, level, index, d};
    table = arch::OutputAddress(d);
    index = IndexOf(at, level + 1);
  }
}

}  // namespace hf

#endif  // HYPERVISOR_MM_TABLE_H_
