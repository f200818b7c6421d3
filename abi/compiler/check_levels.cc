// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What says since when something is there, is deprecated, or is seen as it is. See check.h.

#include <optional>
#include <string>

#include "abi/compiler/check.h"
#include "abi/compiler/level.h"
#include "abi/compiler/resolve.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace hf::idl {
namespace {

class LevelCheck {
 public:
  LevelCheck(const ir::Abi& abi, Diagnostics& diagnostics)
      : level_(Level::Of(abi)), diagnostics_(diagnostics) {}

  // The `since` and `deprecated` of something.
  template <typename Item>
  void Life(const Item& item) {
    std::optional<Level> since;
    if (item.has_since()) since = Parse(item, "since", item.since());
    if (!item.has_deprecated()) return;
    const auto deprecated = Parse(item, "deprecated since", item.deprecated().since());
    if (since && deprecated && *deprecated <= *since) {
      Error(item, absl::StrCat("is deprecated since ", deprecated->ToString(),
                               ", but there only since ", since->ToString()));
    }
    if (!absl::EndsWith(item.deprecated().note(), ".")) {
      Error(item,
            "is deprecated without sentences that say what to use instead: the '.' of "
            "'note' is missing");
    }
  }

  void Value(const ir::Enum& enumeration, const ir::EnumValue& value) {
    Life(value);
    Level last;
    for (const ir::Before& before : value.before()) {
      const auto level = Parse(value, "before", before.level());
      if (level && *level <= last) {
        Error(value, absl::StrCat("is 'before' ", level->ToString(), " after 'before' ",
                                  last.ToString(), ": the lowest level comes first"));
      }
      if (level) last = *level;
      if (FindValue(enumeration, before.as()) == nullptr || before.as() == value.name()) {
        Error(value, absl::StrCat("is seen as '", before.as(), "' before ", before.level(),
                                  ", which is not another value: ", enumeration.name(), " has ",
                                  ValueNames(enumeration)));
      }
    }
  }

 private:
  template <typename Item>
  std::optional<Level> Parse(const Item& item, absl::string_view what, const std::string& text) {
    std::optional<Level> level = Level::Parse(text);
    if (!level) {
      Error(item, absl::StrCat("is '", what, "' '", text, "', which is not a level such as '",
                               level_.ToString(), "'"));
    } else if (level_ < *level) {
      Error(item,
            absl::StrCat("is '", what, "' ", text, ", but this is level ", level_.ToString()));
    }
    return level;
  }

  template <typename Item>
  void Error(const Item& item, absl::string_view message) {
    diagnostics_.Error(item.place(), absl::StrCat("'", item.name(), "' ", message));
  }

  const Level level_;
  Diagnostics& diagnostics_;
};

}  // namespace

void CheckLevels(const ir::Abi& abi, Diagnostics& diagnostics) {
  LevelCheck check(abi, diagnostics);
  for (const ir::Constant& constant : abi.constant()) check.Life(constant);
  for (const ir::Call& call : abi.call()) check.Life(call);
  for (const ir::Enum& enumeration : abi.enumeration()) {
    for (const ir::EnumValue& value : enumeration.value()) check.Value(enumeration, value);
  }
}

}  // namespace hf::idl
