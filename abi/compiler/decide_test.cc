// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The decision procedure, against what one can work out by hand.

#include "abi/compiler/decide.h"

#include <string>
#include <vector>

#include "abi/compiler/test_idl.h"
#include "gtest/gtest.h"

namespace hf::idl {
namespace {

// Arguments vm_id, other (VMs), size (a number); a fact and a state machine of a VM; invariants.
constexpr absl::string_view kAbi = R"idl(
// Id of the primary.
option (hf.idl.constant) = { name: "PRIMARY_VM_ID" value: 0 };
// There is such a VM.
option (hf.idl.fact) = { name: "exists" of: VM };
// A VM of a VM.
option (hf.idl.fact) = { name: "friend" of: VM is: VM };
// Callers exist.
option (hf.idl.invariant) = { name: "caller" holds: "exists(caller.vm)" calls_only: true };
// Doors of no one are shut.
option (hf.idl.invariant) = { name: "shut" of: VM holds: "exists(v1) || door(v1) == SHUT" };
// A door.
enum Door {
  option (hf.idl.enumeration) = { prefix: "DOOR_" };
  option (hf.idl.machine) = { name: "door" of: VM initial: "SHUT" };
  // Shut.
  DOOR_SHUT = 0;
  // Open.
  DOOR_OPEN = 1;
  // Ajar.
  DOOR_AJAR = 2;
}
// Nothing.
message Void {}
// A result.
message Status {
  option (hf.idl.word) = {};
  // The result.
  required int64 status = 1 [(hf.idl.at) = { msb: 63 lsb: 0 }];
}
// Arguments.
message Args {
  // A VM.
  required uint32 vm_id = 1 [(hf.idl.at) = { x: 1 msb: 31 lsb: 0 }, (hf.idl.is) = VM];
  // A VM.
  required uint32 other = 2 [(hf.idl.at) = { x: 1 msb: 63 lsb: 32 }, (hf.idl.is) = VM];
  // A number.
  required uint64 size = 3 [(hf.idl.at) = { x: 2 msb: 63 lsb: 0 }];
  // A door's state, as a guest gives it.
  required Door like = 4 [(hf.idl.at) = { x: 3 msb: 31 lsb: 0 }];
  option (hf.idl.unused) = { x: 3 msb: 63 lsb: 32 is: IGNORED };
}
// Calls.
service Calls {
  // A call.
  rpc Knock(Args) returns (Status) {
    option (hf.idl.call) = { number: 0xff00 caller: ANY };
    // The guard.
    option (hf.idl.outcome) = { name: "guard" when: "$0" result: "0" };
    // The rest.
    option (hf.idl.outcome) = { name: "rest" result: "-1" };
  }
})idl";

// The guard alone: can it hold, and does it always?
struct Answer {
  bool can_hold;
  bool always_holds;
  bool operator==(const Answer&) const = default;
};
constexpr Answer kNever = {false, false};
constexpr Answer kSometimes = {true, false};
constexpr Answer kAlways = {true, true};

Answer Ask(absl::string_view guard, bool of_call = true) {
  std::string text(kAbi);
  text.replace(text.find("$0"), 2, guard.data(), guard.size());
  Diagnostics diagnostics("t.proto");
  // Compile() complains about what is never or always true, but lowers it all the same.
  const ir::Abi abi = Compile("t.proto", absl::StrCat(kTestHead, text), diagnostics);
  if (abi.call_size() != 1 || !abi.call(0).row(0).has_when()) {
    ADD_FAILURE() << diagnostics.ToString();
    return kNever;
  }
  const Decision decision = Decide(abi, {abi.call(0).row(0).when()}, {.of_call = of_call});
  EXPECT_FALSE(decision.gave_up);
  EXPECT_EQ(decision.can_hold[0], decision.can_be_first[0]);
  return {decision.can_hold[0], !decision.uncovered.has_value()};
}

TEST(DecideTest, Numbers) {
  EXPECT_EQ(Ask("size < 4"), kSometimes);
  EXPECT_EQ(Ask("size < 4 || size >= 4"), kAlways);
  EXPECT_EQ(Ask("size < 4 || size > 4"), kSometimes);
  EXPECT_EQ(Ask("size < 4 && size > 2"), kSometimes);
  EXPECT_EQ(Ask("size < 4 && size > 3"), kNever);
  EXPECT_EQ(Ask("size < 0"), kNever);
  EXPECT_EQ(Ask("size >= 0"), kAlways);
}

TEST(DecideTest, Equality) {
  EXPECT_EQ(Ask("vm_id == other && vm_id != other"), kNever);
  EXPECT_EQ(Ask("vm_id == other && other == caller.vm && vm_id != caller.vm"), kNever);
  EXPECT_EQ(Ask("vm_id != other && other != caller.vm && vm_id != caller.vm"), kSometimes);
  EXPECT_EQ(Ask("vm_id == 5 && other == 6 && vm_id == other"), kNever);
}

TEST(DecideTest, TheCallersRoleIsItsId) {
  EXPECT_EQ(Ask("caller == PRIMARY || caller == SECONDARY"), kAlways);
  EXPECT_EQ(Ask("caller == PRIMARY && caller.vm != PRIMARY_VM_ID"), kNever);
  EXPECT_EQ(Ask("caller != PRIMARY && caller.vm == vm_id && vm_id == 0"), kNever);
}

TEST(DecideTest, States) {
  EXPECT_EQ(Ask("door(vm_id) == SHUT || door(vm_id) == OPEN || door(vm_id) == AJAR"), kAlways);
  EXPECT_EQ(Ask("door(vm_id) == SHUT || door(vm_id) == OPEN"), kSometimes);
  // What a guest passes may be no state at all.
  EXPECT_EQ(Ask("like == SHUT || like == OPEN || like == AJAR"), kSometimes);
}

TEST(DecideTest, FunctionsOfEqualArgumentsAreEqual) {
  EXPECT_EQ(Ask("vm_id == other && exists(vm_id) && !exists(other)"), kNever);
  EXPECT_EQ(Ask("exists(vm_id) && !exists(other)"), kSometimes);
  EXPECT_EQ(Ask("friend(vm_id) == other && exists(friend(vm_id)) && !exists(other)"), kNever);
  EXPECT_EQ(Ask("vm_id == 7 && door(vm_id) == OPEN && door(7) == SHUT"), kNever);
}

TEST(DecideTest, Invariants) {
  EXPECT_EQ(Ask("exists(caller.vm)"), kAlways);
  EXPECT_EQ(Ask("exists(caller.vm)", /*of_call=*/false), kSometimes);
  EXPECT_EQ(Ask("vm_id == caller.vm && !exists(vm_id)"), kNever);
  EXPECT_EQ(Ask("!exists(vm_id) && door(vm_id) == OPEN"), kNever);
  EXPECT_EQ(Ask("!exists(vm_id) && door(other) == OPEN"), kSometimes);
}

TEST(DecideTest, ALimitAnInvariantOfOtherFactsIsTakenToHold) {
  // The door of the caller is not asked for, so that it may be open is not seen to be impossible:
  // exists(caller.vm) is not among what the guard asks for either.
  EXPECT_EQ(Ask("door(vm_id) == OPEN && vm_id != caller.vm"), kSometimes);
}

TEST(DecideTest, OrderOfRows) {
  std::string text(kAbi);
  text.replace(text.find("$0"), 2, "size < 10");
  const ir::Abi abi = CompileGood(text);
  std::vector<ir::Expr> guards(3, abi.call(0).row(0).when());
  guards[1].mutable_arg(1)->set_number(5);
  guards[2].mutable_arg(1)->set_number(11);
  const Decision decision = Decide(abi, guards, {});
  EXPECT_EQ(decision.can_hold, (std::vector<bool>{true, true, true}));
  EXPECT_EQ(decision.can_be_first, (std::vector<bool>{true, false, true}));
  EXPECT_EQ(decision.uncovered, "size == 11");
}

TEST(DecideTest, APremiseExcludesCases) {
  std::string text(kAbi);
  text.replace(text.find("$0"), 2, "size < 10");
  const ir::Abi abi = CompileGood(text);
  const ir::Expr& guard = abi.call(0).row(0).when();
  ir::Expr premise = guard;
  premise.mutable_arg(1)->set_number(5);
  EXPECT_FALSE(Decide(abi, {guard}, {.always = &premise}).uncovered);
  EXPECT_TRUE(Decide(abi, {premise}, {.always = &guard}).uncovered);
}

TEST(DecideTest, GivesUpOnTooManyCases) {
  ir::Expr guard;
  guard.set_op(ir::Expr::AND);
  for (int i = 0; i < 23; ++i) {
    ir::Expr& fact = *guard.add_arg();
    fact.set_op(ir::Expr::FACT);
    fact.set_kind(ir::KIND_BOOL);
    fact.set_name(absl::StrCat("fact", i));
  }
  EXPECT_TRUE(Decide(ir::Abi(), {guard}, {}).gave_up);
}

}  // namespace
}  // namespace hf::idl
