// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/testing/ownership.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "hypervisor/arch/memory.h"
#include "hypervisor/mm/table_walk.h"

namespace hf::test {
namespace {

constexpr uint64_t kNone = 0, kOwned = 1, kShared = 2, kBorrowed = 3;

struct Root {
  uint64_t address;
  uint64_t entries;
};
Root RootOf(TestSystem& t, uint32_t id) {
  const auto& stage2 = t.vm(id).Loadable(t.vcpu(id, 0)).stage2;
  const uint64_t ipa_bits = 64 - (stage2.vtcr & 0x3f);
  return {stage2.vttbr & 0x0000fffffffffffe, uint64_t{1} << (ipa_bits - 30)};
}

Tree WalkVm(TestSystem& t, uint32_t id) {
  const Root root = RootOf(t, id);
  return Tree::Walk(PhysAddr(root.address), root.entries);
}

size_t CountTables(uint64_t table, uint64_t entries, int level) {
  const auto* entry = reinterpret_cast<const uint64_t*>(arch::DirectMap(PhysAddr(table)));
  size_t count = 0;
  for (uint64_t i = 0; level < 3 && i < entries; ++i) {
    if ((entry[i] & 3) == 3) {
      count += 1 + CountTables(entry[i] & 0x0000'ffff'ffff'f000, 512, level + 1);
    }
  }
  return count;
}

}  // namespace

void CheckOwnership(TestSystem& t) {
  std::vector<Tree> trees;
  std::set<uint64_t> edges;
  for (uint32_t id = 0; id < t.system().vm_count; ++id) {
    trees.push_back(WalkVm(t, id));
    for (const Leaf& leaf : trees.back().leaves) edges.insert(leaf.begin);
  }
  const PhysRange el2 = t.image();
  edges.insert({el2.begin().raw(), el2.end().raw()});
  for (const PhysRange& ram : t.system().ram) {
    edges.insert(ram.begin().raw());
    for (auto edge = edges.lower_bound(ram.begin().raw());
         edge != edges.end() && *edge < ram.end().raw(); ++edge) {
      int owners = 0, sharers = 0, borrowers = 0, users = 0;
      for (const Tree& tree : trees) {
        const Leaf& leaf = tree.At(*edge);
        const uint64_t ownership = leaf.descriptor >> 55 & 3;
        owners += ownership == kOwned;
        sharers += ownership == kShared;
        borrowers += ownership == kBorrowed;
        users += leaf.valid();
        if (leaf.valid()) {
          ASSERT_EQ(leaf.output(), leaf.begin);
          ASSERT_NE(ownership, kNone) << "used by who has no right to " << *edge;
        }
      }
      if (el2.Contains(PhysAddr(*edge))) {
        ASSERT_EQ(owners + sharers + borrowers + users, 0) << "EL2's " << *edge;
        continue;
      }
      ASSERT_EQ(owners + sharers, 1) << "owners of " << *edge;
      ASSERT_LE(borrowers, sharers) << "borrowers of " << *edge;
      ASSERT_LE(users, owners + sharers + borrowers) << "users of " << *edge;
    }
  }
}

size_t CountPages(TestSystem& t) {
  size_t pages = t.system().pool.free_pages();
  for (uint32_t id = 0; id < t.system().vm_count; ++id) {
    const Root root = RootOf(t, id);
    pages += CountTables(root.address, root.entries, 1);
  }
  return pages;
}

}  // namespace hf::test
