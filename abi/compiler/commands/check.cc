// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hfidl check: what has changed from one ABI to another, and what that means for guests.

#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "abi/check/check.h"
#include "abi/check/report.h"
#include "abi/compiler/commands/command.h"
#include "abi/compiler/load.h"
#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"

ABSL_FLAG(std::string, format, "text", "see kHelp");
ABSL_FLAG(bool, unreleased, false, "see kHelp");

namespace hf::idl {
namespace {

constexpr char kHelp[] = R"(hfidl check OLD NEW

Finds every difference between two ABIs and says what it means for a guest that was built against
the old one: breaking, compatible, or documentation only; and which version the new one has to be.
Rows are not compared as text: two lists of rows are the same if they do the same in every case.
Each of the files is an IDL file or a representation (.textproto), such as a released version.

  --format=FORMAT   text, json, or markdown: a comment for a review
  --unreleased      nothing was promised about OLD, so it does not matter whether the version of NEW
                    is large enough: for two states of the tree between releases

The exit status is 1 if there is an error among the findings, such as a version that is too small
for what has changed, and 0 if there is none, even if something is breaking. For example, what is
new since the last release, and a comment on it:

  hfidl check abi/released/1.0.textproto abi/hafnia.proto
  hfidl check --format=markdown abi/released/1.0.textproto abi/hafnia.proto

`hfidl explain` lists the rules. `bazel run //abi:check -- --help`: against revisions of Git.
)";

std::optional<ir::Abi> Load(const std::string& path) {
  std::string errors;
  std::optional<ir::Abi> abi = LoadAbi(path, errors);
  std::cerr << errors;
  // Findings are in the file that was read, even if that was made of another.
  if (abi) abi->set_source(path);
  return abi;
}

int Run(const std::vector<std::string>& args) {
  if (args.size() < 2) return WrongUsage("check: expected two files, the old one first");
  if (args.size() > 2)
    return WrongUsage(absl::StrCat("check: unexpected argument '", args[2], "'"));
  std::string (*print)(const check::Report&) = nullptr;
  const std::string format = absl::GetFlag(FLAGS_format);
  if (format == "text") print = check::TextReport;
  if (format == "json") print = check::JsonReport;
  if (format == "markdown") print = check::MarkdownReport;
  if (print == nullptr) {
    return WrongUsage(
        absl::StrCat("check: --format=", format, " is none of text, json and markdown"));
  }
  const std::optional<ir::Abi> old_abi = Load(args[0]);
  const std::optional<ir::Abi> new_abi = Load(args[1]);
  if (!old_abi || !new_abi) return kFindings;
  check::Report report = {.old_name = args[0],
                          .new_name = args[1],
                          .old_level = Level::Of(*old_abi),
                          .new_level = Level::Of(*new_abi),
                          .unreleased = absl::GetFlag(FLAGS_unreleased),
                          .findings = check::Compare(*old_abi, *new_abi)};
  if (!report.unreleased) {
    for (check::Finding& finding : check::CheckBump(*old_abi, *new_abi, report.findings)) {
      report.findings.push_back(std::move(finding));
    }
  }
  std::cout << print(report);
  return check::IsGood(report) ? kGood : kFindings;
}

}  // namespace

Command CheckCommand() {
  return {.name = "check",
          .summary = "compares two ABIs and says what that means for guests",
          .help = kHelp,
          .flags = {"format", "unreleased"},
          .run = Run};
}

}  // namespace hf::idl
