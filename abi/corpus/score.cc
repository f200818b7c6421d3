// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See score.h.

#include "abi/corpus/score.h"

#include <algorithm>
#include <optional>

#include "abi/check/check.h"
#include "abi/check/rules.h"
#include "abi/compiler/load.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace hf::corpus {
namespace {

std::string At(const PlacedEntry& entry, int line, absl::string_view what) {
  return absl::StrCat(entry.file, ":", line, ": error: ", what, "\n");
}

// The name of a file without folders and extension.
std::string NameOf(const std::string& file) {
  const size_t slash = file.rfind('/');
  const std::string name = slash == std::string::npos ? file : file.substr(slash + 1);
  return name.substr(0, name.find('.'));
}

// A label that names a rule which does not exist, or an empty string.
std::string UnknownRule(const Entry& entry) {
  std::vector<std::string> labels(entry.expect().begin(), entry.expect().end());
  labels.insert(labels.end(), entry.may().begin(), entry.may().end());
  for (const std::string& label : labels) {
    const std::vector<std::string> ids = absl::StrSplit(label, '|');
    for (const std::string& id : ids) {
      if (check::FindRule(id) == nullptr) return id;
    }
  }
  return "";
}

Bump BumpOf(check::Class gravest) {
  switch (gravest) {
    case check::Class::kBreaking:
      return MAJOR;
    case check::Class::kCompatible:
      return MINOR;
    case check::Class::kDocumentation:
    case check::Class::kError:
      break;
  }
  return NONE;
}

void Check(const ir::Abi& before, const ir::Abi& after, Result& result) {
  std::vector<check::Finding> findings = check::Compare(before, after);
  result.said.bump = BumpOf(check::Gravest(findings));
  const std::vector<check::Finding> process = check::CheckBump(before, after, findings);
  findings.insert(findings.end(), process.begin(), process.end());
  for (const check::Finding& finding : findings) {
    result.said.rules.insert(finding.rule);
    if (finding.classification != check::Class::kDocumentation) {
      result.said.alarms.insert(finding.rule);
    }
    absl::StrAppend(&result.findings, "  ", finding.rule, " ", check::Name(finding.classification),
                    " ", finding.subject, ": ", finding.what, "\n");
  }
}

}  // namespace

std::optional<Result> Run(const PlacedEntry& entry, const Bases& bases, std::string& error) {
  const std::string unknown = UnknownRule(entry.entry);
  if (!unknown.empty()) {
    error = At(entry, entry.labels_line, absl::StrCat("there is no rule ", unknown));
    return std::nullopt;
  }
  const bool released = entry.entry.base() == "1.0";
  const std::optional<Sides> sides =
      MakeSides(entry, released ? bases.released_1_0 : bases.current, error);
  if (!sides) return std::nullopt;

  std::string wrong;
  const auto before = idl::LoadAbiText("before.proto", sides->before, wrong);
  if (!before) {
    const int line = entry.given.empty() ? 1 : entry.given[0].line;
    error = At(entry, line, absl::StrCat("the old side does not compile:\n", wrong));
    return std::nullopt;
  }
  Result result;
  result.entry = entry;
  const auto after = idl::LoadAbiText("after.proto", sides->after, result.said.errors);
  if (!after && !entry.entry.has_refused()) {
    error = At(entry, entry.edits[0].line,
               absl::StrCat("the new side does not compile:\n", result.said.errors));
    return std::nullopt;
  }
  if (after) Check(*before, *after, result);
  result.verdict = Judge(entry.entry, result.said);
  return result;
}

std::string Report(const std::vector<Result>& results) {
  size_t labelled = 0;
  size_t missed = 0;
  size_t false_alarms = 0;
  std::string lines;
  for (const Result& result : results) {
    labelled += HasLabels(result.entry.entry) ? 1 : 0;
    const std::string name = NameOf(result.entry.file);
    if (!result.verdict.missed.empty()) {
      ++missed;
      absl::StrAppend(&lines, "missed: ", name, ": ", absl::StrJoin(result.verdict.missed, ", "),
                      "\n");
    }
    if (!result.verdict.false_alarms.empty()) {
      ++false_alarms;
      absl::StrAppend(&lines, "false alarm: ", name, ": ",
                      absl::StrJoin(result.verdict.false_alarms, ", "), "\n");
    }
  }
  return absl::StrCat(results.size(), " entries, ", labelled,
                      " of them with something to find: ", labelled - missed, " caught, ", missed,
                      " missed; ", false_alarms, " false alarms\n", lines);
}

std::string Details(const Result& result) {
  const Entry& entry = result.entry.entry;
  std::string labels = absl::StrJoin(entry.expect(), ", ");
  if (entry.may_size() > 0)
    absl::StrAppend(&labels, " (and ", absl::StrJoin(entry.may(), ", "), ")");
  std::string text = absl::StrCat(NameOf(result.entry.file), ": ", entry.what(),
                                  "\n  guests: ", entry.guests(), "\n");
  if (entry.has_refused()) {
    return absl::StrCat(text, "  labelled: refused with '", entry.refused(), "'\n",
                        result.said.errors);
  }
  return absl::StrCat(text, "  labelled: ", labels.empty() ? "nothing" : labels, ", bump ",
                      Bump_Name(entry.bump()), "\n  computed: bump ", Bump_Name(result.said.bump),
                      "\n", result.findings);
}

}  // namespace hf::corpus
