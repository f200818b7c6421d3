// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Numbers, registers, bits, values. See rule_cases.h.

#include "abi/check/rule_cases.h"

namespace hf::check {
namespace {

constexpr char kShutDoor[] = R"idl(  // Shuts the door of the caller's house.
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
)idl";

// A call of this number in front of the others.
Edit NewCall(const std::string& number) {
  return {"service Calls {\n", R"idl(service Calls {
  // Tells the time.
  rpc TellTime(Void) returns (Count) {
    option (hf.idl.call) = { number: )idl" +
                                   number + R"idl( caller: ANY since: "1.0" };
    // It is always now.
    option (hf.idl.outcome) = { name: "now" result: "houses()" };
  }
)idl"};
}

// The unused bits of OpenDoor's x3 must be zero, or are ignored: the IDL cannot say so of
// arguments.
Try UnusedBits(bool before, bool after) {
  return [before, after] {
    const auto abi = [](bool zero) {
      ir::Abi changed = AbiOf("t.proto", kTestAbi);
      for (ir::Record& record : *changed.mutable_record()) {
        if (record.name() == "OpenArgs") record.mutable_unused(1)->set_zero(zero);
      }
      return changed;
    };
    return Compare(abi(before), abi(after));
  };
}

}  // namespace

std::vector<RuleCase> IdentityCases() {
  return {
      {"HF001", By({{kShutDoor, ""}}), "breaking HF001 shut_door: the call 0xff02 is gone",
       By({{"rpc ShutDoor", "rpc CloseDoor"}})},
      {"HF002", By({{"number: 0xff05", "number: 0xff06"}}), "breaking HF002 knock: 0xff05 → 0xff06",
       By({{"rpc Knock", "rpc Tap"}})},
      {"HF003",
       By({NewCall("0xff05"),
           {"number: 0xff05 caller: SECONDARY", "number: 0xff06 caller: SECONDARY"}}),
       "breaking HF003 tell_time: 0xff05 was knock → is tell_time", By({NewCall("0xff06")})},
      {"HF004", By({NewCall("0xff06")}), "compatible HF004 tell_time: a new call, 0xff06",
       By({{"rpc Knock", "rpc Tap"}})},
      {"HF005", By({{"rpc Knock", "rpc Tap"}}), "compatible HF005 tap: 'knock' → 'tap'",
       By({{kShutDoor, ""}, NewCall("0xff02")})},
      {"HF006", By({{"id_mask: 0xbfffffff", "id_mask: 0xffffffff"}}),
       "breaking HF006 abi: id mask 0xbfffffff → 0xffffffff: bits 30 were ignored and now count",
       By({{"id_mask: 0xbfffffff", "id_mask: 3221225471"}})},
      {"HF007", By({{"unknown_result: -1", "unknown_result: -2"}}),
       "breaking HF007 abi: result of an unknown number -1 → -2",
       By({{"lost_through: 17", "lost_through: 16"}})},
      {"HF008",
       By({{"name: \"BRICKS\" value: 64 audience: HYPERVISOR", "name: \"BRICKS\" value: 64"},
           {"// No door at all.\noption (hf.idl.constant) = { name: \"NO_DOOR\" "
            "value: 0xffff };\n",
            ""},
           {"    (hf.idl.none) = \"NO_DOOR\",\n", ""}}),
       "breaking HF008 NO_DOOR: the constant 65535 is gone",
       By({{"{ name: \"NO_DOOR\"", "{ name: \"DOORLESS\""},
           {"(hf.idl.none) = \"NO_DOOR\"", "(hf.idl.none) = \"DOORLESS\""}})},
      {"HF009", By({{"name: \"LAST_DOOR\" value: 16", "name: \"LAST_DOOR\" value: 17"}}),
       "breaking HF009 LAST_DOOR: 0x10 → 0x11",
       By({{"name: \"LAST_DOOR\" value: 16", "name: \"LAST_DOOR\" value: 0x10"}})},
      {"HF101",
       By({{"// No door at all.",
            "// One door.\noption (hf.idl.constant) = { name: "
            "\"ONE_DOOR\" value: 1 };\n// No door at all."}}),
       "compatible HF101 ONE_DOOR: a new constant, 0x1",
       By({{"name: \"LAST_DOOR\" value: 16", "name: \"LAST_DOOR\" value: 17"}})},
      {"HF102",
       By({{"{ name: \"NO_DOOR\"", "{ name: \"DOORLESS\""},
           {"(hf.idl.none) = \"NO_DOOR\"", "(hf.idl.none) = \"DOORLESS\""}}),
       "compatible HF102 DOORLESS: 'NO_DOOR' → 'DOORLESS'",
       By({{"{ name: \"NO_DOOR\" value: 0xffff", "{ name: \"DOORLESS\" value: 0xfffe"},
           {"(hf.idl.none) = \"NO_DOOR\"", "(hf.idl.none) = \"DOORLESS\""}})},
      {"HF020", By({{"lost_through: 17", "lost_through: 18"}}),
       "breaking HF020 abi: registers to be taken for lost: x1 to x17 → x1 to x18",
       By({{"lost_through: 17", "lost_through: 16"}})},
      {"HF021", By({{"lost_through: 17", "lost_through: 16"}}),
       "compatible HF021 abi: registers to be taken for lost: x1 to x17 → x1 to x16",
       By({{"lost_through: 17", "lost_through: 18"}})},
      {"HF022", By({{"zeroed: 2 ", ""}}),
       "breaking HF022 abi: x2 comes back as zero → does not (security)",
       By({{"zeroed: 1 zeroed: 2 ", "zeroed: 2 zeroed: 1 "}})},
      {"HF023", By({{"zeroed: 2 ", "zeroed: 2 zeroed: 3 "}}),
       "compatible HF023 abi: x3 comes back unchanged → comes back as zero",
       By({{"zeroed: 2 ", ""}})},
      {"HF050",
       By({{"number: 0xff02 caller: ANY };",
            "number: 0xff02 caller: SECONDARY denied: \"porter\" };\n    // Not he.\n    "
            "option (hf.idl.outcome) = { name: \"porter\" when: \"caller == PRIMARY\" "
            "result: \"-1\" };"}}),
       "breaking HF050 shut_door: for all VMs → for secondaries",
       By({{"caller: SECONDARY denied: \"porter\" };\n    // The porter does not wait.\n    option "
            "(hf.idl.outcome) = { name: \"porter\" when: \"caller == PRIMARY\" result: \"-1\" };",
            "caller: ANY };"}})},
      {"HF051",
       By({{"caller: SECONDARY denied: \"porter\" };\n    // The porter does not wait.\n    "
            "option (hf.idl.outcome) = { name: \"porter\" when: \"caller == PRIMARY\" "
            "result: \"-1\" };",
            "caller: ANY };"}}),
       "compatible HF051 wait: for secondaries → for all VMs (security)",
       By({{"// The porter does not wait.", "// He does not wait."}})},
      {"HF052",
       By({{"name: \"porter\" when: \"caller == PRIMARY\" result: \"-1\" };\n    // There "
            "was one.",
            "name: \"porter\" when: \"caller == PRIMARY\" result: \"-2\" };\n    // There "
            "was one."}}),
       "breaking HF052 wait.porter: -1 → -2 when caller == PRIMARY (row porter)",
       By({{"name: \"no_house\" when: \"!house(vm_id)\" result: \"-1\" };\n    // Nobody",
            "name: \"no_house\" when: \"!house(vm_id)\" result: \"-2\" };\n    // Nobody"}})},
  };
}

