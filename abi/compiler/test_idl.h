// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Small IDL files for tests.

#ifndef ABI_COMPILER_TEST_IDL_H_
#define ABI_COMPILER_TEST_IDL_H_

#include <string>

#include "abi/compiler/compile.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace hf::idl {

// Line 1 of a file. A body starts with a line break: its first line is line 2.
inline constexpr absl::string_view kTestHead =
    "syntax = \"proto2\"; package t; import \"abi/idl/idl.proto\"; "
    "option (hf.idl.abi) = { major: 1 minor: 0 id_mask: 0xbfffffff unknown_result: -1 };";

// Lines 2 to 28 and an empty one: a vocabulary. What is under test follows from line 30 on.
inline constexpr absl::string_view kTestVocabulary = R"idl(
// Id of the primary.
option (hf.idl.constant) = { name: "PRIMARY_VM_ID" value: 0 };
// Most bytes.
option (hf.idl.constant) = { name: "MAX" value: 16 };
// There is such a VM.
option (hf.idl.fact) = { name: "exists" of: VM };
// A number.
option (hf.idl.fact) = { name: "count" is: NUMBER };
// Something that happens.
option (hf.idl.effect) = { name: "ring" of: VM };
// A door.
enum Door {
  option (hf.idl.enumeration) = { prefix: "DOOR_" };
  option (hf.idl.machine) = { name: "door" of: VM initial: "SHUT" };
  // Shut.
  DOOR_SHUT = 0;
  // Open.
  DOOR_OPEN = 1;
}
// Nothing.
message Void {}
// A result.
message Status {
  option (hf.idl.word) = {};
  // The result.
  required int64 status = 1 [(hf.idl.at) = { msb: 63 lsb: 0 }];
}
)idl";

// What the compiler says about kTestHead and the text.
inline std::string ErrorsOf(absl::string_view body) {
  Diagnostics diagnostics("t.proto");
  Compile("t.proto", absl::StrCat(kTestHead, body), diagnostics);
  return diagnostics.ToString();
}

// The same with the vocabulary.
inline std::string ErrorsWithVocabulary(absl::string_view body) {
  return ErrorsOf(absl::StrCat(kTestVocabulary, body));
}

// A call of number 0xff00 for everyone, whose rows are the text; the first of them is line 39.
inline std::string CallWithRows(absl::string_view rows) {
  return absl::StrCat(R"idl(
// Arguments.
message Args { option (hf.idl.unused) = { x: 1 msb: 63 lsb: 32 is: IGNORED };
  // A VM.
  required uint32 vm_id = 1 [(hf.idl.at) = { x: 1 msb: 31 lsb: 0 }, (hf.idl.is) = VM];
  // A number.
  required uint64 size = 2 [(hf.idl.at) = { x: 2 msb: 63 lsb: 0 }];
} service Calls {
// A call.
rpc Knock(Args) returns (Status) { option (hf.idl.call) = { number: 0xff00 caller: ANY };)idl",
                      rows, "\n}}");
}

inline ir::Abi CompileGood(absl::string_view body) {
  Diagnostics diagnostics("t.proto");
  ir::Abi abi = Compile("t.proto", absl::StrCat(kTestHead, body), diagnostics);
  EXPECT_EQ(diagnostics.ToString(), "");
  return abi;
}

}  // namespace hf::idl

#endif  // ABI_COMPILER_TEST_IDL_H_
