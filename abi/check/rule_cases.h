// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// For every rule a change that it finds, and one much like it that it does not.

#ifndef ABI_CHECK_RULE_CASES_H_
#define ABI_CHECK_RULE_CASES_H_

#include <functional>
#include <string>
#include <vector>

#include "abi/check/check.h"
#include "abi/check/test_abi.h"

namespace hf::check {

using Try = std::function<std::vector<Finding>()>;

struct RuleCase {
  std::string rule;
  // Findings of the rule; the line is one of them, as ToText() prints it.
  Try fires;
  std::string line;
  // None of the rule.
  Try silent;
};

// The small ABI with the edits, compared with itself without.
inline Try By(const Edits& edits) {
  return [edits] { return Changes(edits); };
}

// Doors have a state more, which nothing enters.
inline Edits OldDoor() {
  return {{"  // It has been broken", "  // It squeaks.\n  DOOR_OLD = 3;\n  // It has been broken"},
          {"from: \"SHUT\" from: \"OPEN\" to: \"BROKEN\"",
           "from: \"SHUT\" from: \"OPEN\" from: \"OLD\" to: \"BROKEN\""},
          {"from: \"SHUT\" from: \"OPEN\" to: \"OPEN\"",
           "from: \"SHUT\" from: \"OPEN\" from: \"OLD\" to: \"OPEN\""}};
}

std::vector<RuleCase> IdentityCases();
std::vector<RuleCase> RecordCases();
std::vector<RuleCase> ValueCases();
std::vector<RuleCase> BehaviourCases();
std::vector<RuleCase> ProcessCases();

}  // namespace hf::check

#endif  // ABI_CHECK_RULE_CASES_H_