std::vector<RuleCase> RecordCases() {
  const Edits narrow = {{"{ x: 3 msb: 31 lsb: 0 }", "{ x: 3 msb: 15 lsb: 0 }"},
                        {"x: 3 msb: 63 lsb: 32 is", "x: 3 msb: 63 lsb: 16 is"}};
  const Try widened = [narrow] {
    return Compare(AbiOf("old.proto", Edited(narrow)), AbiOf("new.proto", kTestAbi));
  };
  const Edit unused = {"  option (hf.idl.unused) = { x: 3 msb: 63 lsb: 32 is: IGNORED };\n", ""};
  return {
      {"HF010",
       By({{"  // How.\n",
            "  // With a key.\n  required bool key = 4 [(hf.idl.at) = { x: 3 msb: 63 lsb: "
            "32 }];\n  // How.\n"},
           unused}),
       "breaking HF010 open_door.key: x3 63:32 was ignored → bool",
       By({{"required uint64 number", "required uint64 count"},
           {"number > LAST_DOOR", "count > LAST_DOOR"}})},
      {"HF011",
       By({{"  // The door's number.\n  required uint64 number = 2 [(hf.idl.at) = { x: 2 msb: "
            "63 lsb: 0 }, (hf.idl.unit) = \"doors\"];\n",
            ""},
           {"when: \"number > LAST_DOOR\"", "when: \"manner == LOUD && !bell(vm_id)\""}}),
       "breaking HF011 open_door.number: x2 63:0 → nothing",
       By({{"required uint64 number", "required uint64 count"},
           {"number > LAST_DOOR", "count > LAST_DOOR"}})},
      {"HF012",
       By({{"{ x: 2 msb: 63 lsb: 0 }", "{ x: 3 msb: 63 lsb: 0 }"},
           {"{ x: 3 msb: 31 lsb: 0 }", "{ x: 2 msb: 31 lsb: 0 }"},
           {"{ x: 3 msb: 63 lsb: 32 is", "{ x: 2 msb: 63 lsb: 32 is"}}),
       "breaking HF012 open_door.number: x2 63:0 → x3 63:0", By(narrow)},
      {"HF013", By(narrow),
       "breaking HF013 open_door.manner: 32 bits → 16 bits (x3 31:0 → x3 15:0)", widened},
      {"HF014", widened, "breaking HF014 open_door.manner: 16 bits → 32 bits (x3 15:0 → x3 31:0)",
       By(narrow)},
      {"HF015", UnusedBits(false, true),
       "breaking HF015 open_door: x3 63:32: ignored → must be zero", UnusedBits(true, true)},
      {"HF016", By({{"required uint64 number", "required int64 number"}}),
       "breaking HF016 open_door.number: unsigned → signed",
       By({{"required uint64 number", "required uint64 count"},
           {"number > LAST_DOOR", "count > LAST_DOOR"}})},
      {"HF017",
       By({{"{ x: 2 msb: 63 lsb: 0 }, (hf.idl.unit) = \"doors\"",
            "{ x: 2 msb: 63 lsb: 0 }, (hf.idl.unit) = \"dozens\""}}),
       "breaking HF017 open_door.number: unit: doors → dozens",
       By({{"    (hf.idl.unit) = \"doors\"\n", "    (hf.idl.unit) = \"dozens\"\n"}})},
      {"HF018",
       By({{"{ x: 2 msb: 63 lsb: 0 }, (hf.idl.unit) = \"doors\"",
            "{ x: 2 msb: 63 lsb: 0 }, (hf.idl.unit) = \"doors\", (hf.idl.is) = INTID"}}),
       "breaking HF018 open_door.number: NUMBER → INTID",
       By({{"{ x: 2 msb: 63 lsb: 0 }, (hf.idl.unit) = \"doors\"",
            "{ x: 2 msb: 63 lsb: 0 }, (hf.idl.unit) = \"doors\", (hf.idl.is) = NUMBER"}})},
      {"HF019",
       By({{"required uint64 number", "required uint64 count"},
           {"number > LAST_DOOR", "count > LAST_DOOR"}}),
       "documentation HF019 open_door.count: 'number' → 'count'",
       By({{"required uint32 count", "required uint32 doors"}})},
      {"HF030",
       By({{"msb: 15 lsb: 0 }", "msb: 31 lsb: 16 }"},
           {"{ msb: 63 lsb: 16 is: ZERO };",
            "{ msb: 63 lsb: 32 is: ZERO };\n  option (hf.idl.unused) = { msb: 15 lsb: 0 is: "
            "ZERO };"}}),
       "breaking HF030 Count.count: 15:0 → 31:16",
       By({{"msb: 15 lsb: 0 }", "msb: 31 lsb: 0 }"},
           {"msb: 63 lsb: 16 is", "msb: 63 lsb: 32 is"}})},
      {"HF031",
       By({{"  option (hf.idl.unused) = { msb: 63 lsb: 8 is: ZERO };\n",
            "  option (hf.idl.unused) = { msb: 63 lsb: 8 is: ZERO };\n"},
           {"    // The house.\n    required uint32 vm_id = 1 [(hf.idl.at) = { msb: 63 lsb: 32 "
            "}, (hf.idl.is) = VM];\n",
            ""},
           {"option (hf.idl.unused) = { msb: 31 lsb: 8 is: ZERO };",
            "option (hf.idl.unused) = { msb: 63 lsb: 8 is: ZERO };"},
           {"leave: \"CALL(vm_id)\"", "leave: \"CALL\""}}),
       "breaking HF031 RunReturn.call.vm_id: 63:32 → nothing",
       By({{"required uint32 vm_id = 1 [(hf.idl.at) = { msb: 63",
            "required uint32 whom = 1 "
            "[(hf.idl.at) = { msb: 63"}})},
      {"HF032",
       By({{"    // The house.\n    required uint32 vm_id = 1 [(hf.idl.at) = { msb: 63",
            "    // The door.\n    required uint32 number = 2 [(hf.idl.at) = { msb: 31 lsb: 8 "
            "}];\n    // The house.\n    required uint32 vm_id = 1 [(hf.idl.at) = { msb: 63"},
           {"    option (hf.idl.unused) = { msb: 31 lsb: 8 is: ZERO };\n", ""},
           {"leave: \"CALL(vm_id)\"", "leave: \"CALL(1, vm_id)\""}}),
       "compatible HF032 RunReturn.call.number: nothing → unsigned in 31:8",
       By({{"required uint32 vm_id = 1 [(hf.idl.at) = { msb: 63",
            "required uint32 whom = 1 "
            "[(hf.idl.at) = { msb: 63"}})},
      {"HF033",
       By({{"required Leave code = 1 [(hf.idl.at) = { msb: 7 lsb: 0 }]",
            "required Leave code = 1 [(hf.idl.at) = { msb: 15 lsb: 0 }]"},
           {"{ msb: 63 lsb: 8 is: ZERO }", "{ msb: 63 lsb: 16 is: ZERO }"},
           {"{ msb: 31 lsb: 8 is: ZERO }", "{ msb: 31 lsb: 16 is: ZERO }"}}),
       "breaking HF033 RunReturn: tag: 'code', Leave in 7:0 → 'code', Leave in 15:0",
       By({{"required uint32 vm_id = 1 [(hf.idl.at) = { msb: 63",
            "required uint32 whom = 1 "
            "[(hf.idl.at) = { msb: 63"}})},
      {"HF034",
       By({{"    // With CALL.\n    Call call = 2 [(hf.idl.on) = \"CALL\"];\n",
            "    // With WAIT.\n    Call call = 2 [(hf.idl.on) = \"WAIT\"];\n"},
           {"leave: \"CALL(vm_id)\"", "leave: \"CALL\""},
           {"when: \"caller != PRIMARY\" result: \"WAIT\"",
            "when: \"caller != PRIMARY\" result: \"REST\""},
           {"when: \"visitor(vm_id, 0) != READY\" result: \"WAIT\"",
            "when: \"visitor(vm_id, 0) != READY\" result: \"REST\""},
           {"leave: \"WAIT\"", "leave: \"WAIT(caller.vm)\""}}),
       "breaking HF034 RunReturn.call: with CALL: vm_id in 63:32 → nothing",
       By({{"required uint32 vm_id = 1 [(hf.idl.at) = { msb: 63",
            "required uint32 whom = 1 "
            "[(hf.idl.at) = { msb: 63"}})},
      {"HF035", By({{"name: \"NO_DOOR\" value: 0xffff", "name: \"NO_DOOR\" value: 0xfffe"}}),
       "breaking HF035 Count.count: none: NO_DOOR = 0xffff → NO_DOOR = 0xfffe",
       By({{"name: \"LAST_DOOR\" value: 16", "name: \"LAST_DOOR\" value: 17"}})},
      {"HF037",
       By({{"msb: 15 lsb: 0 }", "msb: 31 lsb: 0 }"}, {"msb: 63 lsb: 16 is", "msb: 63 lsb: 32 is"}}),
       "breaking HF037 Count.count: 16 bits → 32 bits (15:0 → 31:0)",
       By({{"msb: 15 lsb: 0 }", "msb: 31 lsb: 16 }"},
           {"{ msb: 63 lsb: 16 is: ZERO };",
            "{ msb: 63 lsb: 32 is: ZERO };\n  option (hf.idl.unused) = { msb: 15 lsb: 0 is: "
            "ZERO };"}})},
      {"HF038", By({{"    (hf.idl.unit) = \"doors\"\n", "    (hf.idl.unit) = \"dozens\"\n"}}),
       "breaking HF038 Count.count: unit: doors → dozens",
       By({{"{ x: 2 msb: 63 lsb: 0 }, (hf.idl.unit) = \"doors\"",
            "{ x: 2 msb: 63 lsb: 0 }, (hf.idl.unit) = \"dozens\""}})},
      {"HF039",
       By({{"(hf.idl.at) = { msb: 63 lsb: 0 }, (hf.idl.is) = UNIT]",
            "(hf.idl.at) = { msb: 63 lsb: 0 }, (hf.idl.is) = BOOL]"}}),
       "breaking HF039 Status.status: UNIT → BOOL",
       By({{"required int64 status", "required int64 success"}})},
      {"HF103", By({{"required int64 status", "required int64 success"}}),
       "compatible HF103 Status.success: 'status' → 'success'",
       By({{"required uint64 number", "required uint64 count"},
           {"number > LAST_DOOR", "count > LAST_DOOR"}})},
  };
}

