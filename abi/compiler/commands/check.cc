// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hfidl check: what has changed from one ABI to another, and what that means for guests.

#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "abi/check/check.h"
#include "abi/check/consistency.h"
#include "abi/check/report.h"
#include "abi/check/waivers.h"
#include "abi/check/witnesses.h"
#include "abi/compiler/commands/command.h"
#include "abi/compiler/load.h"
#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"

ABSL_FLAG(std::string, format, "text", "see kHelp");
ABSL_FLAG(bool, unreleased, false, "see kHelp");
ABSL_FLAG(std::string, waivers, "", "see kHelp");
ABSL_FLAG(std::string, old_as, "", "see kHelp");
ABSL_FLAG(bool, witnesses, true, "see kHelp");

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
  --waivers=FILE    findings that are let pass, such as abi/check/waivers.textproto
  --old_as=NAME     what OLD is called in messages
  --witnesses=false does not search for sequences of calls whose result changes

The exit status is 1 if there is an error among the findings, such as a version that is too small
for what has changed, and 0 if there is none, even if something is breaking. For example, what is
new since the last release, and a comment on it:

  hfidl check abi/released/1.0.textproto abi/hafnia.proto
  hfidl check --format=markdown abi/released/1.0.textproto abi/hafnia.proto

`hfidl explain` lists the rules. `bazel run //abi:check -- --help`: against revisions of Git.
)";

// Without a name the file is called by its path. Findings are in the file that was read, even if
// that was made of another.
std::optional<ir::Abi> Load(const std::string& path, const std::string& name) {
  std::string errors;
  std::optional<ir::Abi> abi = LoadAbi(path, errors, name);
  std::cerr << errors;
  if (abi) abi->set_source(name.empty() ? path : name);
  return abi;
}

void Append(std::vector<check::Finding> from, std::vector<check::Finding>& to) {
  for (check::Finding& finding : from) to.push_back(std::move(finding));
}

// Everything that is to be said of the two.
std::vector<check::Finding> Findings(const ir::Abi& old_abi, const ir::Abi& new_abi,
                                     check::Waivers& waivers) {
  const bool unreleased = absl::GetFlag(FLAGS_unreleased);
  std::vector<check::Finding> findings = check::Compare(old_abi, new_abi);
  Append(check::CheckConsistency(new_abi), findings);
  if (absl::GetFlag(FLAGS_witnesses)) check::AddWitnesses(old_abi, new_abi, findings);
  waivers.Apply(findings);
  if (!unreleased) {
    std::vector<check::Finding> bump = check::CheckBump(old_abi, new_abi, findings);
    waivers.Apply(bump);
    Append(std::move(bump), findings);
  }
  Append(waivers.errors(), findings);
  // What a waiver is for may be older than a state between two releases.
  if (!unreleased) Append(waivers.Unused(), findings);
  return findings;
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
  const std::optional<ir::Abi> old_abi = Load(args[0], absl::GetFlag(FLAGS_old_as));
  const std::optional<ir::Abi> new_abi = Load(args[1], "");
  if (!old_abi || !new_abi) return kFindings;
  const std::string file = absl::GetFlag(FLAGS_waivers);
  const std::optional<std::string> text = file.empty() ? "" : ReadFile(file);
  if (!text) return Fail(absl::StrCat("check: cannot read '", file, "'"));
  check::Waivers waivers(file, *text, Level::Of(*new_abi), check::Today());
  const check::Report report = {.old_name = old_abi->source(),
                                .new_name = new_abi->source(),
                                .old_level = Level::Of(*old_abi),
                                .new_level = Level::Of(*new_abi),
                                .unreleased = absl::GetFlag(FLAGS_unreleased),
                                .findings = Findings(*old_abi, *new_abi, waivers)};
  std::cout << print(report);
  return check::IsGood(report) ? kGood : kFindings;
}

}  // namespace

Command CheckCommand() {
  return {.name = "check",
          .summary = "compares two ABIs and says what that means for guests",
          .help = kHelp,
          .flags = {"format", "unreleased", "waivers", "old_as", "witnesses"},
          .run = Run};
}

}  // namespace hf::idl
