// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the emitter of Promela makes of small IDL files. What it makes of hafnia.proto is a golden,
// and abi/spin checks it.

#include <string>

#include "abi/compiler/generate.h"
#include "abi/compiler/test_idl.h"
#include "gtest/gtest.h"

namespace hf::idl {
namespace {

std::string Promela(absl::string_view body) {
  const ir::Abi abi = CompileGood(absl::StrCat(kTestVocabulary, body));
  const auto text = Generate(abi, "promela", {});
  return text.ok() ? *text : std::string(text.status().message());
}

bool Has(const std::string& text, absl::string_view part) {
  return text.find(std::string(part)) != std::string::npos;
}

constexpr absl::string_view kCalls = R"idl(
// All doors are shut where nobody lives.
option (hf.idl.invariant) = { name: "shut" of: VM holds: "exists(v1) || door(v1) == SHUT" };
// Who calls is there.
option (hf.idl.invariant) = { name: "caller_is" holds: "exists(caller.vm)" };
// Arguments.
message Args {
  // A number.
  required uint64 size = 1 [(hf.idl.at) = { x: 1 msb: 63 lsb: 0 }];
}
service Calls {
  // Opens the door.
  rpc Open(Args) returns (Status) {
    option (hf.idl.call) = { number: 0xff00 caller: ANY };
    // Too much.
    option (hf.idl.outcome) = { name: "big" when: "size > MAX && !(size == 99)" result: "-1" };
    // It is open.
    option (hf.idl.outcome) = {
      name: "again" when: "caller == SECONDARY && door(caller.vm) == OPEN" result: "count()"
    };
    // Opens it.
    option (hf.idl.outcome) = {
      name: "opens" result: "0"
      move: { machine: "door(caller.vm)" from: "SHUT" from: "OPEN" to: "OPEN" }
      effect: "ring(caller.vm)"
    };
  }
}
service Events {
  // Wind.
  rpc Wind(Void) returns (Void) {
    option (hf.idl.event) = { when: "door(caller.vm) == OPEN" };
    // Bang.
    option (hf.idl.outcome) = {
      name: "bangs" move: { machine: "door(caller.vm)" from: "*" to: "SHUT" }
    };
  }
})idl";

TEST(PromelaTest, RowsAreInOrder) {
  EXPECT_TRUE(Has(Promela(kCalls), R"(
// Opens the door.
inline hf_open(caller_vm, caller_vcpu, size) {
  call_begins(caller_vm, caller_vcpu);
  printf("call open %d %d %d\n", caller_vm, caller_vcpu, size);
  if
  // Too much.
  :: size > MAX && !(size == 99) ->
    result = -1;
    printf("row big: -1\n")
  :: else -> if
  // It is open.
  :: caller_vm != PRIMARY_VM_ID && door(caller_vm) == DOOR_OPEN ->
    result = count();
    printf("row again: %d\n", result)
  // Opens it.
  :: else ->
    result = 0;
    ring(caller_vm);
    MUST(door(caller_vm) == DOOR_SHUT || door(caller_vm) == DOOR_OPEN,
         "violated: the row opens moves door from another state\n");
    door(caller_vm) = DOOR_OPEN;
    printf("row opens: 0\n")
  fi fi
}
)")) << Promela(kCalls);
}

TEST(PromelaTest, AnEventHappensWhenItSays) {
  EXPECT_TRUE(Has(Promela(kCalls), R"(
// Wind.
inline event_wind(caller_vm, caller_vcpu) {
  event_begins(caller_vm, caller_vcpu);
  MUST(door(caller_vm) == DOOR_OPEN, "violated: the event Wind happens at another time\n");
  printf("event wind %d %d\n", caller_vm, caller_vcpu);
  // Bang.
  door(caller_vm) = DOOR_SHUT;
  printf("row bangs:\n")
}
)")) << Promela(kCalls);
}

TEST(PromelaTest, StateMachinesBeginInTheirInitialState) {
  EXPECT_TRUE(Has(Promela(kCalls), R"(
// A door.
byte door_state[VMS] = DOOR_SHUT;
#define door(v1) door_state[(v1)]
)")) << Promela(kCalls);
}

TEST(PromelaTest, AFactWithoutAMeaningIsAnErrorThatSaysWhatToDo) {
  EXPECT_TRUE(Has(Promela(kCalls), R"(
#ifndef exists
#error "The fact exists of t.proto has no meaning in the model: add '#define exists(v1) EXPRESSION' to abi/spin/state.pml."
#endif
)"));
  EXPECT_TRUE(Has(Promela(kCalls), "add '#define ring(v1) STATEMENTS' to abi/spin/state.pml."));
}

TEST(PromelaTest, InvariantsAreProperties) {
  EXPECT_TRUE(Has(Promela(kCalls), R"(
  for (v1 : 0 .. VMS - 1) {
    MUST(exists(v1) || door(v1) == DOOR_SHUT, "violated: shut\n")
  };
)")) << Promela(kCalls);
  EXPECT_TRUE(Has(Promela(kCalls), R"(
inline call_begins(caller_vm, caller_vcpu) {
  // Who calls is there.
  MUST(exists(caller_vm), "violated: caller_is\n");
)")) << Promela(kCalls);
}

}  // namespace
}  // namespace hf::idl
