// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The compiler's checks: for each the exact message, and that good input passes.

#include "abi/compiler/check.h"

#include "abi/compiler/test_idl.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

namespace hf::idl {
namespace {

TEST(CheckTest, AcceptsGoodInput) {
  EXPECT_EQ(ErrorsWithVocabulary(CallWithRows(R"idl(
    // To nobody.
    option (hf.idl.outcome) = { name: "none" when: "!exists(vm_id)" result: "-1" };
    // To somebody.
    option (hf.idl.outcome) = { name: "some" result: "0" };)idl")),
            "");
}

// ---- Names and numbers -------------------------------------------------------------------------

TEST(CheckTest, TwoCallsWithOneNumber) {
  EXPECT_EQ(ErrorsWithVocabulary(R"idl(
service Calls {
  // Rings.
  rpc Ring(Void) returns (Status) {
    option (hf.idl.call) = { number: 0xff01 caller: ANY };
    // Always.
    option (hf.idl.outcome) = { name: "rings" result: "0" };
  }
  // Knocks.
  rpc Knock(Void) returns (Status) {
    option (hf.idl.call) = { number: 0xff01 caller: ANY };
    // Always.
    option (hf.idl.outcome) = { name: "knocks" result: "0" };
  }
})idl"),
            "t.proto:38:3: error: call Knock has the number 0xff01 of Ring\n");
}

TEST(CheckTest, NumberOutsideOfTheMask) {
  EXPECT_EQ(ErrorsWithVocabulary(R"idl(
service Calls {
  // Rings.
  rpc Ring(Void) returns (Status) {
    option (hf.idl.call) = { number: 0x4000ff01 caller: ANY };
    // Always.
    option (hf.idl.outcome) = { name: "rings" result: "0" };
  }
})idl"),
            "t.proto:32:3: error: call Ring has the number 0x4000ff01, with bits outside of the id "
            "mask\n");
}

TEST(CheckTest, NumberOutsideOfTheFamily) {
  const auto errors = [](absl::string_view number) {
    return ErrorsWithVocabulary(absl::StrCat(R"idl(
service Calls {
  // Rings.
  rpc Ring(Void) returns (Status) {
    option (hf.idl.call) = { number: )idl",
                                             number, R"idl( caller: ANY };
    // Always.
    option (hf.idl.outcome) = { name: "rings" result: "0" };
  }
})idl"));
  };
  EXPECT_EQ(errors("0xff00"), "");
  EXPECT_EQ(errors("0xffff"), "");
  EXPECT_EQ(errors("0xfeff"),
            "t.proto:32:3: error: call Ring has the number 0xfeff; calls have 0xff00 to 0xffff\n");
  EXPECT_EQ(errors("0x1ff00"),
            "t.proto:32:3: error: call Ring has the number 0x1ff00; calls have 0xff00 to 0xffff\n");
}

TEST(CheckTest, RowNameUsedTwice) {
  EXPECT_EQ(ErrorsWithVocabulary(CallWithRows(R"idl(
    // To nobody.
    option (hf.idl.outcome) = { name: "some" when: "!exists(vm_id)" result: "-1" };
    // To somebody.
    option (hf.idl.outcome) = { name: "some" result: "0" };)idl")),
            "t.proto:42:40: error: row 'some' is used twice: see line 40\n");
}

TEST(CheckTest, ConstantNameUsedTwice) {
  EXPECT_EQ(ErrorsWithVocabulary(R"idl(
// Again.
option (hf.idl.constant) = { name: "MAX" value: 17 };)idl"),
            "t.proto:31:37: error: name 'MAX' is used twice: see line 5\n");
}

TEST(CheckTest, NamesThatClashInC) {
  EXPECT_EQ(ErrorsWithVocabulary(R"idl(
// A mode.
enum Mode {
  option (hf.idl.enumeration) = { prefix: "MODE_" in_interface: true };
  // One.
  MODE_ONE = 0;
}
// One.
option (hf.idl.constant) = { name: "MODE_ONE" value: 1 };)idl"),
            "t.proto:34:3: error: C name 'HF_MODE_ONE' is used twice: see line 37\n");
}

TEST(CheckTest, FactNamedLikeAStateMachine) {
  EXPECT_EQ(ErrorsWithVocabulary(R"idl(
// Again.
option (hf.idl.fact) = { name: "door" of: VM };)idl"),
            "t.proto:31:33: error: name 'door' is used twice: see line 15\n");
}

TEST(CheckTest, FieldNameUsedTwiceIsProtobufsAffair) {
  EXPECT_EQ(ErrorsWithVocabulary(R"idl(
// Arguments.
message Args {
  // A number.
  required uint64 size = 1 [(hf.idl.at) = { x: 1 msb: 63 lsb: 0 }];
  // A number.
  required uint64 size = 2 [(hf.idl.at) = { x: 2 msb: 63 lsb: 0 }];
})idl"),
            "t.proto:35:19: error: \"size\" is already defined in \"t.Args\".\n");
}

// ---- Registers ---------------------------------------------------------------------------------

TEST(CheckTest, RegistersThatThereAreNot) {
  const auto errors = [](absl::string_view registers) {
    const std::string text = absl::StrReplaceAll(
        kTestHead, {{"unknown_result: -1", absl::StrCat("unknown_result: -1 ", registers)}});
    Diagnostics diagnostics("t.proto");
    Compile("t.proto", text, diagnostics);
    return diagnostics.ToString();
  };
  EXPECT_EQ(errors("zeroed: 1 zeroed: 30 lost_through: 30"), "");
  for (absl::string_view bad : {"0", "31", "99"}) {
    EXPECT_EQ(errors(absl::StrCat("zeroed: 1 zeroed: ", bad)),
              absl::StrCat("t.proto:1:90: error: 'zeroed' is ", bad,
                           ": it is one of the registers x1 to x30 [HF099]\n"));
    EXPECT_EQ(errors(absl::StrCat("lost_through: ", bad)),
              absl::StrCat("t.proto:1:90: error: 'lost_through' is ", bad,
                           ": it is one of the registers x1 to x30 [HF099]\n"));
  }
}

// ---- Comments ----------------------------------------------------------------------------------

TEST(CheckTest, MissingComments) {
  EXPECT_EQ(ErrorsWithVocabulary(R"idl(
option (hf.idl.constant) = { name: "LEAST" value: 1 };
message Args {
  required uint64 size = 1 [(hf.idl.at) = { x: 1 msb: 63 lsb: 0 }];
}
enum Colour {
  option (hf.idl.enumeration) = { prefix: "COLOUR_" };
  COLOUR_RED = 0;
}
service Calls {
  rpc Ring(Void) returns (Status) {
    option (hf.idl.call) = { number: 0xff01 caller: ANY };
    option (hf.idl.outcome) = { name: "rings" result: "0" };
  }
})idl"),
            "t.proto:30:37: error: constant 'LEAST' has no comment [HF085]\n"
            "t.proto:31:1: error: message 'Args' has no comment [HF085]\n"
            "t.proto:32:3: error: field 'size' has no comment [HF085]\n"
            "t.proto:34:1: error: enumeration 'Colour' has no comment [HF085]\n"
            "t.proto:36:3: error: value 'RED' has no comment [HF085]\n"
            "t.proto:39:3: error: call 'Ring' has no comment [HF085]\n"
            "t.proto:41:40: error: row 'rings' has no comment [HF085]\n");
}

// ---- Bits --------------------------------------------------------------------------------------

TEST(CheckTest, OverlappingBits) {
  EXPECT_EQ(ErrorsWithVocabulary(R"idl(
// Arguments.
message Args {
  // A number.
  required uint64 low = 1 [(hf.idl.at) = { x: 1 msb: 39 lsb: 0 }];
  // A number.
  required uint64 high = 2 [(hf.idl.at) = { x: 1 msb: 63 lsb: 32 }];
})idl"),
            "t.proto:35:3: error: high overlaps low at bit 32 of x1 [HF036]\n");
}

TEST(CheckTest, UncoveredBits) {
  EXPECT_EQ(ErrorsWithVocabulary(R"idl(
// Arguments.
message Args {
  option (hf.idl.unused) = { x: 1 msb: 63 lsb: 48 is: IGNORED };
  // A number.
  required uint32 low = 1 [(hf.idl.at) = { x: 1 msb: 31 lsb: 0 }];
})idl"),
            "t.proto:31:1: error: bits 47:32 of x1 in Args belong to no field and are not declared "
            "unused [HF099]\n");
}

TEST(CheckTest, PayloadOverTheTag) {
  EXPECT_EQ(ErrorsWithVocabulary(R"idl(
// A result.
message Packed {
  option (hf.idl.word) = { tag: "door" };
  option (hf.idl.unused) = { msb: 63 lsb: 8 is: ZERO };
  // The outside.
  message Outside {
    // A number.
    required uint64 size = 1 [(hf.idl.at) = { msb: 63 lsb: 7 }];
  }
  // The door.
  required Door door = 1 [(hf.idl.at) = { msb: 7 lsb: 0 }];
  // With OPEN.
  oneof payload { Outside outside = 2 [(hf.idl.on) = "OPEN"]; }
})idl"),
            "t.proto:37:5: error: size overlaps door at bit 7 of x0 [HF036]\n");
}

TEST(CheckTest, ArgumentInTheRegisterOfTheNumber) {
  EXPECT_EQ(ErrorsWithVocabulary(R"idl(
// Arguments.
message Args {
  // A number.
  required uint64 size = 1 [(hf.idl.at) = { x: 0 msb: 63 lsb: 0 }];
})idl"),
            "t.proto:33:3: error: argument 'size' is in x0; arguments are in x1 to x3 [HF099]\n");
}

TEST(CheckTest, FieldWiderThanItsType) {
  EXPECT_EQ(ErrorsWithVocabulary(R"idl(
// Arguments.
message Args {
  // A number.
  required uint32 size = 1 [(hf.idl.at) = { x: 1 msb: 63 lsb: 0 }];
})idl"),
            "t.proto:33:3: error: 'size' has 64 bits but a type of 32\n");
}

// ---- Rows --------------------------------------------------------------------------------------

TEST(CheckTest, RowsThatAreNotTotal) {
  EXPECT_EQ(ErrorsWithVocabulary(CallWithRows(R"idl(
    // Shut.
    option (hf.idl.outcome) = { name: "shut" when: "door(vm_id) == SHUT" result: "-1" };
    // Too many.
    option (hf.idl.outcome) = { name: "big" when: "size > MAX" result: "-1" };)idl")),
            "t.proto:38:1: error: the rows of Knock are not total: none matches when vm_id == 0, "
            "door(vm_id) == OPEN, size == 0 [HF090]\n");
}

TEST(CheckTest, NoRows) {
  EXPECT_EQ(ErrorsWithVocabulary(CallWithRows("")),
            "t.proto:38:1: error: the rows of Knock are not total: none matches [HF090]\n");
}

TEST(CheckTest, RowsThatAreTotalWithoutALastOne) {
  EXPECT_EQ(ErrorsWithVocabulary(CallWithRows(R"idl(
    // Less.
    option (hf.idl.outcome) = { name: "less" when: "size < MAX" result: "0" };
    // More.
    option (hf.idl.outcome) = { name: "more" when: "size > MAX" result: "0" };
    // Exactly.
    option (hf.idl.outcome) = { name: "exact" when: "size == MAX" result: "0" };)idl")),
            "");
}

TEST(CheckTest, RowWithAContradiction) {
  EXPECT_EQ(ErrorsWithVocabulary(CallWithRows(R"idl(
    // Both.
    option (hf.idl.outcome) = {
      name: "both" when: "door(vm_id) == SHUT && door(vm_id) == OPEN" result: "-1"
    };
    // Always.
    option (hf.idl.outcome) = { name: "rings" result: "0" };)idl")),
            "t.proto:41:14: error: row 'both' can never match: its guard is never true [HF091]\n");
}

TEST(CheckTest, RowBehindOthers) {
  EXPECT_EQ(ErrorsWithVocabulary(CallWithRows(R"idl(
    // Shut.
    option (hf.idl.outcome) = { name: "shut" when: "door(vm_id) == SHUT" result: "-1" };
    // Open.
    option (hf.idl.outcome) = { name: "open" when: "door(vm_id) == OPEN" result: "-1" };
    // Ajar.
    option (hf.idl.outcome) = { name: "ajar" result: "0" };)idl")),
            "t.proto:44:40: error: row 'ajar' can never match: the rows before it cover all its "
            "cases [HF091]\n");
}

TEST(CheckTest, MovesFromAStateThatTheMachineMayNotBeIn) {
  EXPECT_EQ(ErrorsWithVocabulary(CallWithRows(R"idl(
    // Open.
    option (hf.idl.outcome) = {
      name: "shuts" when: "size == 0" result: "0"
      move: { machine: "door(vm_id)" from: "OPEN" to: "SHUT" }
    };
    // Open too, because of the guard.
    option (hf.idl.outcome) = {
      name: "slams" when: "size == 1 && door(vm_id) != SHUT" result: "0"
      move: { machine: "door(vm_id)" from: "OPEN" to: "SHUT" }
    };
    // Whatever it is.
    option (hf.idl.outcome) = {
      name: "locks" result: "0" move: { machine: "door(vm_id)" from: "*" to: "SHUT" }
    };)idl")),
            "t.proto:42:13: error: row 'shuts' moves door(vm_id) from OPEN, but it can be SHUT "
            "there [HF094]\n");
}

TEST(CheckTest, MovesFromTheStateThatRowsBeforeLeave) {
  EXPECT_EQ(ErrorsWithVocabulary(CallWithRows(R"idl(
    // Shut.
    option (hf.idl.outcome) = { name: "shut" when: "door(vm_id) == SHUT" result: "-1" };
    // So open.
    option (hf.idl.outcome) = {
      name: "shuts" result: "0" move: { machine: "door(vm_id)" from: "OPEN" to: "SHUT" }
    };)idl")),
            "");
}

TEST(CheckTest, MovesOutOfAFinalState) {
  EXPECT_EQ(ErrorsOf(R"idl(
// A door.
enum Door {
  option (hf.idl.enumeration) = { prefix: "DOOR_" };
  option (hf.idl.machine) = { name: "door" initial: "SHUT" };
  // Shut.
  DOOR_SHUT = 0;
  // Gone.
  DOOR_GONE = 1 [(hf.idl.final) = true];
}
// Nothing.
message Void {}
service Events {
  // Something.
  rpc Mend(Void) returns (Void) {
    option (hf.idl.event) = { when: "door() == SHUT" };
    // The event says that it is shut.
    option (hf.idl.outcome) = {
      name: "oils" when: "door() == SHUT" move: { machine: "door()" from: "SHUT" to: "GONE" }
    };
  }
  // Something else.
  rpc Knock(Void) returns (Void) {
    // Whatever it is.
    option (hf.idl.outcome) = {
      name: "mends" move: { machine: "door()" from: "*" to: "SHUT" }
    };
  }
})idl"),
            "t.proto:26:27: error: row 'mends' moves door() out of GONE, which is final [HF094]\n");
}

TEST(CheckTest, RowsForTheWrongCaller) {
  const std::string call = R"idl(
service Calls {
  // Rings.
  rpc Ring(Void) returns (Status) {
    option (hf.idl.call) = { number: 0xff01 caller: PRIMARY denied: "other" };
    // The others.
    option (hf.idl.outcome) = { name: "other" when: "caller $0 PRIMARY" result: "-1" };
    // Always.
    option (hf.idl.outcome) = { name: "rings" result: "0" };
  }
})idl";
  const auto with = [&call](absl::string_view op) {
    std::string text = call;
    text.replace(text.find("$0"), 2, op.data(), op.size());
    return text;
  };
  EXPECT_EQ(ErrorsWithVocabulary(with("!=")), "");
  EXPECT_EQ(
      ErrorsWithVocabulary(with("==")),
      "t.proto:35:40: error: row 'other' must be the first of Ring and match if the caller is "
      "not PRIMARY [HF098]\n");
}

TEST(CheckTest, NoRowForTheWrongCaller) {
  EXPECT_EQ(
      ErrorsWithVocabulary(R"idl(
service Calls {
  // Rings.
  rpc Ring(Void) returns (Status) {
    option (hf.idl.call) = { number: 0xff01 caller: SECONDARY denied: "other" };
    // Always.
    option (hf.idl.outcome) = { name: "rings" result: "0" };
  }
})idl"),
      "t.proto:32:3: error: Ring is for SECONDARY callers, but has no row 'other' that denies "
      "it to others [HF098]\n");
}

}  // namespace
}  // namespace hf::idl
