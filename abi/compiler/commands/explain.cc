// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hfidl explain: the rules of the checker.

#include <iostream>

#include "abi/check/rules.h"
#include "abi/compiler/commands/command.h"
#include "absl/flags/flag.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

ABSL_FLAG(bool, page, false, "see kHelp");

namespace hf::idl {
namespace {

constexpr char kHelp[] = R"(hfidl explain [RULE]

Says why a rule of `hfidl check` exists, which class its findings are of, and how to make the change
without breaking a guest. Without RULE, lists all rules. docs/abi/rules.md has them too.

  --page           prints that page

For example:

  hfidl explain HF042
)";

int Run(const std::vector<std::string>& args) {
  if (args.size() > 1) {
    return WrongUsage(absl::StrCat("explain: unexpected argument '", args[1], "'"));
  }
  if (args.empty()) {
    std::cout << (absl::GetFlag(FLAGS_page) ? check::RulesPage() : check::ExplainAll());
    return kGood;
  }
  const check::Rule* rule = check::FindRule(absl::AsciiStrToUpper(args[0]));
  for (const check::Rule& other : check::Rules()) {
    if (other.name == args[0]) rule = &other;
  }
  if (rule == nullptr) {
    const check::Rule& nearest = check::NearestRule(args[0]);
    std::cerr << check::ExplainAll() << "\n";
    return WrongUsage(absl::StrCat("explain: there is no rule '", args[0], "'; did you mean ",
                                   nearest.id, " ", nearest.name, "? All are listed above"));
  }
  std::cout << check::Explain(*rule);
  return kGood;
}

}  // namespace

Command ExplainCommand() {
  return {.name = "explain",
          .summary = "says why a rule of check exists, and how to change compatibly",
          .help = kHelp,
          .flags = {"page"},
          .run = Run};
}

}  // namespace hf::idl
