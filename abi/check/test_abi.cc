// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See test_abi.h.

#include "abi/check/test_abi.h"

#include "abi/compiler/load.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace hf::check {

// A house: doors that are open or shut, a bell, and a porter who runs visitors.
const char kTestAbi[] = R"idl(syntax = "proto2";
package t;
import "abi/idl/idl.proto";
option (hf.idl.abi) = {
  major: 1 minor: 0 id_mask: 0xbfffffff unknown_result: -1 zeroed: 1 zeroed: 2 lost_through: 17
};
// The porter.
option (hf.idl.constant) = { name: "PRIMARY_VM_ID" value: 0 is: VM };
// No door at all.
option (hf.idl.constant) = { name: "NO_DOOR" value: 0xffff };
// The highest number of a door.
option (hf.idl.constant) = { name: "LAST_DOOR" value: 16 };
// How many doors this house has bricks for.
option (hf.idl.constant) = { name: "BRICKS" value: 64 audience: HYPERVISOR };
// Why a visitor left.
enum Leave {
  option (hf.idl.enumeration) = { prefix: "LEAVE_" c_name: "leave" in_interface: true };
  // The visitor rests and is ready.
  LEAVE_REST = 0 [(hf.idl.scheduler) = "Let him in again."];
  // The visitor waits for a knock.
  LEAVE_WAIT = 1 [(hf.idl.scheduler) = "Do not let him in before somebody knocks."];
  // The visitor calls another one.
  LEAVE_CALL = 2 [(hf.idl.scheduler) = "Let the other one in."];
}
// How a door is opened.
enum Manner {
  option (hf.idl.enumeration) = { prefix: "MANNER_" in_interface: true };
  // Without a sound.
  MANNER_SOFT = 0;
  // With a bang.
  MANNER_LOUD = 1;
}
// What a door is.
enum Door {
  option (hf.idl.enumeration) = { prefix: "DOOR_" };
  option (hf.idl.machine) = { name: "door" of: VM initial: "SHUT" };
  // Nobody comes through.
  DOOR_SHUT = 0;
  // Everybody comes through.
  DOOR_OPEN = 1;
  // It has been broken for good.
  DOOR_BROKEN = 2 [(hf.idl.final) = true];
}
// What a visitor does.
enum Visitor {
  option (hf.idl.enumeration) = { prefix: "VISITOR_" };
  option (hf.idl.machine) = { name: "visitor" of: VM of: VCPU initial: "READY" };
  // He can be let in.
  VISITOR_READY = 0;
  // He is in.
  VISITOR_RUNNING = 1;
  // He waits.
  VISITOR_WAITING = 2;
}
// There is such a house.
option (hf.idl.fact) = { name: "house" of: VM };
// The bell of the house works.
option (hf.idl.fact) = { name: "bell" of: VM };
// Somebody has knocked at the house.
option (hf.idl.fact) = { name: "knocked" of: VM };
// How many houses there are.
option (hf.idl.fact) = { name: "houses" is: NUMBER };
// The bell of the house is rung.
option (hf.idl.effect) = { name: "ring" of: VM };
// The knock at the house is over.
option (hf.idl.effect) = { name: "forget" of: VM };
// The porter has a house.
option (hf.idl.invariant) = { name: "porter_lives" holds: "house(PRIMARY_VM_ID)" };
// Bells are in houses.
option (hf.idl.invariant) = { name: "bell_of_house" of: VM holds: "!bell(v1) || house(v1)" };
// Who calls is in.
option (hf.idl.invariant) = {
  name: "caller_is_in" holds: "visitor(caller.vm, caller.vcpu) == RUNNING" calls_only: true
};
// Nothing.
message Void {}
// Success or not.
message Status {
  option (hf.idl.word) = {};
  // 0, or -1 for an error.
  required int64 status = 1 [(hf.idl.at) = { msb: 63 lsb: 0 }, (hf.idl.is) = UNIT];
}
// A number of things.
message Count {
  option (hf.idl.word) = {};
  option (hf.idl.unused) = { msb: 63 lsb: 16 is: ZERO };
  // The number, or NO_DOOR.
  required uint32 count = 1 [
    (hf.idl.at) = { msb: 15 lsb: 0 },
    (hf.idl.none) = "NO_DOOR",
    (hf.idl.unit) = "doors"
  ];
}
// Why a visitor left, and more.
message RunReturn {
  option (hf.idl.word) = { tag: "code" };
  option (hf.idl.unused) = { msb: 63 lsb: 8 is: ZERO };
  // Who is called.
  message Call {
    option (hf.idl.unused) = { msb: 31 lsb: 8 is: ZERO };
    // The house.
    required uint32 vm_id = 1 [(hf.idl.at) = { msb: 63 lsb: 32 }, (hf.idl.is) = VM];
  }
  // Why.
  required Leave code = 1 [(hf.idl.at) = { msb: 7 lsb: 0 }];
  oneof payload {
    // With CALL.
    Call call = 2 [(hf.idl.on) = "CALL"];
  }
}
// Which door, and how.
message OpenArgs {
  option (hf.idl.unused) = { x: 1 msb: 63 lsb: 32 is: IGNORED };
  option (hf.idl.unused) = { x: 3 msb: 63 lsb: 32 is: IGNORED };
  // The house.
  required uint32 vm_id = 1 [(hf.idl.at) = { x: 1 msb: 31 lsb: 0 }, (hf.idl.is) = VM];
  // The door's number.
  required uint64 number = 2 [(hf.idl.at) = { x: 2 msb: 63 lsb: 0 }, (hf.idl.unit) = "doors"];
  // How.
  required Manner manner = 3 [(hf.idl.at) = { x: 3 msb: 31 lsb: 0 }];
}
// Which house.
message HouseArgs {
  option (hf.idl.unused) = { x: 1 msb: 63 lsb: 32 is: IGNORED };
  // The house.
  required uint32 vm_id = 1 [(hf.idl.at) = { x: 1 msb: 31 lsb: 0 }, (hf.idl.is) = VM];
}
// What visitors ask for.
service Calls {
  // Returns the number of doors.
  rpc CountDoors(Void) returns (Count) {
    option (hf.idl.call) = { number: 0xff00 caller: ANY };
    // As they are.
    option (hf.idl.outcome) = { name: "count" result: "houses()" };
  }
  // Opens a door of a house.
  rpc OpenDoor(OpenArgs) returns (Status) {
    option (hf.idl.call) = {
      number: 0xff01 caller: ANY memory: "What lies behind the door is moved."
    };
    // There is no such door.
    option (hf.idl.outcome) = { name: "no_door" when: "number > LAST_DOOR" result: "-1" };
    // There is no such house.
    option (hf.idl.outcome) = { name: "no_house" when: "!house(vm_id)" result: "-1" };
    // It does not open any more.
    option (hf.idl.outcome) = { name: "broken" when: "door(vm_id) == BROKEN" result: "-1" };
    // It breaks.
    option (hf.idl.outcome) = {
      name: "breaks" when: "manner == LOUD && bell(vm_id)" result: "0"
      move: { machine: "door(vm_id)" from: "SHUT" from: "OPEN" to: "BROKEN" }
      effect: "ring(vm_id)"
    };
    // It is open.
    option (hf.idl.outcome) = {
      name: "opens" result: "0"
      move: { machine: "door(vm_id)" from: "SHUT" from: "OPEN" to: "OPEN" }
    };
  }
  // Shuts the door of the caller's house.
  rpc ShutDoor(Void) returns (Status) {
    option (hf.idl.call) = { number: 0xff02 caller: ANY };
    // Only an open door.
    option (hf.idl.outcome) = { name: "not_open" when: "door(caller.vm) != OPEN" result: "-1" };
    // It is shut.
    option (hf.idl.outcome) = {
      name: "shuts" result: "0"
      move: { machine: "door(caller.vm)" from: "OPEN" to: "SHUT" }
    };
  }
  // Lets a visitor in.
  rpc Run(HouseArgs) returns (RunReturn) {
    option (hf.idl.call) = { number: 0xff03 caller: PRIMARY denied: "not_porter" };
    // Only the porter does.
    option (hf.idl.outcome) = { name: "not_porter" when: "caller != PRIMARY" result: "WAIT" };
    // He is not ready.
    option (hf.idl.outcome) = {
      name: "not_ready" when: "visitor(vm_id, 0) != READY" result: "WAIT"
    };
    // He is in.
    option (hf.idl.outcome) = {
      name: "runs" result: "deferred"
      move: { machine: "visitor(vm_id, 0)" from: "READY" to: "RUNNING" }
    };
  }
  // Waits for a knock.
  rpc Wait(Void) returns (Status) {
    option (hf.idl.call) = { number: 0xff04 caller: SECONDARY denied: "porter" };
    // The porter does not wait.
    option (hf.idl.outcome) = { name: "porter" when: "caller == PRIMARY" result: "-1" };
    // There was one.
    option (hf.idl.outcome) = {
      name: "knocked" when: "knocked(caller.vm)" result: "0" effect: "forget(caller.vm)"
    };
    // There will be one.
    option (hf.idl.outcome) = {
      name: "waits" result: "deferred" leave: "WAIT"
      move: { machine: "visitor(caller.vm, caller.vcpu)" from: "RUNNING" to: "WAITING" }
    };
  }
  // Knocks at another house.
  rpc Knock(HouseArgs) returns (Status) {
    option (hf.idl.call) = { number: 0xff05 caller: SECONDARY denied: "porter" };
    // The porter opens.
    option (hf.idl.outcome) = { name: "porter" when: "caller == PRIMARY" result: "-1" };
    // There is no such house.
    option (hf.idl.outcome) = { name: "no_house" when: "!house(vm_id)" result: "-1" };
    // Nobody hears.
    option (hf.idl.outcome) = { name: "unheard" when: "!bell(vm_id)" result: "0" };
    // The other one is let in.
    option (hf.idl.outcome) = {
      name: "calls" result: "0" leave: "CALL(vm_id)"
      move: { machine: "visitor(caller.vm, caller.vcpu)" from: "RUNNING" to: "READY" }
      effect: "ring(vm_id)"
    };
  }
}
// What happens.
service Events {
  // The visitor is tired.
  rpc Tired(Void) returns (Void) {
    option (hf.idl.event) = { when: "visitor(caller.vm, caller.vcpu) == RUNNING" };
    // He rests.
    option (hf.idl.outcome) = {
      name: "rests" leave: "REST"
      move: { machine: "visitor(caller.vm, caller.vcpu)" from: "RUNNING" to: "READY" }
    };
  }
  // Somebody has knocked while the visitor waited.
  rpc WaitEnds(Void) returns (Status) {
    // He hears it.
    option (hf.idl.outcome) = { name: "hears" result: "0" };
  }
}
)idl";

std::string Edited(const Edits& edits) {
  std::string text = kTestAbi;
  for (const auto& [from, to] : edits) {
    const size_t at = text.find(from);
    if (at == std::string::npos || text.find(from, at + 1) != std::string::npos) {
      ADD_FAILURE() << "not there once: " << from;
      continue;
    }
    text.replace(at, from.size(), to);
  }
  return text;
}

ir::Abi AbiOf(const std::string& name, const std::string& text) {
  std::string errors;
  const auto abi = idl::LoadAbiText(name, text, errors);
  EXPECT_EQ(errors, "");
  return abi.value_or(ir::Abi());
}

std::vector<Finding> Changes(const Edits& edits) {
  return Compare(AbiOf("old.proto", kTestAbi), AbiOf("new.proto", Edited(edits)));
}

std::string ToText(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    absl::StrAppend(&text, Name(finding.classification), " ", finding.rule, " ", finding.subject,
                    ": ", finding.what, "\n");
  }
  return text;
}

}  // namespace hf::check
