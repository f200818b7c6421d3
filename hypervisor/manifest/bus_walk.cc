// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/bus_walk.h"

namespace hf::manifest {
namespace {

bool ShowsChildren(const FdtNode& node) {
  if (node.depth() == 0) return true;
  const auto ranges = node.Property("ranges");
  return ranges.has_value() && ranges->empty();
}

}  // namespace

std::optional<FdtNode> BusWalk::Next() {
  if (!node_.has_value()) return std::nullopt;
  if (ShowsChildren(*node_)) {
    counts_[node_->depth()] = ReadCellCounts(*node_);
    node_ = node_->Next();
  } else {
    node_ = node_->NextOutside();
  }
  while (node_.has_value() && !node_->IsEnabled()) node_ = node_->NextOutside();
  return node_;
}

std::optional<RegList> BusWalk::Reg() const {
  return RegList::Of(*node_, counts_[node_->depth() - 1]);
}

}  // namespace hf::manifest
