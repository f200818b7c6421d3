// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// protobuf's messages about unknown names, and what is added to them.

#include "abi/compiler/hints.h"

#include "abi/compiler/test_idl.h"
#include "gtest/gtest.h"

namespace hf::idl {
namespace {

TEST(HintsTest, UnknownField) {
  EXPECT_EQ(ErrorsOf("\noption (hf.idl.effect) = { nam: \"a\" };"),
            "t.proto:2:26: error: Error while parsing option value for \"effect\": Message type "
            "\"hf.idl.Effect\" has no field named \"nam\". It has name, of.\n");
}

TEST(HintsTest, UnknownOption) {
  const std::string errors = ErrorsOf("\noption (hf.idl.effects) = { name: \"a\" };");
  EXPECT_NE(errors.find("t.proto:2:8: error: Option \"(hf.idl.effects)\" unknown."),
            std::string::npos)
      << errors;
  EXPECT_NE(errors.find("abi/idl/idl.proto declares (hf.idl.abi), (hf.idl.constant), "),
            std::string::npos)
      << errors;
}

TEST(HintsTest, UnknownValue) {
  const std::string errors =
      ErrorsOf("\n// A.\nmessage A {\n  // B.\n  required bool b = 1 [(hf.idl.is) = BOOLE];\n}");
  EXPECT_NE(errors.find("has no value named \"BOOLE\" for option \"hf.idl.is\". It has "
                        "KIND_UNSPECIFIED, BOOL, "),
            std::string::npos)
      << errors;
}

TEST(HintsTest, UnknownValueInAnOption) {
  const std::string errors = ErrorsWithVocabulary(R"idl(
service Calls {
  // Rings.
  rpc Ring(Void) returns (Status) { option (hf.idl.call) = { number: 0xff00 caller: ALL }; }
})idl");
  EXPECT_EQ(errors,
            "t.proto:32:60: error: Error while parsing option value for \"call\": Unknown "
            "enumeration value of \"ALL\" for field \"caller\". It is one of PRIMARY, "
            "SECONDARY, ANY.\n");
}

TEST(HintsTest, NumbersThatAreTooLarge) {
  const auto errors = [](absl::string_view value) {
    return ErrorsOf(absl::StrCat("\noption (hf.idl.constant) = { name: \"A\" ", value, " };"));
  };
  EXPECT_EQ(
      errors("value: 1 bits: 0x100000000"),
      "t.proto:2:28: error: Error while parsing option value for \"constant\": Integer out of "
      "range (0x100000000). It is 0 to 0xffffffff (bits).\n");
  EXPECT_EQ(
      errors("value: 0x10000000000000000 bits: 32"),
      "t.proto:2:28: error: Error while parsing option value for \"constant\": Integer out of "
      "range (0x10000000000000000). It is 0 to 0xffffffff (bits), or 0 to "
      "0xffffffffffffffff (value).\n");
}

TEST(HintsTest, NothingToAdd) {
  EXPECT_EQ(Hint("Expected \";\"."), "");
  EXPECT_EQ(Hint("Message type \"no.such.Type\" has no field named \"a\"."), "");
}

}  // namespace
}  // namespace hf::idl
