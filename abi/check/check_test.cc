// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The comparison as a whole.

#include "abi/check/check.h"

#include "abi/check/test_abi.h"
#include "gtest/gtest.h"

namespace hf::check {
namespace {

TEST(CheckTest, AnAbiIsItself) { EXPECT_EQ(ToText(Changes({})), ""); }

// Rows that do the same in every case are the same, however they are written.
TEST(CheckTest, AnotherWayToSayTheSame) {
  EXPECT_EQ(ToText(Changes({{"door(caller.vm) != OPEN",
                             "door(caller.vm) == SHUT || door(caller.vm) == BROKEN"}})),
            "");
}

TEST(CheckTest, AFindingSaysWhere) {
  const auto findings = Changes({{"unknown_result: -1", "unknown_result: -2"}});
  ASSERT_EQ(findings.size(), 1);
  EXPECT_EQ(findings[0].file, "new.proto");
  EXPECT_EQ(findings[0].line, 5);
  EXPECT_EQ(findings[0].column, 10);
}

TEST(CheckTest, WhatIsGoneIsInTheOldFile) {
  const auto findings = Changes({{"service Events {\n  // The visitor is tired.\n  rpc Tired",
                                  "service Events {\n  // The clock strikes.\n  rpc Strikes"}});
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings[0].rule, "HF079");
  EXPECT_EQ(findings[0].file, "new.proto");
  EXPECT_EQ(findings.back().file, "old.proto");
  EXPECT_EQ(findings.back().what, "the event cannot happen any more");
}

TEST(CheckTest, TheVersionIsComputed) {
  EXPECT_EQ(NextVersion({1, 0}, Class::kDocumentation), (idl::Level{1, 0}));
  EXPECT_EQ(NextVersion({1, 0}, Class::kCompatible), (idl::Level{1, 1}));
  EXPECT_EQ(NextVersion({1, 3}, Class::kBreaking), (idl::Level{2, 0}));
  EXPECT_EQ(NextVersion({0, 1}, Class::kBreaking), (idl::Level{1, 0}));
}

TEST(CheckTest, AVersionThatIsTooSmall) {
  const ir::Abi old_abi = AbiOf("old.proto", kTestAbi);
  const ir::Abi new_abi =
      AbiOf("new.proto", Edited({{"unknown_result: -1", "unknown_result: -2"}}));
  auto findings = Compare(old_abi, new_abi);
  EXPECT_EQ(
      ToText(CheckBump(old_abi, new_abi, findings)),
      "error HF080 abi: the version is 1.0, but breaking changes since 1.0 need 2.0 at least\n");
  findings[0].waived = "nobody looks";
  EXPECT_EQ(ToText(CheckBump(old_abi, new_abi, findings)), "");
}

}  // namespace
}  // namespace hf::check
