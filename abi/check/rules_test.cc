// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The list of rules.

#include "abi/check/rules.h"

#include <set>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace hf::check {
namespace {

TEST(RulesTest, IdsAndNamesAreThereOnce) {
  std::set<absl::string_view> seen;
  for (const Rule& rule : Rules()) {
    EXPECT_TRUE(seen.insert(rule.id).second) << rule.id;
    EXPECT_TRUE(seen.insert(rule.name).second) << rule.name;
    EXPECT_EQ(rule.id.size(), 5u) << rule.id;
    EXPECT_TRUE(absl::StartsWith(rule.id, "HF")) << rule.id;
    EXPECT_TRUE(absl::EndsWith(rule.why, ".")) << rule.id;
    EXPECT_TRUE(absl::EndsWith(rule.how, ".")) << rule.id;
  }
}

TEST(RulesTest, TheNearest) {
  EXPECT_EQ(NearestRule("hf42").id, "HF042");
  EXPECT_EQ(NearestRule("HFO42").id, "HF042");
  EXPECT_EQ(NearestRule("calls-removed").id, "HF001");
}

TEST(RulesTest, Explained) {
  EXPECT_EQ(Explain(*FindRule("HF007")),
            "HF007 unknown-result-changed (identity)\n"
            "\n"
            "  class: breaking, a new major version\n"
            "\n"
            "Why\n"
            "  Guests probe for a call by the result of an unknown number.\n"
            "\n"
            "What to do\n"
            "  Leave it: it is how one guest runs on all versions.\n");
  for (const Rule& rule : Rules()) {
    EXPECT_TRUE(absl::StrContains(ExplainAll(), rule.id)) << rule.id;
    EXPECT_TRUE(absl::StrContains(RulesPage(), rule.name)) << rule.id;
  }
}

}  // namespace
}  // namespace hf::check
