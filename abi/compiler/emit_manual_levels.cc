// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The manual: what VMs of lower levels do not have, and what they see in another way.

#include <map>

#include "abi/compiler/emit_manual.h"
#include "abi/compiler/level.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

using Names = std::vector<std::string>;

// What a level added.
struct Added {
  Names calls;
  Names constants;
  Names codes;
};

std::map<Level, Added> AddedByLevel(const ir::Abi& abi) {
  std::map<Level, Added> levels;
  for (const ir::Call& call : abi.call()) {
    if (!call.has_since()) continue;
    levels[*Level::Parse(call.since())].calls.push_back(SectionLink(SnakeCase(call.name())));
  }
  for (const ir::Constant& constant : abi.constant()) {
    if (!constant.has_since()) continue;
    levels[*Level::Parse(constant.since())].constants.push_back(Code(constant.name()));
  }
  for (const ir::Enum& codes : abi.enumeration()) {
    for (const ir::EnumValue& value : codes.value()) {
      if (!value.has_since()) continue;
      levels[*Level::Parse(value.since())].codes.push_back(Code(value.name()));
    }
  }
  return levels;
}

std::string List(const Names& names) { return names.empty() ? "none" : absl::StrJoin(names, ", "); }

}  // namespace

bool HasEarlierLevels(const ir::Abi& abi) { return !AddedByLevel(abi).empty(); }

void ManualLevels(const ir::Abi& abi, Writer& out) {
  const std::map<Level, Added> levels = AddedByLevel(abi);
  if (levels.empty()) return;
  out.Line("## Earlier levels");
  out.Line();
  Paragraph(
      "Each VM is served at the level that it was built for: by the numbers, the registers and the "
      "codes of that level's manual. A call that a later level added is unknown to it. What levels "
      "added:",
      out);
  std::vector<std::vector<std::string>> rows = {{"level", "calls", "constants", "codes"}};
  for (const auto& [level, added] : levels) {
    rows.push_back({level.ToString(), List(added.calls), List(added.constants), List(added.codes)});
  }
  Table(rows, out);
  rows = {{"code", "to VMs of levels below", "is"}};
  for (const ir::Enum& codes : abi.enumeration()) {
    for (const ir::EnumValue& value : codes.value()) {
      for (const ir::Before& before : value.before()) {
        rows.push_back({Code(value.name()), before.level(), Code(before.as())});
      }
    }
  }
  if (rows.size() == 1) return;
  Paragraph("What happens to VMs of later levels, a VM of an earlier one sees in its own words:",
            out);
  Table(rows, out);
}

}  // namespace hf::idl
