// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Names and expressions in the IDL: the exact messages, and what good input becomes.

#include "abi/compiler/lower.h"

#include "abi/compiler/expr_print.h"
#include "abi/compiler/print_ir.h"
#include "abi/compiler/resolve.h"
#include "abi/compiler/test_idl.h"
#include "gtest/gtest.h"

namespace hf::idl {
namespace {

// A call with one row of this guard, whose string starts at line 40, column 53.
std::string ErrorsOfGuard(absl::string_view guard) {
  return ErrorsWithVocabulary(CallWithRows(absl::StrCat(R"idl(
    // A row.
    option (hf.idl.outcome) = { name: "row" when: ")idl",
                                                        guard,
                                                        R"idl(" result: "-1" };
    // All others.
    option (hf.idl.outcome) = { name: "rest" result: "0" };)idl")));
}

TEST(LowerTest, UnknownStateInAGuard) {
  EXPECT_EQ(ErrorsOfGuard("size == 0 && door(vm_id) == AJAR"),
            "t.proto:40:80: error: unknown state 'AJAR': Door has SHUT, OPEN\n");
}

TEST(LowerTest, UnknownStateInAMove) {
  EXPECT_EQ(ErrorsWithVocabulary(CallWithRows(R"idl(
    // Moves.
    option (hf.idl.outcome) = {
      name: "moves" result: "0"
      move: { machine: "door(vm_id)" from: "SHUT" to: "OPEN" }
      move: { machine: "door(vm_id)" from: "OPEN" from: "AJAR" to: "CLOSED" }
    };)idl")),
            "t.proto:43:58: error: unknown state 'AJAR': Door has SHUT, OPEN\n"
            "t.proto:43:69: error: unknown state 'CLOSED': Door has SHUT, OPEN\n");
}

TEST(LowerTest, UnknownInitialState) {
  EXPECT_EQ(ErrorsOf(R"idl(
// A door.
enum Door {
  option (hf.idl.enumeration) = { prefix: "DOOR_" };
  option (hf.idl.machine) = { name: "door" initial: "AJAR" };
  // Shut.
  DOOR_SHUT = 0;
})idl"),
            "t.proto:5:54: error: unknown state 'AJAR': Door has SHUT\n");
}

TEST(LowerTest, ValueWithoutThePrefix) {
  EXPECT_EQ(ErrorsOf(R"idl(
// A door.
enum Door {
  option (hf.idl.enumeration) = { prefix: "DOOR_" };
  // Shut.
  SHUT = 0;
})idl"),
            "t.proto:6:3: error: 'SHUT' does not start with 'DOOR_', the prefix of Door\n");
}

TEST(LowerTest, UnknownNames) {
  EXPECT_EQ(ErrorsOfGuard("sizes == 0"), "t.proto:40:52: error: unknown name 'sizes'\n");
  EXPECT_EQ(ErrorsOfGuard("size == MAXIMUM"), "t.proto:40:60: error: unknown name 'MAXIMUM'\n");
  EXPECT_EQ(ErrorsOfGuard("lives(vm_id)"),
            "t.proto:40:52: error: unknown fact or state machine 'lives'\n");
  EXPECT_EQ(ErrorsOfGuard("caller.cpu == 0"), "t.proto:40:52: error: unknown name 'caller.cpu'\n");
}

TEST(LowerTest, PlaceInAGuardOfSeveralStrings) {
  EXPECT_EQ(ErrorsOfGuard("size == 0 ||\"\n      \" sizes == 0"),
            "t.proto:41:9: error: unknown name 'sizes'\n");
}

TEST(LowerTest, SyntaxErrorsInAGuard) {
  EXPECT_EQ(ErrorsOfGuard("size == "),
            "t.proto:40:60: error: expected a name or a number at the end\n");
  EXPECT_EQ(ErrorsOfGuard("size = 0"), "t.proto:40:57: error: expected an operator before '='\n");
  EXPECT_EQ(ErrorsOfGuard("(size == 0"), "t.proto:40:62: error: expected ')' at the end\n");
  EXPECT_EQ(ErrorsOfGuard("exists(vm_id size)"),
            "t.proto:40:65: error: expected ')' before 'size'\n");
  EXPECT_EQ(ErrorsOfGuard("&& size == 0"),
            "t.proto:40:52: error: expected a name or a number before '&&'\n");
  EXPECT_EQ(ErrorsOfGuard("size == 12x"), "t.proto:40:60: error: '12x' is not a number\n");
}

TEST(LowerTest, KindsThatDoNotFit) {
  EXPECT_EQ(ErrorsOfGuard("size"),
            "t.proto:40:52: error: a guard is true or false, but this is a number\n");
  EXPECT_EQ(ErrorsOfGuard("size == vm_id"),
            "t.proto:40:52: error: cannot compare a number with a VM\n");
  EXPECT_EQ(ErrorsOfGuard("exists(size)"),
            "t.proto:40:59: error: 'exists' takes a VM here, not a number\n");
  EXPECT_EQ(ErrorsOfGuard("exists()"), "t.proto:40:52: error: 'exists' takes 1 arguments, not 0\n");
  EXPECT_EQ(ErrorsOfGuard("door(vm_id) < OPEN"),
            "t.proto:40:52: error: a value of an enumeration has no order\n");
  EXPECT_EQ(ErrorsOfGuard("size == -1"),
            "t.proto:40:60: error: nothing that a guard can compare is negative\n");
}

TEST(LowerTest, ResultsAndEffects) {
  EXPECT_EQ(ErrorsWithVocabulary(CallWithRows(R"idl(
    // Row.
    option (hf.idl.outcome) = { name: "a" when: "size == 0" result: "door(vm_id)" };
    // Row.
    option (hf.idl.outcome) = { name: "b" when: "size == 1" };
    // Row.
    option (hf.idl.outcome) = { name: "c" when: "size == 2" result: "0" leave: "GONE" };
    // Row.
    option (hf.idl.outcome) = {
      name: "d" result: "0" effect: "ring(vm_id)" effect: "sing()"
    };)idl")),
            "t.proto:40:70: error: Status cannot be a value of an enumeration\n"
            "t.proto:42:40: error: row 'b' has no result\n"
            "t.proto:44:81: error: there is no word with a tag\n"
            "t.proto:47:60: error: unknown effect 'sing'\n");
}

TEST(LowerTest, WhatACallDoesToMemoryIsSaidInSentences) {
  const auto errors = [](absl::string_view memory) {
    return ErrorsWithVocabulary(absl::StrCat(R"idl(
service Calls {
// A call.
rpc Knock(Void) returns (Status) {
  option (hf.idl.call) = { number: 0xff00 caller: ANY memory: ")idl",
                                             memory, R"idl(" };
  // Always.
  option (hf.idl.outcome) = { name: "knocks" result: "0" };
}})idl"));
  };
  EXPECT_EQ(errors("It is zeroed."), "");
  for (absl::string_view bad : {"", "zeroed"}) {
    EXPECT_NE(errors(bad).find("error: what a call does to memory is said in sentences: the '.' is "
                               "missing"),
              std::string::npos)
        << errors(bad);
  }
}

TEST(LowerTest, AFileBeginsWithItsSyntax) {
  const auto said = [](absl::string_view text) {
    Diagnostics diagnostics("t.proto");
    testing::internal::CaptureStderr();
    Compile("t.proto", text, diagnostics);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    return diagnostics.ToString();
  };
  EXPECT_EQ(said(absl::StrCat("// Comment.\n", kTestHead)), "");
  EXPECT_EQ(said(absl::StrCat("// None.\n ", kTestHead.substr(kTestHead.find("package")))),
            "t.proto:2:2: error: an IDL file begins with 'syntax = \"proto2\";'\n");
  EXPECT_EQ(said("syntax = \"proto3\";\n"),
            "t.proto:1:10: error: an IDL file begins with 'syntax = \"proto2\";'\n");
}

TEST(LowerTest, ErrorsOfProtobufsOwn) {
  EXPECT_EQ(ErrorsOf("\nmessage Args {\n  required uint64 size 1;\n}"),
            "t.proto:3:24: error: Missing field number.\n");
  EXPECT_EQ(ErrorsOf("\nimport \"other.proto\";"),
            "other.proto: error: File not found; an IDL file can import abi/idl/idl.proto only.\n"
            "t.proto:2:1: error: Import \"other.proto\" was not found or had errors.\n");
  EXPECT_EQ(
      ErrorsOf("\noption (hf.idl.constant) = { name: \"A\" value: 1 byts: 32 };"),
      "t.proto:2:28: error: Error while parsing option value for \"constant\": Message type "
      "\"hf.idl.Constant\" has no field named \"byts\". It has name, value, bits, audience, is, "
      "since, deprecated.\n");
}

TEST(LowerTest, ParsedExpressionsPrintAsTheyAreWritten) {
  const ir::Abi abi = CompileGood(absl::StrCat(kTestVocabulary, CallWithRows(R"idl(
    // Row.
    option (hf.idl.outcome) = {
      name: "a"
      when: "!exists(vm_id) && (size > MAX || caller != PRIMARY) && !(count() == 0x10)"
      result: "-1"
    };
    // Row.
    option (hf.idl.outcome) = { name: "b" result: "0" };)idl")));
  EXPECT_EQ(PrintExpr(abi.call(0).row(0).when()),
            "!exists(vm_id) && (size > MAX || caller != PRIMARY) && !(count() == 16)");
  EXPECT_EQ(PrintExpr(abi.call(0).row(0).result()), "-1");
}

TEST(LowerTest, CommentsAreJoinedToParagraphs) {
  const ir::Abi abi = CompileGood(R"idl(
// Nothing,
// at all.
//
// Never.
message Void {})idl");
  EXPECT_EQ(abi.record(0).doc(), "Nothing, at all.\nNever.");
}

TEST(LowerTest, PrintedRepresentationHasNoPlaces) {
  const ir::Abi abi = CompileGood("\n// Nothing.\nmessage Void {}");
  EXPECT_EQ(abi.record(0).place().line(), 3);
  EXPECT_EQ(PrintIr(abi), R"idl(# proto-file: abi/ir.proto
# proto-message: hf.ir.Abi
# fingerprint: aa331cef251ae966715e768e8d8e02cea32711bc9e7bc439df4ab5f5f3b5e503

source: "t.proto"
major: 1
minor: 0
id_mask: 3221225471
unknown_result: -1
record {
  name: "Void"
  doc: "Nothing."
  word: false
}
)idl");
}

}  // namespace
}  // namespace hf::idl
