// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Every rule finds what it is for, and not what only looks like it.

#include "abi/check/rule_cases.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace hf::check {
namespace {

// Rules that other tests find, and the tests of these tests.
const std::map<std::string, std::string>& FoundElsewhere() {
  static const auto& elsewhere = *new std::map<std::string, std::string>{
      {"HF081", "//abi/check:compat_check_test, //abi/compiler:frozen_test"},
      {"HF084", "//abi/check:compat_check_test"},
      // By search and by Spin, with the sequence.
      {"HF095", "//abi/spin"},
      // By static_assert and tests that are generated from the IDL.
      {"HF096", "//abi:el2_codec_test, //bindings/vectors"},
      // By comparing the core with the model, made of the rows, after each call.
      {"HF097", "//testing/model, //hypervisor/testing/lockstep"},
  };
  return elsewhere;
}

std::vector<RuleCase> AllCases() {
  std::vector<RuleCase> all;
  for (auto cases :
       {IdentityCases(), RecordCases(), ValueCases(), BehaviourCases(), ProcessCases()}) {
    all.insert(all.end(), cases.begin(), cases.end());
  }
  return all;
}

std::string OfRule(const std::string& rule, std::vector<Finding> findings) {
  findings.erase(std::remove_if(findings.begin(), findings.end(),
                                [&rule](const Finding& finding) { return finding.rule != rule; }),
                 findings.end());
  return ToText(findings);
}

TEST(RuleCasesTest, EachFiresAndIsSilent) {
  for (const RuleCase& rule_case : AllCases()) {
    SCOPED_TRACE(rule_case.rule);
    const std::vector<Finding> findings = rule_case.fires();
    const std::string text = OfRule(rule_case.rule, findings);
    EXPECT_NE(text, "") << "found only: " << ToText(findings);
    EXPECT_TRUE(
        absl::StrContains(text, absl::StrCat(rule_case.line, rule_case.line.empty() ? "" : "\n")))
        << rule_case.line << "\nis none of\n"
        << text;
    EXPECT_EQ(OfRule(rule_case.rule, rule_case.silent()), "");
  }
}

TEST(RuleCasesTest, EveryRuleHasBoth) {
  std::set<std::string> tried;
  for (const RuleCase& rule_case : AllCases()) {
    EXPECT_NE(FindRule(rule_case.rule), nullptr) << rule_case.rule;
    EXPECT_TRUE(tried.insert(rule_case.rule).second) << rule_case.rule << " is there twice";
  }
  for (const Rule& rule : Rules()) {
    const bool elsewhere = FoundElsewhere().count(std::string(rule.id)) > 0;
    EXPECT_NE(tried.count(std::string(rule.id)) > 0, elsewhere)
        << rule.id << ": each rule is tried here or named in FoundElsewhere()";
  }
}

}  // namespace
}  // namespace hf::check
