// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A walk over the nodes whose addresses are the machine's: the enabled children of the root, and of
// buses among them, and so on, that map their children's addresses one to one (an empty "ranges").

#ifndef HYPERVISOR_MANIFEST_BUS_WALK_H_
#define HYPERVISOR_MANIFEST_BUS_WALK_H_

#include <array>

#include "hypervisor/manifest/fdt.h"
#include "hypervisor/manifest/fdt_node.h"
#include "hypervisor/manifest/fdt_reg.h"

namespace hf::manifest {

class BusWalk {
 public:
  explicit BusWalk(FdtNode root) : node_(root) {}

  // The first node, and then the next one, in the tree's order; none at the end, and then no more
  // calls.
  FdtNode Next();
  // The reg of the node that Next() returned.
  RegList Reg() const { return RegList::Of(node_, counts_[node_.depth() - 1]); }

 private:
  FdtNode node_;
  // Those of the node's ancestors, by depth.
  std::array<CellCounts, Fdt::kMaxDepth> counts_;
};

}  // namespace hf::manifest

#endif  // HYPERVISOR_MANIFEST_BUS_WALK_H_
