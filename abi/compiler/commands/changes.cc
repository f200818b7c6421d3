// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hfidl changes: the page of the manual that says what a version has changed.

#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "abi/check/check.h"
#include "abi/check/report.h"
#include "abi/compiler/commands/command.h"
#include "abi/compiler/level.h"
#include "abi/compiler/load.h"
#include "abi/compiler/writer.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"

namespace hf::idl {
namespace {

constexpr char kHelp[] = R"(hfidl changes OLD NEW

Prints, in Markdown, what has changed for guests from one version of the ABI to the next: a page of
the manual. Each of the files is an IDL file or a representation (.textproto).

For example, what is new since the last release:

  hfidl changes abi/released/1.0.textproto abi/hafnia.proto

`hfidl check` says the same to who makes a change: with places, rules and the version it needs.
)";

constexpr char kHead[] = R"(<!--
SPDX-FileCopyrightText: 2026 The Hafnia Authors
SPDX-License-Identifier: Apache-2.0

Generated from $0 and
$1; do not edit.
-->

)";

// The text in lines of at most 100 columns, where it is an item of a list.
void PrintWrapped(const std::string& text) {
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(text, '\n'))) {
    const bool item = absl::StartsWith(line, "* ");
    absl::string_view indent = "";
    for (const std::string& part : Wrap(line, Writer::kColumns - 2)) {
      std::cout << indent << part << "\n";
      if (item) indent = "  ";
    }
    if (line.empty()) std::cout << "\n";
  }
}

int Run(const std::vector<std::string>& args) {
  if (args.size() != 2) return WrongUsage("changes: expected two files, the old one first");
  std::vector<ir::Abi> abis;
  for (const std::string& path : args) {
    std::string errors;
    const std::optional<ir::Abi> abi = LoadAbi(path, errors);
    std::cerr << errors;
    if (!abi) return kFindings;
    abis.push_back(*abi);
  }
  const std::string was = Level::Of(abis[0]).ToString();
  const std::string is = Level::Of(abis[1]).ToString();
  std::cout << absl::Substitute(kHead, abis[0].source(), abis[1].source());
  std::cout << "# What has changed in the ABI from " << was << " to " << is << "\n\n";
  PrintWrapped(absl::StrCat(
      "What a VM that was built for level ", was, " would notice if it were served at level ", is,
      ". It is not: each VM is served at its own level. Who moves a VM to [level ", is, "](", is,
      ".md) from [", was, "](", was,
      ".md) finds here what has to change. `hfidl explain` says more of the rules in brackets.\n"));
  const std::string log = check::ChangeLog(check::Compare(abis[0], abis[1]));
  PrintWrapped(log.empty() ? "Nothing that a VM can notice." : log.substr(0, log.size() - 1));
  return kGood;
}

}  // namespace

Command ChangesCommand() {
  return {.name = "changes",
          .summary = "prints what a version has changed, as a page of the manual",
          .help = kHelp,
          .flags = {},
          .run = Run};
}

}  // namespace hf::idl