std::vector<RuleCase> ValueCases() {
  const Edit called = {
      "  // The visitor calls another one.\n  LEAVE_CALL",
      "  // The visitor sings.\n  LEAVE_SING = 3 [(hf.idl.since) = \"1.0\"];\n  // The "
      "visitor calls another one.\n  LEAVE_CALL"};
  const Edit manner = {
      "  // With a bang.\n",
      "  // With a squeak.\n  MANNER_SLOW = 2 [(hf.idl.since) = \"1.0\"];\n  // With a "
      "bang.\n"};
  const Edit open = {"c_name: \"leave\" in_interface: true",
                     "c_name: \"leave\" in_interface: true open: "
                     "true"};
  const auto from_open = [open](const Edits& edits) {
    return [open, edits] {
      Edits all = edits;
      all.push_back(open);
      return Compare(AbiOf("old.proto", Edited({open})), AbiOf("new.proto", Edited(all)));
    };
  };
  return {
      {"HF040", By({{"LEAVE_CALL = 2", "LEAVE_CALL = 3"}}), "breaking HF040 Leave.CALL: 2 → 3",
       By({{"LEAVE_CALL = 2", "LEAVE_SUMMON = 2"},
           {"(hf.idl.on) = \"CALL\"", "(hf.idl.on) = \"SUMMON\""},
           {"leave: \"CALL(vm_id)\"", "leave: \"SUMMON(vm_id)\""}})},
      {"HF041", By({{"  // Without a sound.\n  MANNER_SOFT = 0;\n", ""}}),
       "breaking HF041 Manner.SOFT: the value 0 is gone",
       By({{"MANNER_SOFT = 0", "MANNER_QUIET = 0"}})},
      {"HF042", By({called}),
       "breaking HF042 Leave.SING: a new value, 3, of a closed enumeration that guests get",
       from_open({called})},
      {"HF043", By({manner}), "compatible HF043 Manner.SLOW: a new value, 2", By({called})},
      {"HF044", By({{"MANNER_SOFT = 0", "MANNER_QUIET = 0"}}),
       "compatible HF044 Manner.QUIET: 'SOFT' → 'QUIET'",
       By({{"// Without a sound.\n  MANNER_SOFT = 0", "// By an axe.\n  MANNER_AXE = 0"}})},
      {"HF045", By({open}), "compatible HF045 Leave: closed → open", from_open({})},
      {"HF046",
       [open] { return Compare(AbiOf("old.proto", Edited({open})), AbiOf("new.proto", kTestAbi)); },
       "compatible HF046 Leave: open → closed", By({open})},
      {"HF067", By(OldDoor()), "compatible HF067 Door.OLD: a new state",
       By({{"DOOR_OPEN = 1", "DOOR_OPEN = 5"}})},
      {"HF068",
       By({{"  // He waits.\n  VISITOR_WAITING = 2;\n", ""},
           {"from: \"RUNNING\" to: \"WAITING\"", "from: \"RUNNING\" to: \"READY\""}}),
       "breaking HF068 Visitor.WAITING: the state is gone",
       By({{"VISITOR_WAITING = 2", "VISITOR_PATIENT = 2"},
           {"from: \"RUNNING\" to: \"WAITING\"", "from: \"RUNNING\" to: \"PATIENT\""}})},
      {"HF075", By({{"\"Let him in again.\"", "\"Let him in again, but not at night.\""}}),
       "breaking HF075 Leave.REST: \"Let him in again.\" → \"Let him in again, but not at night.\"",
       By({{"\"Let him in again.\"", "\"Let him in: again!\""}})},
  };
}

}  // namespace hf::check
