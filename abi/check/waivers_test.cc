// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What is wrong with a file of waivers is said with its place, and what would be right.

#include "abi/check/waivers.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace hf::check {
namespace {

std::string ErrorsOf(absl::string_view text) {
  std::string errors;
  const Waivers waivers("w", text, {1, 1}, "2026-11-22");
  for (const Finding& finding : waivers.errors()) {
    absl::StrAppend(&errors, finding.file, ":", finding.line, ":", finding.column, ": ",
                    finding.what, " [", finding.rule, "]\n");
  }
  return errors;
}

constexpr char kRest[] = " subject: \"abi\" reason: \"So.\" expires: \"1.2\" }";

TEST(WaiversTest, Good) {
  EXPECT_EQ(ErrorsOf(""), "");
  EXPECT_EQ(ErrorsOf(absl::StrCat("waiver { rule: \"HF007\"", kRest)), "");
}

TEST(WaiversTest, UnknownRule) {
  EXPECT_EQ(ErrorsOf(absl::StrCat("waiver {\n  rule: \"HF7\"", kRest)),
            "w:2:3: there is no rule 'HF7'; did you mean HF007 unknown-result-changed? [HF086]\n");
}

TEST(WaiversTest, RuleThatCannotBeWaived) {
  EXPECT_EQ(ErrorsOf(absl::StrCat("waiver { rule: \"HF081\"", kRest)),
            "w:1:10: HF081 cannot be waived: mend what it finds [HF089]\n");
}

TEST(WaiversTest, UnknownField) {
  EXPECT_EQ(ErrorsOf("waiver { role: \"HF007\" }"),
            "w:1:14: Message type \"hf.check.Waiver\" has no field named \"role\". It has rule, "
            "subject, reason, expires. [HF089]\n");
}

TEST(WaiversTest, NoReason) {
  EXPECT_EQ(ErrorsOf("waiver { rule: \"HF007\" subject: \"abi\" expires: \"1.2\" }"),
            "w:1:1: the waiver has no 'reason'; it has a rule, a subject, a reason and expires "
            "[HF089]\n");
}

TEST(WaiversTest, Expired) {
  EXPECT_EQ(
      ErrorsOf("waiver { rule: \"HF007\" subject: \"abi\" reason: \"So.\" expires: \"1.1\" }"),
      "w:1:53: the waiver of HF007 was for versions before 1.1, and this is 1.1; mend what it "
      "waived, or give it a later end and the reason [HF087]\n");
}

TEST(WaiversTest, NeitherVersionNorDay) {
  for (const char* end : {"soon", "2026-13-01", "2026-1-1", "1", "01.2"}) {
    EXPECT_EQ(ErrorsOf(absl::StrCat("waiver { rule: \"HF007\" subject: \"abi\" reason: \"So.\" "
                                    "expires: \"",
                                    end, "\" }")),
              absl::StrCat("w:1:53: '", end,
                           "' is neither a version such as '1.2' nor a day such as "
                           "'2027-01-31' [HF089]\n"));
  }
}

TEST(WaiversTest, CountsForOneSubject) {
  Waivers waivers("w", absl::StrCat("waiver { rule: \"HF007\"", kRest), {1, 1}, "2026-11-22");
  std::vector<Finding> findings(3);
  findings[0].rule = findings[1].rule = "HF007";
  findings[2].rule = "HF006";
  findings[0].subject = findings[2].subject = "abi";
  findings[1].subject = "other";
  EXPECT_EQ(waivers.Unused().size(), 1u);
  waivers.Apply(findings);
  EXPECT_EQ(findings[0].waived, "So.");
  EXPECT_EQ(findings[1].waived, "");
  EXPECT_EQ(findings[2].waived, "");
  EXPECT_TRUE(waivers.Unused().empty());
}

}  // namespace
}  // namespace hf::check
