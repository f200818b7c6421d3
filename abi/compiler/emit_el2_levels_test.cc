// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What is emitted for released levels that differ from the current one in ways in which those of
// Hafnia do not, and what cannot be served. Levels 0.1 and 1.0 are tested by what they do:
// //abi:el2_levels_test.

#include "abi/compiler/emit_el2_levels.h"

#include <string>

#include "abi/compiler/generate.h"
#include "abi/compiler/test_idl.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

namespace hf::idl {
namespace {

constexpr absl::string_view kIdl = R"idl(
// Codes.
enum Code { option (hf.idl.enumeration) = { prefix: "CODE_" in_interface: true };
  // Out.
  CODE_OUT = 0;
  // In.
  CODE_IN = 1;
}
// Arguments.
message Args {
  // A number.
  required uint64 size = 1 [(hf.idl.at) = { x: 2 msb: 63 lsb: 12 }];
  // A small number.
  required uint32 mode = 2 [(hf.idl.at) = { x: 2 msb: 11 lsb: 2 }];
  // A switch.
  required bool quick = 3 [(hf.idl.at) = { x: 3 msb: 63 lsb: 0 }];
  option (hf.idl.unused) = { x: 2 msb: 1 lsb: 0 is: IGNORED };
}
// A word.
message Word {
  option (hf.idl.word) = { tag: "code" };
  option (hf.idl.unused) = { msb: 63 lsb: 8 is: ZERO };
  // With IN.
  message Where { option (hf.idl.unused) = { msb: 31 lsb: 8 is: ZERO };
    // A floor.
    required uint32 floor = 1 [(hf.idl.at) = { msb: 63 lsb: 32 }];
  }
  // A code.
  required Code code = 1 [(hf.idl.at) = { msb: 7 lsb: 0 }];
  oneof payload {
    // With IN.
    Where where = 2 [(hf.idl.on) = "IN"];
  }
}
service Calls {
  // Rings.
  rpc Ring(Args) returns (Status) {
    option (hf.idl.call) = { number: 0xff01 caller: ANY };
    // The rest.
    option (hf.idl.outcome) = { name: "rings" result: "0" };
  }
  // Looks.
  rpc Look(Void) returns (Word) {
    option (hf.idl.call) = { number: 0xff02 caller: ANY };
    // Always.
    option (hf.idl.outcome) = { name: "looks" result: "IN(3)" };
  }
})idl";

using Edits = std::vector<std::pair<absl::string_view, absl::string_view>>;

ir::Abi Make(const Edits& edits, uint32_t minor) {
  const std::string text = absl::StrReplaceAll(kIdl, edits);
  for (const auto& [from, to] : edits) EXPECT_NE(kIdl.find(from), absl::string_view::npos) << from;
  ir::Abi abi = CompileGood(absl::StrCat(kTestVocabulary, text));
  abi.set_minor(minor);
  return abi;
}

// What is generated for the IDL, and for a released version that differs from it so.
std::string Emit(absl::string_view kind, const Edits& edits, uint32_t minor = 0) {
  const auto text = Generate(Make({}, 1), kind, {.released = {Make(edits, minor)}});
  return text.ok() ? *text : std::string(text.status().message());
}

void ExpectIn(const std::string& text, absl::string_view part) {
  EXPECT_NE(text.find(part), std::string::npos) << "no\n" << part << "\nin\n" << text;
}

TEST(LevelsEmitterTest, ALevelWithTheSameCallsHasNoCodeOfItsOwn) {
  const std::string text = Emit("el2_dispatch_cc", {});
  EXPECT_EQ(text.find("1_0"), std::string::npos) << text;
  ExpectIn(text, "    {kServers.data(), 2},\n    {kServers.data(), kServers.size()},\n");
  EXPECT_EQ(text.find("noinline"), std::string::npos);
}

TEST(LevelsEmitterTest, NumbersThatMoved) {
  const std::string text = Emit("el2_dispatch_cc", {{"0xff01", "0xff03"}, {"0xff02", "0xff00"}});
  ExpectIn(text, R"(constexpr uint32_t kFirstNumber = 0xff00;

constexpr std::array<Server, 4> kServers1_0 = {
    Look,     // 0xff00 look
    Unknown,
    Unknown,
    Ring,     // 0xff03 ring
};

constexpr std::array<Server, 3> kServers = {
    Unknown,
    Ring,     // 0xff01 ring
    Look,     // 0xff02 look
};
)");
  ExpectIn(Emit("el2_levels_cc", {{"0xff01", "0xff03"}, {"0xff02", "0xff00"}}),
           "constexpr Call kCalls1_0[] = {\n    Call::kLook,\n    Call{},\n    Call{},\n");
}

TEST(LevelsEmitterTest, ArgumentsThatMoved) {
  const std::string text =
      Emit("el2_dispatch_cc", {{"x: 2 msb: 63 lsb: 12", "x: 1 msb: 63 lsb: 12"},
                               {"x: 2 msb: 11 lsb: 2 }", "x: 1 msb: 11 lsb: 2 }"},
                               {"x: 2 msb: 1 lsb: 0", "x: 1 msb: 1 lsb: 0"}});
  ExpectIn(text,
           "  return Ring(context, caller_vm_id, 0, ((x1 >> 12) << 12) | "
           "(((x1 >> 2) & 0x3ff) << 2), x3);\n");
  ExpectIn(text, "[[gnu::noinline]] uint64_t Ring(");
}

TEST(LevelsEmitterTest, AnArgumentThatWasNotThere) {
  const std::string text =
      Emit("el2_dispatch_cc",
           {{"  // A switch.\n  required bool quick = 3 [(hf.idl.at) = { x: 3 msb: 63 lsb: 0 }];\n",
             ""}});
  ExpectIn(text, "  return Ring(context, caller_vm_id, 0, x2, 0);\n");
}

TEST(LevelsEmitterTest, WordsThatChanged) {
  const std::string text =
      Emit("el2_levels_cc", {{"msb: 63 lsb: 32 }];\n  }", "msb: 23 lsb: 8 }];\n  }"},
                             {"option (hf.idl.unused) = { msb: 31 lsb: 8 is: ZERO };",
                              "option (hf.idl.unused) = { msb: 63 lsb: 24 is: ZERO };"},
                             {"CODE_OUT = 0", "CODE_OUT = 7"}});
  ExpectIn(text, R"(uint64_t Word1_0(uint64_t word) {
  const Word value = Word::Decode(word);
  switch (value.code) {
    case Code::kOut:
      return 7;
    case Code::kIn:
      return 1 | ((uint64_t{value.where.floor} & 0xffff) << 8);
  }
)");
}

TEST(LevelsEmitterTest, ACallThatIsGone) {
  EXPECT_EQ(Emit("el2_dispatch_cc", {{"rpc Ring", "rpc Sing"}}),
            "VMs of level 1.0 cannot be served: call 'sing' has no counterpart in the current ABI");
}

TEST(LevelsEmitterTest, AnArgumentThatIsGone) {
  EXPECT_EQ(
      Emit("el2_dispatch_cc", {{"bool quick", "bool slow"}}),
      "VMs of level 1.0 cannot be served: field 'ring.slow' has no counterpart in the current "
      "ABI");
}

TEST(LevelsEmitterTest, AValueThatALevelDoesNotKnow) {
  EXPECT_EQ(Emit("el2_dispatch_cc", {{"CODE_OUT", "CODE_AWAY"}}),
            "VMs of level 1.0 cannot be told of OUT, which their Code does not have: say 'before' "
            "which of its values they get instead");
}

TEST(LevelsEmitterTest, OnlyOlderLevelsAndEachOnce) {
  EXPECT_EQ(Emit("el2_dispatch_cc", {}, 1),
            "--released: t.proto is level 1.1; levels below 1.1, each once, are allowed");
  const auto twice =
      Generate(Make({}, 1), "el2_levels_h", {.released = {Make({}, 0), Make({}, 0)}});
  EXPECT_EQ(twice.status().message(),
            "--released: t.proto is level 1.0; levels below 1.1, each once, are allowed");
}

}  // namespace
}  // namespace hf::idl
