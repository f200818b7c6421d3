// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include <string_view>

#include "hypervisor/manifest/board.h"
#include "hypervisor/manifest/bus_walk.h"

namespace hf::manifest {
namespace {

// The node that /chosen stdout-path names: a path, or an alias for one, and perhaps ":" and
// options.
FdtNode FindStdout(FdtNode root) {
  const FdtNode chosen = root.Child("chosen"sv);
  if (!chosen.exists()) return FdtNode();
  const std::string_view value = chosen.Property("stdout-path"sv).Text();
  size_t length = 0;
  while (length < value.size() && value[length] != ':') ++length;
  std::string_view path(value.data(), length);

  if (!path.starts_with('/')) {
    const FdtNode aliases = root.Child("aliases"sv);
    if (!aliases.exists()) return FdtNode();
    path = aliases.Property(path).Text();
    if (!path.starts_with('/')) return FdtNode();
  }
  return root.Find(path);
}

}  // namespace

std::optional<PhysAddr> FindConsole(const Fdt& fdt) {
  const FdtNode wanted = FindStdout(fdt.root());
  std::optional<PhysAddr> console;
  BusWalk walk(fdt.root());
  for (FdtNode node = walk.Next(); node.exists(); node = walk.Next()) {
    const bool is_wanted = node == wanted;
    if (console.has_value() && !is_wanted) continue;
    if (!node.Property("compatible"sv).Lists("arm,pl011"sv)) continue;
    const RegList reg = walk.Reg();
    if (reg.empty()) continue;
    const auto registers = reg.RangeAt(0);
    if (registers.has_value()) console = registers->begin();
  }
  return console;
}

}  // namespace hf::manifest
