// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// For tests: a walker of translation tables that shares nothing with the one under test. It reads
// what the MMU reads (Arm ARM D8.3, 4 KiB granule, trees that start at level 1).

#ifndef HYPERVISOR_MM_TABLE_WALK_H_
#define HYPERVISOR_MM_TABLE_WALK_H_

#include <cstdint>
#include <cstring>
#include <set>
#include <vector>

#include "hypervisor/arch/memory.h"

namespace hf {

struct Leaf {
  uint64_t begin;       // the input address of the entry
  int level;            // 1, 2 or 3
  uint64_t descriptor;  // as it stands in the table

  bool valid() const { return descriptor & 1; }
  uint64_t size() const { return uint64_t{1} << (39 - 9 * level); }
  uint64_t output() const { return descriptor & 0x0000'ffff'ffff'f000; }
  // All but address and type.
  uint64_t attributes() const { return descriptor & ~uint64_t{0x0000'ffff'ffff'f002}; }
  bool operator==(const Leaf&) const = default;
};

inline uint64_t ReadEntry(uint64_t table, uint64_t index) {
  uint64_t descriptor;
  std::memcpy(&descriptor, arch::DirectMap(PhysAddr(table + 8 * index)), 8);
  return descriptor;
}

// All leaves in order, invalid ones too, and the pages of tables below the root.
struct Tree {
  std::vector<Leaf> leaves;
  std::set<uint64_t> tables;

  static Tree Walk(PhysAddr root, uint64_t root_entries) {
    Tree tree;
    tree.WalkTable(root.raw(), root_entries, 1, 0);
    return tree;
  }

  // The leaf that translates this address.
  const Leaf& At(uint64_t address) const {
    size_t low = 0, high = leaves.size();
    while (high - low > 1) {
      const size_t middle = (low + high) / 2;
      if (leaves[middle].begin <= address) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return leaves[low];
  }

 private:
  void WalkTable(uint64_t table, uint64_t entries, int level, uint64_t base) {
    for (uint64_t i = 0; i < entries; ++i) {
      const Leaf leaf{base + (i << (39 - 9 * level)), level, ReadEntry(table, i)};
      if (level < 3 && (leaf.descriptor & 3) == 3) {
        tables.insert(leaf.output());
        WalkTable(leaf.output(), 512, level + 1, leaf.begin);
      } else {
        leaves.push_back(leaf);
      }
    }
  }
};

}  // namespace hf

#endif  // HYPERVISOR_MM_TABLE_WALK_H_
