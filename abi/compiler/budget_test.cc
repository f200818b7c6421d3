// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The report of what is left in an ABI.

#include "abi/compiler/budget.h"

#include "abi/compiler/test_idl.h"
#include "gtest/gtest.h"

namespace hf::idl {
namespace {

TEST(BudgetTest, WhatIsLeft) {
  const ir::Abi abi = CompileGood(R"idl(
// Why.
enum Code {
  option (hf.idl.enumeration) = { prefix: "CODE_" in_interface: true };
  // One.
  CODE_ONE = 0;
  // Two.
  CODE_TWO = 2;
}
// What happened.
message Happened {
  option (hf.idl.word) = { tag: "code" };
  option (hf.idl.unused) = { msb: 63 lsb: 4 is: ZERO };
  // With TWO.
  message Two {
    option (hf.idl.unused) = { msb: 31 lsb: 4 is: ZERO };
    // A size.
    required uint32 size = 1 [(hf.idl.at) = { msb: 63 lsb: 32 }];
  }
  // Why.
  required Code code = 1 [(hf.idl.at) = { msb: 3 lsb: 0 }];
  // More.
  oneof payload { Two two = 2 [(hf.idl.on) = "TWO"]; }
}
// Arguments.
message Args {
  option (hf.idl.unused) = { x: 1 msb: 63 lsb: 32 is: IGNORED };
  option (hf.idl.unused) = { x: 2 msb: 63 lsb: 8 is: IGNORED };
  // A number.
  required uint32 a = 1 [(hf.idl.at) = { x: 1 msb: 31 lsb: 0 }];
  // A number.
  required uint32 b = 2 [(hf.idl.at) = { x: 2 msb: 7 lsb: 0 }];
}
service Calls {
  // A call.
  rpc KnockTwice(Args) returns (Happened) {
    option (hf.idl.call) = { number: 0xff01 caller: ANY };
    // Always.
    option (hf.idl.outcome) = { name: "knocks" result: "ONE" };
  }
}
)idl");
  EXPECT_EQ(Budget(abi), R"(What is left in level 1.0 of t.proto

Numbers of calls, which are free:
  calls                              0xff00, 0xff02 to 0xffff

Bits of results, zero until now; what is there later, older VMs do not look at:
  Happened ONE                       63:4
  Happened TWO                       31:4

Bits of arguments without a meaning. Callers may have anything there, so that what is new there needs
a value of an argument that says so, or a new call:
  knock_twice                        x1 63:32, x2 63:8, x3

Values of codes, which are free; older VMs must not see new ones of a closed enumeration, unless
`before` says as what:
  Code (closed)                      0x1, 0x3 to 0xf
)");
}

}  // namespace
}  // namespace hf::idl
