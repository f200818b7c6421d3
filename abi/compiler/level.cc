// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See level.h.

#include "abi/compiler/level.h"

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace hf::idl {

std::optional<Level> Level::Parse(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(text, '.');
  Level level;
  if (!absl::SimpleAtoi(parts.first, &level.major)) return std::nullopt;
  if (!absl::SimpleAtoi(parts.second, &level.minor)) return std::nullopt;
  // Signs, blanks and zeros in front are numbers too, but there is one way to write a level.
  if (level.ToString() != text) return std::nullopt;
  return level;
}

std::string Level::ToString() const { return absl::StrCat(major, ".", minor); }

std::string SeenAt(const ir::EnumValue& value, const Level& level) {
  for (const ir::Before& before : value.before()) {
    if (level < *Level::Parse(before.level())) return before.as();
  }
  return value.name();
}

}  // namespace hf::idl
