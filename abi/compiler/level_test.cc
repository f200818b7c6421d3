// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Levels, and what the compiler says about those of constants, values and calls.

#include "abi/compiler/level.h"

#include "abi/compiler/test_idl.h"
#include "gtest/gtest.h"

namespace hf::idl {
namespace {

std::string ErrorsOfConstant(absl::string_view options) {
  return ErrorsOf(
      absl::StrCat("\n// A.\noption (hf.idl.constant) = { name: \"A\" value: 1 ", options, " };"));
}

constexpr absl::string_view kCodes = R"idl(
// Codes.
enum Code {
  option (hf.idl.enumeration) = { prefix: "CODE_" open: true };
  // One.
  CODE_ONE = 0;
  // Two.
  CODE_TWO = 1 [$0];
})idl";

std::string Codes(absl::string_view options) {
  std::string text(kCodes);
  return text.replace(text.find("$0"), 2, options);
}

TEST(LevelTest, Parse) {
  EXPECT_EQ(Level::Parse("1.0"), (Level{1, 0}));
  EXPECT_EQ(Level::Parse("0.12"), (Level{0, 12}));
  EXPECT_EQ((Level{2, 10}).ToString(), "2.10");
  for (absl::string_view bad : {"", "1", "1.", ".1", "1.0.0", "01.0", "1.-0", " 1.0", "1.x"}) {
    EXPECT_EQ(Level::Parse(bad), std::nullopt) << bad;
  }
  EXPECT_LT((Level{0, 12}), (Level{1, 0}));
  EXPECT_LT((Level{1, 9}), (Level{1, 10}));
}

TEST(LevelTest, LoweredToTheRepresentation) {
  const ir::Abi abi =
      CompileGood(Codes("(hf.idl.since) = \"1.0\", "
                        "(hf.idl.before) = { level: \"0.5\" as: \"ONE\" }") +
                  "\n// A.\noption (hf.idl.constant) = { name: \"A\" value: 1 since: \"0.1\" "
                  "deprecated: { since: \"1.0\" note: \"Use B.\" } };");
  EXPECT_TRUE(abi.enumeration(0).open());
  const ir::EnumValue& two = abi.enumeration(0).value(1);
  EXPECT_EQ(two.since(), "1.0");
  EXPECT_EQ(SeenAt(two, {0, 4}), "ONE");
  EXPECT_EQ(SeenAt(two, {0, 5}), "TWO");
  EXPECT_EQ(abi.constant(0).since(), "0.1");
  EXPECT_EQ(abi.constant(0).deprecated().since(), "1.0");
  EXPECT_EQ(abi.constant(0).deprecated().note(), "Use B.");
}

TEST(LevelTest, OfCalls) {
  const std::string text = absl::StrCat(kTestVocabulary, R"idl(
service Calls {
// A call.
rpc Knock(Void) returns (Status) {
  option (hf.idl.call) = { number: 0xff00 caller: ANY since: "0.2"
                           deprecated: { since: "0.3" note: "Ring." } };
  // Always.
  option (hf.idl.outcome) = { name: "knocks" result: "0" };
}})idl");
  const ir::Abi abi = CompileGood(text);
  EXPECT_EQ(abi.call(0).since(), "0.2");
  EXPECT_EQ(abi.call(0).deprecated().note(), "Ring.");
}

TEST(LevelTest, BadLevels) {
  EXPECT_EQ(ErrorsOfConstant("since: \"one\""),
            "t.proto:3:37: error: 'A' is 'since' 'one', which is not a level such as '1.0'\n");
  EXPECT_EQ(ErrorsOfConstant("since: \"1.1\""),
            "t.proto:3:37: error: 'A' is 'since' 1.1, but this is level 1.0\n");
  EXPECT_EQ(ErrorsOfConstant("since: \"1.0\" deprecated: { since: \"1.0\" note: \"Use B.\" }"),
            "t.proto:3:37: error: 'A' is deprecated since 1.0, but there only since 1.0\n");
  EXPECT_EQ(ErrorsOfConstant("deprecated: { since: \"1.0\" note: \"bad\" }"),
            "t.proto:3:37: error: 'A' is deprecated without sentences that say what to use "
            "instead: the '.' of 'note' is missing\n");
}

TEST(LevelTest, BadBefore) {
  EXPECT_EQ(ErrorsOf(Codes("(hf.idl.before) = { level: \"1.0\" as: \"THREE\" }")),
            "t.proto:8:3: error: 'TWO' is seen as 'THREE' before 1.0, which is not another value: "
            "Code has ONE, TWO\n");
  EXPECT_EQ(ErrorsOf(Codes("(hf.idl.before) = { level: \"1.0\" as: \"TWO\" }")),
            "t.proto:8:3: error: 'TWO' is seen as 'TWO' before 1.0, which is not another value: "
            "Code has ONE, TWO\n");
  EXPECT_EQ(ErrorsOf(Codes("(hf.idl.before) = { level: \"1.0\" as: \"ONE\" }, "
                           "(hf.idl.before) = { level: \"0.9\" as: \"ONE\" }")),
            "t.proto:8:3: error: 'TWO' is 'before' 0.9 after 'before' 1.0: the lowest level comes "
            "first\n");
}

}  // namespace
}  // namespace hf::idl
