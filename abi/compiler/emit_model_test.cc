// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the emitter of the model makes of things that hafnia.proto happens not to have, and what it
// says where the model's state lacks something. That it does right by hafnia.proto is tested by its
// golden and by abi/model.

#include <string>

#include "abi/compiler/generate.h"
#include "abi/compiler/test_idl.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace hf::idl {
namespace {

using testing::HasSubstr;

constexpr absl::string_view kCalls = R"idl(
// Arguments.
message Args {
  // A number.
  required uint64 size = 1 [(hf.idl.at) = { x: 2 msb: 63 lsb: 0 }];
  // A switch.
  required bool quick = 2 [(hf.idl.at) = { x: 3 msb: 63 lsb: 0 }];
}
service Calls {
  // Rings.
  rpc Ring(Args) returns (Status) {
    option (hf.idl.call) = { number: 0xff03 caller: ANY };
    // Neither or both.
    option (hf.idl.outcome) = {
      name: "odd" when: "!(quick && size < 4) && caller == SECONDARY" result: "7"
    };
    // Somebody.
    option (hf.idl.outcome) = { name: "busy" when: "exists(caller.vm)" result: "-1" };
    // The rest.
    option (hf.idl.outcome) = { name: "rings" result: "0" };
  }
  // Knocks.
  rpc Knock(Void) returns (Status) {
    option (hf.idl.call) = { number: 0xff00 caller: ANY };
    // Always.
    option (hf.idl.outcome) = { name: "knocks" result: "0" };
  }
})idl";

std::string Make(absl::string_view kind) {
  const ir::Abi abi = CompileGood(absl::StrCat(kTestVocabulary, kCalls));
  const auto text = Generate(abi, kind, {});
  return text.ok() ? *text : std::string(text.status().message());
}

TEST(EmitModelTest, RowsAreFunctionsOverTheFacts) {
  EXPECT_THAT(Make("model_rows"), HasSubstr(R"(// Rings.
template <class Facts>
Outcome Ring(const Facts& facts, Caller caller, const Args& args) {
  // odd: Neither or both.
  if (!(args.quick && args.size < 4) && !caller.is_primary()) return Outcome("odd").Returns(7);
  // busy: Somebody.
  if (facts.Exists(caller.vm)) return Outcome("busy").Returns(-1);
  // rings: The rest.
  return Outcome("rings").Returns(0);
}
)"));
  // What a row does not use has no name: no warning.
  EXPECT_THAT(Make("model_rows"), HasSubstr("Outcome Knock(const Facts&, Caller) {"));
}

TEST(EmitModelTest, CallsTakeTheRegistersThatTheyUse) {
  EXPECT_THAT(Make("model_rows"), HasSubstr("return Ring(facts, caller, Args::Decode(x2, x3));"));
  EXPECT_THAT(Make("model_ids"), HasSubstr("case abi::Call::kRing:\n      return 3;"));
  EXPECT_THAT(Make("model_ids"), HasSubstr("case abi::Call::kKnock:\n      return 0;"));
}

TEST(EmitModelTest, WhatTheStateLacksIsSaid) {
  EXPECT_THAT(Make("model_rows"),
              HasSubstr("has the fact exists: give Facts (State: abi/model/state.h) a\"\n"
                        "      \" `bool Exists(uint32_t vm) const`\");"));
}

}  // namespace
}  // namespace hf::idl
