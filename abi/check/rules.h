// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The rules that a change of the ABI is judged by: one list, from which `hfidl explain` and
// docs/abi/rules.md are made. An id is for good: what a rule means may be said better, but never
// becomes something else.

#ifndef ABI_CHECK_RULES_H_
#define ABI_CHECK_RULES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace hf::check {

// What a difference means for a guest that was built before.
enum class Class {
  // Nothing: only words have changed.
  kDocumentation,
  // The guest runs as before: a new minor version.
  kCompatible,
  // The guest may not run as before: a new major version.
  kBreaking,
  // Wrong whatever the version: it has to be mended, or waived with a reason.
  kError,
};

// "breaking".
absl::string_view Name(Class classification);

struct Rule {
  // "HF042".
  absl::string_view id;
  // "value-added-to-closed-output".
  absl::string_view name;
  absl::string_view family;
  // Of most findings; `why` says of which it is another.
  Class classification;
  // What the rule finds, why that matters, and what decides its class: sentences.
  absl::string_view why;
  // How the same can be had without breaking a guest: sentences.
  absl::string_view how;
};

// All rules, by id.
const std::vector<Rule>& Rules();

// The families, in the order of their first rules.
std::vector<absl::string_view> Families();

// Null if there is none.
const Rule* FindRule(absl::string_view id);

// The rule whose id, or name, is most like the text: for messages about a text that is none.
const Rule& NearestRule(absl::string_view text);

// What `hfidl explain` prints of a rule: lines of at most 100 columns.
std::string Explain(const Rule& rule);
// What it prints without a rule: all of them, a line each.
std::string ExplainAll();
// docs/abi/rules.md.
std::string RulesPage();

// The parts of the list.
std::vector<Rule> ShapeRules();
std::vector<Rule> BehaviourRules();
std::vector<Rule> ProcessRules();

}  // namespace hf::check

#endif  // ABI_CHECK_RULES_H_
