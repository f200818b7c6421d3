// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include <string_view>

#include "hypervisor/manifest/board.h"
#include "hypervisor/manifest/bus_walk.h"

namespace hf::manifest {
namespace {

// The node that /chosen stdout-path names: a path, or an alias for one, and perhaps ":" and
// options.
std::optional<FdtNode> FindStdout(const FdtNode& root) {
  const auto chosen = root.Child("chosen");
  if (!chosen.has_value()) return std::nullopt;
  std::optional<std::string_view> path = chosen->StringProperty("stdout-path");
  if (!path.has_value()) return std::nullopt;
  size_t length = 0;
  while (length < path->size() && (*path)[length] != ':') ++length;
  path = path->substr(0, length);

  if (!path->starts_with('/')) {
    const auto aliases = root.Child("aliases");
    if (!aliases.has_value()) return std::nullopt;
    path = aliases->StringProperty(*path);
    if (!path.has_value() || !path->starts_with('/')) return std::nullopt;
  }
  return root.Find(*path);
}

}  // namespace

std::optional<PhysAddr> FindConsole(const Fdt& fdt) {
  const std::optional<FdtNode> wanted = FindStdout(fdt.root());
  std::optional<PhysAddr> first;
  BusWalk walk(fdt.root());
  while (const auto node = walk.Next()) {
    if (!node->PropertyLists("compatible", "arm,pl011")) continue;
    const auto reg = walk.Reg();
    if (!reg.has_value()) continue;
    const PhysAddr address(reg->AddressAt(0));
    if (node == wanted) return address;
    if (!first.has_value()) first = address;
  }
  return first;
}

}  // namespace hf::manifest
