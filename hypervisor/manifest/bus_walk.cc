// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/bus_walk.h"

namespace hf::manifest {
namespace {

bool ShowsChildren(FdtNode node) {
  if (node.depth() == 0) return true;
  const FdtProperty ranges = node.Property("ranges"sv);
  return ranges.exists() && ranges.bytes().empty();
}

}  // namespace

FdtNode BusWalk::Next() {
  if (ShowsChildren(node_)) {
    counts_[node_.depth()] = ReadCellCounts(node_);
    node_ = node_.Next();
  } else {
    node_ = node_.NextOutside();
  }
  while (node_.exists() && !node_.IsEnabled()) node_ = node_.NextOutside();
  return node_;
}

}  // namespace hf::manifest
