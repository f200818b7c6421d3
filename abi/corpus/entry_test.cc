// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Entries are read, and said to be wrong with their line; edits are made; verdicts.

#include "abi/corpus/entry.h"

#include <string>

#include "abi/corpus/judge.h"
#include "gtest/gtest.h"

namespace hf::corpus {
namespace {

constexpr char kIdl[] = "major: 1 minor: 0\nrow a\n  -1\nrow b -1\n";

constexpr char kEntry[] = R"(kind: PLAIN
what: "Row b succeeds."
guests: "None."
base: "1.0"
given { old: "row a" new: "row c" }
edit {
  old: "row b -1" new: "row b 0"
}
expect: "HF061|HF062"
may: "HF100"
bump: MINOR
)";

std::string Replace(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

std::string ErrorOf(const std::string& text) {
  std::string error;
  const auto entry = ReadEntry("e.textproto", text, error);
  if (entry) MakeSides(*entry, kIdl, error);
  return error;
}

TEST(Entry, BothSidesAreMade) {
  std::string error;
  const auto entry = ReadEntry("e.textproto", kEntry, error);
  ASSERT_TRUE(entry) << error;
  const auto sides = MakeSides(*entry, kIdl, error);
  ASSERT_TRUE(sides) << error;
  EXPECT_EQ(sides->before, "major: 1 minor: 0\nrow c\n  -1\nrow b -1\n");
  EXPECT_EQ(sides->after, "major: 1 minor: 1\nrow c\n  -1\nrow b 0\n");
}

TEST(Entry, TheVersionIsRaisedAsLabelled) {
  std::string error;
  const auto major = ReadEntry("e", Replace(kEntry, "MINOR", "MAJOR"), error);
  EXPECT_EQ(MakeSides(*major, kIdl, error)->after.substr(0, 17), "major: 2 minor: 0");
  const auto kept = ReadEntry("e", std::string(kEntry) + "keep_version: true", error);
  EXPECT_EQ(MakeSides(*kept, kIdl, error)->after.substr(0, 17), "major: 1 minor: 0");
}

TEST(Entry, WhiteSpaceStandsForAnyOther) {
  std::string text = kIdl;
  Edit edit;
  edit.set_old(" row   a -1\n");
  edit.set_new_("gone");
  EXPECT_EQ(Apply(edit, text), "");
  EXPECT_EQ(text, "major: 1 minor: 0\ngone\nrow b -1\n");
  edit.set_old("b-1");
  EXPECT_NE(Apply(edit, text), "");
}

TEST(Entry, MistakesAreNamedWithTheirLine) {
  EXPECT_EQ(ErrorOf(kEntry), "");
  EXPECT_EQ(ErrorOf(Replace(kEntry, "old: \"row b", "old: \"row d")),
            "e.textproto:6: error: the IDL does not have 'old', which begins with 'row'; edits are "
            "made one after the other\n");
  EXPECT_EQ(ErrorOf(Replace(kEntry, "old: \"row a\"", "old: \"row\"")),
            "e.textproto:5: error: the IDL has 'old' twice, in lines 2 and 4; more of the text "
            "around makes it unique\n");
  EXPECT_EQ(ErrorOf(Replace(kEntry, "old: \"row a\"", "old: \"\"")),
            "e.textproto:5: error: 'old' is empty; it is the piece of the IDL to be replaced\n");
  EXPECT_EQ(ErrorOf(Replace(kEntry, "row b 0", "row b -1")),
            "e.textproto:6: error: the edits change nothing\n");
  EXPECT_EQ(
      ErrorOf(Replace(kEntry, "may:", "mai:")),
      "e.textproto:10: error: Message type \"hf.corpus.Entry\" has no field named \"mai\".\n");
  EXPECT_EQ(ErrorOf(Replace(kEntry, "\"1.0\"", "\"2.0\"")),
            "e.textproto:1: error: the base '2.0' is neither '1.0' nor 'current'\n");
  EXPECT_EQ(ErrorOf(Replace(kEntry, "bump: MINOR", "")),
            "e.textproto:1: error: an entry has either a 'bump' or, if the compiler refuses it, "
            "'refused'\n");
  EXPECT_EQ(ErrorOf(Replace(kEntry, "PLAIN", "HARMLESS")),
            "e.textproto:1: error: what is HARMLESS has the bump NONE\n");
}

Verdict JudgeMinor(const std::set<std::string>& rules, Bump bump) {
  std::string error;
  Said said;
  said.rules = rules;
  said.alarms = rules;
  said.alarms.erase("HF100");
  said.bump = bump;
  return Judge(ReadEntry("e", kEntry, error)->entry, said);
}

TEST(Judge, OneOfTwoRulesIsEnough) {
  const Verdict verdict = JudgeMinor({"HF062", "HF100"}, MINOR);
  EXPECT_TRUE(verdict.missed.empty());
  EXPECT_TRUE(verdict.false_alarms.empty());
}

TEST(Judge, WhatIsNotSaidIsMissed) {
  const Verdict verdict = JudgeMinor({}, NONE);
  EXPECT_EQ(verdict.missed,
            (std::vector<std::string>{"HF061|HF062", "bump MINOR (computed: NONE)"}));
  EXPECT_TRUE(verdict.false_alarms.empty());
}

TEST(Judge, WhatIsNotLabelledIsAFalseAlarm) {
  const Verdict verdict = JudgeMinor({"HF061", "HF002"}, MAJOR);
  EXPECT_TRUE(verdict.missed.empty());
  EXPECT_EQ(verdict.false_alarms,
            (std::vector<std::string>{"HF002", "bump MAJOR (labelled: MINOR)"}));
}

TEST(Judge, ARefusalHasItsReason) {
  Entry entry;
  entry.set_refused("not total");
  Said said;
  said.errors = "f:1:1: error: the rows are not total";
  EXPECT_TRUE(Judge(entry, said).missed.empty());
  EXPECT_TRUE(HasLabels(entry));
  said.errors = "f:1:1: error: something else";
  EXPECT_EQ(Judge(entry, said).missed.size(), 1U);
}

}  // namespace
}  // namespace hf::corpus
