// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See report.h.

#include "abi/check/report.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace hf::check {
namespace {

constexpr Class kClasses[] = {Class::kError, Class::kBreaking, Class::kCompatible,
                              Class::kDocumentation};

std::string PlaceOf(const Finding& finding) {
  return finding.line == 0 ? finding.file
                           : absl::StrCat(finding.file, ":", finding.line, ":", finding.column);
}

bool IsWaived(const Finding& finding) { return !finding.waived.empty(); }

size_t Count(const Report& report, Class classification) {
  return static_cast<size_t>(std::count_if(
      report.findings.begin(), report.findings.end(), [classification](const Finding& finding) {
        return finding.classification == classification && !IsWaived(finding);
      }));
}

// "2 breaking, 1 compatible".
std::string Counts(const Report& report) {
  std::vector<std::string> parts;
  for (Class classification : kClasses) {
    const size_t count = Count(report, classification);
    if (count == 0) continue;
    const bool errors = classification == Class::kError && count > 1;
    parts.push_back(absl::StrCat(count, " ", Name(classification), errors ? "s" : ""));
  }
  const auto waived = std::count_if(report.findings.begin(), report.findings.end(), IsWaived);
  if (waived > 0) parts.push_back(absl::StrCat(waived, " waived"));
  return parts.empty() ? "no differences" : absl::StrJoin(parts, ", ");
}

// "needs 1.1, is 1.1".
std::string Versions(const Report& report) {
  const Class gravest = Gravest(report.findings);
  const idl::Level needed = NextVersion(report.old_level, gravest);
  if (report.unreleased) {
    return absl::StrCat("by itself it would need ",
                        gravest == Class::kDocumentation ? "no new version"
                        : gravest == Class::kCompatible  ? "a new minor version"
                                                         : "a new major version",
                        "; what counts is the newest released version");
  }
  return absl::StrCat("after ", report.old_level.ToString(), " this needs version ",
                      needed.ToString(), "; it is ", report.new_level.ToString());
}

std::string Indented(const std::string& text, absl::string_view indentation) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n', absl::SkipEmpty());
  std::string out;
  for (const std::string& line : lines) absl::StrAppend(&out, indentation, line, "\n");
  return out;
}

std::string JsonString(absl::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppend(&out, "\\u", absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad4));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

// What would end a cell or begin a tag.
std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"|", "\\|"}, {"<", "&lt;"}, {"\n", " "}});
}

}  // namespace

bool IsGood(const Report& report) { return Count(report, Class::kError) == 0; }

std::string TextReport(const Report& report) {
  std::string text =
      absl::StrCat(report.old_name, " → ", report.new_name, ": ", Counts(report), "\n");
  absl::string_view family;
  for (const Finding& finding : report.findings) {
    const Rule& rule = *FindRule(finding.rule);
    if (rule.family != family) {
      family = rule.family;
      absl::StrAppend(&text, "\n", family, "\n");
    }
    absl::StrAppend(&text, "  ", PlaceOf(finding), ": ",
                    IsWaived(finding) ? "waived" : Name(finding.classification), ": ",
                    finding.subject, ": ", finding.what, " [", finding.rule, "]\n");
    if (!finding.witness.empty()) absl::StrAppend(&text, Indented(finding.witness, "      "));
    if (IsWaived(finding)) absl::StrAppend(&text, "      waived: ", finding.waived, "\n");
  }
  if (!report.findings.empty()) {
    absl::StrAppend(
        &text, "\n", Versions(report),
        "\n`hfidl explain HFnnn` says why a rule exists and how to change compatibly.\n");
  }
  return text;
}

std::string JsonReport(const Report& report) {
  const idl::Level needed = NextVersion(report.old_level, Gravest(report.findings));
  std::string text =
      absl::StrCat("{\n  \"format\": 1,\n  \"old\": {\"file\": ", JsonString(report.old_name),
                   ", \"version\": ", JsonString(report.old_level.ToString()),
                   "},\n  \"new\": {\"file\": ", JsonString(report.new_name),
                   ", \"version\": ", JsonString(report.new_level.ToString()),
                   "},\n  \"class\": ", JsonString(Name(Gravest(report.findings))),
                   ",\n  \"needed_version\": ", JsonString(needed.ToString()),
                   ",\n  \"unreleased\": ", report.unreleased ? "true" : "false",
                   ",\n  \"good\": ", IsGood(report) ? "true" : "false", ",\n  \"findings\": [");
  bool first = true;
  for (const Finding& finding : report.findings) {
    absl::StrAppend(&text, first ? "\n" : ",\n", "    {\"rule\": ", JsonString(finding.rule),
                    ", \"name\": ", JsonString(FindRule(finding.rule)->name),
                    ", \"family\": ", JsonString(FindRule(finding.rule)->family),
                    ", \"class\": ", JsonString(Name(finding.classification)),
                    ",\n     \"file\": ", JsonString(finding.file), ", \"line\": ", finding.line,
                    ", \"column\": ", finding.column,
                    ",\n     \"subject\": ", JsonString(finding.subject),
                    ",\n     \"what\": ", JsonString(finding.what),
                    ",\n     \"witness\": ", JsonString(finding.witness),
                    ",\n     \"waived\": ", JsonString(finding.waived), "}");
    first = false;
  }
  absl::StrAppend(&text, first ? "" : "\n  ", "]\n}\n");
  return text;
}

std::string MarkdownReport(const Report& report) {
  std::string text = absl::StrCat("### ABI: ", Counts(report), "\n\n`", report.old_name, "` → `",
                                  report.new_name, "`: ", Versions(report), ".\n");
  for (Class classification : kClasses) {
    if (Count(report, classification) == 0) continue;
    absl::StrAppend(&text, "\n**", Name(classification), "**\n\n");
    for (const Finding& finding : report.findings) {
      if (finding.classification != classification || IsWaived(finding)) continue;
      absl::StrAppend(&text, "* `", finding.subject, "`: ", Escaped(finding.what), " — ",
                      finding.rule, " ", FindRule(finding.rule)->name, ", `", PlaceOf(finding),
                      "`\n");
      if (!finding.witness.empty()) {
        absl::StrAppend(&text, "\n  ```text\n", Indented(finding.witness, "  "), "  ```\n\n");
      }
    }
  }
  bool any = false;
  for (const Finding& finding : report.findings) {
    if (!IsWaived(finding)) continue;
    if (!any) absl::StrAppend(&text, "\n**waived**\n\n");
    any = true;
    absl::StrAppend(&text, "* `", finding.subject, "`: ", Escaped(finding.what), " — ",
                    finding.rule, ": ", Escaped(finding.waived), "\n");
  }
  return text;
}

std::string ChangeLog(const std::vector<Finding>& findings) {
  std::string text;
  for (Class classification : {Class::kBreaking, Class::kCompatible}) {
    std::string part;
    for (const Finding& finding : findings) {
      if (finding.classification != classification) continue;
      absl::StrAppend(&part, "* `", finding.subject, "`: ", Escaped(finding.what), " (",
                      finding.rule, ")\n");
    }
    if (part.empty()) continue;
    absl::StrAppend(&text, text.empty() ? "" : "\n",
                    classification == Class::kBreaking ? "Breaking" : "Compatible", ":\n\n", part);
  }
  return text;
}

}  // namespace hf::check
