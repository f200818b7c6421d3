// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The rules as people read them. See rules.h.

#include <cstddef>

#include "abi/check/rules.h"
#include "abi/compiler/writer.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::check {
namespace {

constexpr size_t kColumns = 100;

std::string Paragraph(absl::string_view text, absl::string_view indentation) {
  const auto lines = idl::Wrap(text, kColumns - indentation.size());
  return absl::StrCat(indentation, absl::StrJoin(lines, absl::StrCat("\n", indentation)), "\n");
}

absl::string_view Bump(Class classification) {
  switch (classification) {
    case Class::kDocumentation:
      return "no new version";
    case Class::kCompatible:
      return "a new minor version";
    case Class::kBreaking:
      return "a new major version";
    default:
      return "to be mended, whatever the version";
  }
}

constexpr char kJson[] = R"(
## The report as JSON

`--format=json` prints one object. Fields may be added; those that are here stay.

| field | what it is |
| --- | --- |
| `format` | 1, until a field changes its meaning |
| `old`, `new` | what was compared: `file` and `version` |
| `class` | the gravest of the findings that are not waived, errors left out |
| `needed_version` | the least version that the new one may have |
| `unreleased` | nothing was promised about the old one |
| `good` | there is no error that is not waived: the exit status is 0 |
| `findings` | a list, in the order of families and places |

Each finding has `rule`, `name`, `family`, `class`, `file`, `line` and `column` (0 if it is at no
place in particular), `subject`, `what`, and `witness` and `waived`, which are empty if there is none.
)";

}  // namespace

std::string Explain(const Rule& rule) {
  return absl::StrCat(rule.id, " ", rule.name, " (", rule.family,
                      ")\n\n  class: ", Name(rule.classification), ", ", Bump(rule.classification),
                      "\n\nWhy\n", Paragraph(rule.why, "  "), "\nWhat to do\n",
                      Paragraph(rule.how, "  "));
}

std::string ExplainAll() {
  std::string text;
  for (absl::string_view family : Families()) {
    absl::StrAppend(&text, text.empty() ? "" : "\n", family, "\n");
    for (const Rule& rule : Rules()) {
      if (rule.family != family) continue;
      absl::StrAppend(&text, "  ", rule.id, "  ", rule.name,
                      std::string(30 - rule.name.size(), ' '), Name(rule.classification), "\n");
    }
  }
  return text;
}

std::string RulesPage() {
  std::string text = R"(<!--
SPDX-FileCopyrightText: 2026 The Hafnia Authors
SPDX-License-Identifier: Apache-2.0

Generated from abi/check/rules.h; do not edit.
-->

# The checker's rules

)";
  absl::StrAppend(
      &text,
      Paragraph(
          "What `bazel run //abi:check` finds in a change of the ABI, and in an ABI by itself. "
          "`bazel run //abi:hfidl -- explain HF042` prints one of them. An id is for good.",
          ""),
      "\n", R"(| class | means | needs |
| --- | --- | --- |
| breaking | a guest that was built before may not run as before | a new major version |
| compatible | it runs as before | a new minor version |
| documentation | only words, or names that guests do not see | nothing |
| error | wrong whatever the version | to be mended, or waived with a reason |
)");
  absl::StrAppend(
      &text, "\n",
      Paragraph("The class of a rule is that of most of its findings; the text says of which it is "
                "another. Inputs may widen and outputs may narrow. There is no special rule for "
                "versions 0.x: guests of 0.1 exist and are served. Names count as compatible: a "
                "guest that was built does not see them, and its sources follow when it is built "
                "again.",
                ""));
  for (absl::string_view family : Families()) {
    absl::StrAppend(&text, "\n## ", family, "\n");
    for (const Rule& rule : Rules()) {
      if (rule.family != family) continue;
      absl::StrAppend(&text, "\n### ", rule.id, " ", rule.name, "\n\n",
                      Paragraph(absl::StrCat("*", Name(rule.classification), "*. ", rule.why), ""),
                      "\n", Paragraph(absl::StrCat("What to do: ", rule.how), ""));
    }
  }
  absl::StrAppend(&text, kJson);
  return text;
}

}  // namespace hf::check
