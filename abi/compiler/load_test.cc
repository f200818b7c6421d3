// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// An ABI from a file of either form, and what is said about one that cannot be read.

#include "abi/compiler/load.h"

#include <cstdlib>
#include <fstream>

#include "abi/compiler/print_ir.h"
#include "abi/compiler/test_idl.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

namespace hf::idl {
namespace {

constexpr absl::string_view kRows = R"idl(
    // Moves.
    option (hf.idl.outcome) = {
      name: "moves" when: "exists(vm_id) && size > MAX" result: "0"
      move: { machine: "door(vm_id)" from: "*" to: "OPEN" } effect: "ring(vm_id)"
    };
    // All others.
    option (hf.idl.outcome) = { name: "rest" result: "-1" };)idl";

std::string Printed() {
  return PrintIr(CompileGood(absl::StrCat(kTestVocabulary, CallWithRows(kRows))));
}

// What is said about the printed representation after `from` has become `to` in it.
std::string ErrorsAfter(absl::string_view from, absl::string_view to) {
  std::string text = Printed();
  EXPECT_NE(text.find(from), std::string::npos) << from;
  text = absl::StrReplaceAll(text, {{from, to}});
  std::string errors;
  EXPECT_FALSE(LoadAbiText("t.textproto", text, errors).has_value());
  return errors;
}

TEST(LoadTest, WhatIsPrintedIsReadAgain) {
  std::string errors;
  const auto abi = LoadAbiText("t.textproto", Printed(), errors);
  EXPECT_EQ(errors, "");
  ASSERT_TRUE(abi.has_value());
  EXPECT_EQ(PrintIr(*abi), Printed());
}

TEST(LoadTest, PlacesAreThoseInTheText) {
  std::string errors;
  const auto abi = LoadAbiText("t.textproto", Printed(), errors);
  ASSERT_TRUE(abi.has_value());
  // Three lines of comment, an empty one, and five of the head.
  EXPECT_EQ(abi->constant(0).place().line(), 10);
  EXPECT_EQ(abi->constant(0).place().column(), 1);
  EXPECT_LT(abi->call(0).row(0).place().line(), abi->call(0).row(0).when().place().line());
}

TEST(LoadTest, UnknownField) {
  const std::string errors = ErrorsAfter("id_mask:", "id_masc:");
  EXPECT_EQ(errors.find("t.textproto:8:8: error: Message type \"hf.ir.Abi\" has no field named "
                        "\"id_masc\". It has source, major, minor, id_mask, "),
            0u)
      << errors;
}

TEST(LoadTest, ARepresentationOfNothing) {
  std::string errors;
  EXPECT_FALSE(LoadAbiText("t.textproto", "", errors).has_value());
  for (absl::string_view name : {"source", "major", "minor", "id_mask", "unknown_result"}) {
    EXPECT_NE(errors.find(absl::StrCat("t.textproto:1:1: error: missing '", name,
                                       "': a representation has source, major, ")),
              std::string::npos)
        << errors;
  }
  EXPECT_EQ(ErrorsAfter("minor: 0\n", ""),
            "t.textproto:1:1: error: missing 'minor': a representation has source, major, minor, "
            "id_mask and unknown_result\n");
}

TEST(LoadTest, NamesOfNothing) {
  EXPECT_NE(ErrorsAfter("args: \"Args\"", "args: \"Arks\"").find("error: unknown message 'Arks'\n"),
            std::string::npos);
  EXPECT_NE(ErrorsAfter("enumeration: \"Door\"", "enumeration: \"Window\"")
                .find("error: unknown enumeration 'Window'\n"),
            std::string::npos);
  EXPECT_NE(ErrorsAfter("to: \"OPEN\"", "to: \"AJAR\"").find("error: unknown state 'AJAR'\n"),
            std::string::npos);
  EXPECT_NE(ErrorsAfter("op: FACT\n        name: \"exists\"", "op: FACT\n        name: \"lives\"")
                .find("error: unknown name 'lives'\n"),
            std::string::npos);
  EXPECT_NE(ErrorsAfter("op: EFFECT\n      name: \"ring\"", "op: EFFECT\n      name: \"sing\"")
                .find("error: unknown name 'sing'\n"),
            std::string::npos);
}

TEST(LoadTest, Operands) {
  EXPECT_NE(ErrorsAfter("op: AND", "op: NOT").find("error: NOT has 2 operands, not 1\n"),
            std::string::npos);
  EXPECT_NE(ErrorsAfter("op: FACT\n        name: \"exists\"", "op: FACT\n        name: \"count\"")
                .find("error: FACT has 1 operands, not 0\n"),
            std::string::npos);
}

TEST(LoadTest, ChecksApply) {
  EXPECT_NE(ErrorsAfter("doc: \"Most bytes.\"", "doc: \"\"")
                .find("error: constant 'MAX' has no comment [HF085]\n"),
            std::string::npos);
}

TEST(LoadTest, IdlByItsName) {
  std::string errors;
  EXPECT_TRUE(LoadAbiText("t.proto", std::string(kTestHead), errors).has_value()) << errors;
}

TEST(LoadTest, ValuesSayWhatWouldBeRight) {
  EXPECT_NE(ErrorsAfter("op: AND", "op: ALL")
                .find("error: Unknown enumeration value of \"ALL\" for field \"op\". It is one of "
                      "NUMBER, "),
            std::string::npos);
  EXPECT_EQ(ErrorsAfter("id_mask: 3221225471", "id_mask: 0x1bfffffff"),
            "t.textproto:8:10: error: Integer out of range (0x1bfffffff). It is 0 to "
            "0xffffffff.\n");
}

TEST(LoadTest, ThePathSaysWhatAFileIs) {
  const std::string path = absl::StrCat(std::getenv("TEST_TMPDIR"), "/t.textproto");
  std::ofstream(path) << Printed();
  std::string errors;
  EXPECT_TRUE(LoadAbi(path, errors, "other.proto").has_value()) << errors;
}

TEST(LoadTest, NoFile) {
  std::string errors;
  EXPECT_FALSE(LoadAbi("nowhere.proto", errors).has_value());
  EXPECT_EQ(errors, "hfidl: cannot read 'nowhere.proto'\n");
}

}  // namespace
}  // namespace hf::idl
