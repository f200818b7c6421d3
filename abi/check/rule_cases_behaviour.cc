// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What calls and events do. See rule_cases.h.

#include "abi/check/rule_cases.h"

namespace hf::check {
namespace {

// In front of the row `name` of a call, another one.
Edit Before(const std::string& comment, const std::string& row) {
  return {"    // " + comment + "\n", "    // Something else.\n    option (hf.idl.outcome) = { " +
                                          row + " };\n    // " + comment + "\n"};
}

}  // namespace

std::vector<RuleCase> BehaviourCases() {
  const Edit broken = {"when: \"door(vm_id) == BROKEN\" result: \"-1\"",
                       "when: \"door(vm_id) == BROKEN && bell(vm_id)\" result: \"-1\""};
  return {
      {"HF060", By({Before("It breaks.", "name: \"deaf\" when: \"!bell(vm_id)\" result: \"-1\"")}),
       "breaking HF060 open_door.deaf: 0 → -1 when !bell(vm_id) (row opens → row deaf)",
       By({Before("There is no such door.", "name: \"far\" when: \"number >= 17\" result: \"-1\""),
           {"    // There is no such door.\n    option (hf.idl.outcome) = { name: \"no_door\" "
            "when: "
            "\"number > LAST_DOOR\" result: \"-1\" };\n",
            ""}})},
      {"HF061", By({{"number > LAST_DOOR", "number > 32"}}),
       "compatible HF061 open_door.no_door: -1 → 0 when number > LAST_DOOR, as with number == 17 "
       "(row no_door "
       "→ rows breaks, opens)",
       By({{"number > LAST_DOOR", "number >= 17"}})},
      {"HF062",
       By({{"when: \"!bell(vm_id)\" result: \"0\"", "when: \"!bell(vm_id)\" result: \"7\""}}),
       "breaking HF062 knock.unheard: 0 → 7 when !bell(vm_id) (row unheard)",
       By({{"when: \"!bell(vm_id)\" result: \"0\"", "when: \"!bell(vm_id)\" result: \"0x0\""}})},
      {"HF063",
       By({{"    // There is no such house.\n    option (hf.idl.outcome) = { name: \"no_house\" "
            "when: "
            "\"!house(vm_id)\" result: \"-1\" };\n    // It does not open any more.\n    option "
            "(hf.idl.outcome) = { name: \"broken\" when: \"door(vm_id) == BROKEN\" result: \"-1\" "
            "};\n",
            "    // It does not open any more.\n    option (hf.idl.outcome) = { name: \"broken\" "
            "when: "
            "\"door(vm_id) == BROKEN\" result: \"-1\" };\n    // There is no such house.\n    "
            "option "
            "(hf.idl.outcome) = { name: \"no_house\" when: \"!house(vm_id)\" result: \"-1\" "
            "};\n"}}),
       "documentation HF063 open_door: another order, the same outcome (rows no_house, broken)",
       By({{"    // There is no such house.\n    option (hf.idl.outcome) = { name: \"no_house\" "
            "when: "
            "\"!house(vm_id)\" result: \"-1\" };\n    // Nobody hears.\n    option "
            "(hf.idl.outcome) = { "
            "name: \"unheard\" when: \"!bell(vm_id)\" result: \"0\" };\n",
            "    // Nobody hears.\n    option (hf.idl.outcome) = { name: \"unheard\" when: "
            "\"!bell(vm_id) && house(vm_id)\" result: \"0\" };\n    // There is no such house.\n   "
            " "
            "option (hf.idl.outcome) = { name: \"no_house\" when: \"!house(vm_id)\" result: \"-1\" "
            "};\n"}})},
      {"HF064",
       By({{"when: \"!bell(vm_id)\" result: \"0\" }",
            "when: \"!bell(vm_id)\" result: \"0\" move: { machine: \"door(vm_id)\" from: \"SHUT\" "
            "from: "
            "\"OPEN\" from: \"BROKEN\" to: \"BROKEN\" } }"}}),
       "breaking HF064 knock.unheard: door(vm_id) stays → moves to BROKEN when !bell(vm_id) (row "
       "unheard)",
       By({{"from: \"SHUT\" from: \"OPEN\" to: \"OPEN\"",
            "from: \"OPEN\" from: \"SHUT\" to: \"OPEN\""}})},
      {"HF065",
       By({{"      move: { machine: \"door(caller.vm)\" from: \"OPEN\" to: \"SHUT\" }\n", ""}}),
       "breaking HF065 shut_door.shuts: door(caller.vm) moves from OPEN to SHUT → stays (row "
       "shuts)",
       By({{"from: \"SHUT\" from: \"OPEN\" to: \"OPEN\"",
            "from: \"OPEN\" from: \"SHUT\" to: \"OPEN\""}})},
      {"HF066",
       By({{"from: \"SHUT\" from: \"OPEN\" to: \"OPEN\"",
            "from: \"SHUT\" from: \"OPEN\" to: \"SHUT\""}}),
       "breaking HF066 open_door.opens: door(vm_id) moves to OPEN → to SHUT (row opens)",
       By({{"from: \"SHUT\" from: \"OPEN\" to: \"OPEN\"",
            "from: \"OPEN\" from: \"SHUT\" to: \"OPEN\""}})},
      {"HF069",
       By({{"name: \"knocked\" when: \"knocked(caller.vm)\"",
            "name: \"knocked\" when: \"knocked(caller.vm) && bell(caller.vm)\""}}),
       "breaking HF069 wait.waits: 0 → waits when knocked(caller.vm), as with "
       "knocked(caller.vm), !bell(caller.vm) (row knocked → row waits)",
       By({{"name: \"knocked\" when: \"knocked(caller.vm)\"",
            "name: \"knocked\" when: \"knocked(caller.vm) || bell(caller.vm)\""}})},
      {"HF070", By({{"name: \"rests\" leave: \"REST\"", "name: \"rests\" leave: \"WAIT\""}}),
       "breaking HF070 Tired.rests: leaves with REST → with WAIT (row rests)",
       By({{"LEAVE_REST = 0", "LEAVE_NAP = 0"},
           {"name: \"rests\" leave: \"REST\"", "name: \"rests\" leave: \"NAP\""}})},
      {"HF071",
       By({{" leave: \"CALL(vm_id)\"\n      move: { machine: \"visitor(caller.vm, "
            "caller.vcpu)\" from: \"RUNNING\" to: \"READY\" }",
            ""}}),
       "compatible HF071 knock.calls: leaves with CALL(vm_id) → stays on its CPU (row calls)",
       By({{"leave: \"CALL(vm_id)\"", "leave: \"REST\""}})},
      {"HF072",
       By({{"name: \"rests\" leave: \"REST\"",
            "name: \"rests\" leave: \"REST\" effect: \"ring(caller.vm)\""}}),
       "breaking HF072 Tired.rests: nothing → ring(caller.vm) (row rests)",
       By({{"      effect: \"ring(vm_id)\"\n    };\n    // It is open.",
            "    };\n    // It is open."}})},
      {"HF073", By({{" effect: \"forget(caller.vm)\"", ""}}),
       "breaking HF073 wait.knocked: forget(caller.vm) → nothing when knocked(caller.vm) (row "
       "knocked)",
       By({{"\"forget\" of: VM };", "\"dismiss\" of: VM };"},
           {"effect: \"forget(caller.vm)\"", "effect: \"dismiss(caller.vm)\""}})},
      {"HF074",
       By({{"name: \"not_open\" when: \"door(caller.vm) != OPEN\"",
            "name: \"not_open\" when: \"door(caller.vm) == BROKEN\""},
           {"machine: \"door(caller.vm)\" from: \"OPEN\" to",
            "machine: \"door(caller.vm)\" from: \"OPEN\" from: \"SHUT\" to"}}),
       "compatible HF074 shut_door: is refused when repeated after row 'shuts' → can be repeated",
       By({broken,
           {"machine: \"door(vm_id)\" from: \"SHUT\" from: \"OPEN\" to: \"BROKEN\"",
            "machine: \"door(vm_id)\" from: \"SHUT\" from: \"OPEN\" from: \"BROKEN\" to: "
            "\"BROKEN\""},
           {"machine: \"door(vm_id)\" from: \"SHUT\" from: \"OPEN\" to: \"OPEN\" }",
            "machine: \"visitor(vm_id, 7)\" from: \"*\" to: \"READY\" }"}})},
      {"HF076",
       By({{"holds: \"!bell(v1) || house(v1)\"",
            "holds: \"!bell(v1) || house(v1) || knocked(v1)\""}}),
       "breaking HF076 bell_of_house: !bell(v1) || house(v1) → !bell(v1) || house(v1) || "
       "knocked(v1)",
       By({{"holds: \"!bell(v1) || house(v1)\"", "holds: \"house(v1) || !bell(v1)\""}})},
      {"HF077",
       By({{"holds: \"!bell(v1) || house(v1)\"",
            "holds: \"!bell(v1) || (house(v1) && knocked(v1))\""}}),
       "compatible HF077 bell_of_house: !bell(v1) || house(v1) → !bell(v1) || (house(v1) && "
       "knocked(v1))",
       By({{"holds: \"!bell(v1) || house(v1)\"", "holds: \"!(bell(v1) && !house(v1))\""}})},
      {"HF078", By({{"name: \"unheard\"", "name: \"deaf\""}}),
       "documentation HF078 knock.deaf: row 'unheard' → 'deaf'",
       By({{"// Nobody hears.", "// All are deaf."}})},
      {"HF079",
       By({{"option (hf.idl.event) = { when: \"visitor(caller.vm, caller.vcpu) == RUNNING\" }",
            "option (hf.idl.event) = { when: \"visitor(caller.vm, caller.vcpu) == RUNNING && "
            "bell(caller.vm)\" }"}}),
       "compatible HF079 Tired: happens when visitor(caller.vm, caller.vcpu) == RUNNING → when "
       "visitor(caller.vm, caller.vcpu) == RUNNING && bell(caller.vm)",
       By({{"option (hf.idl.event) = { when: \"visitor(caller.vm, caller.vcpu) == RUNNING\" }",
            "option (hf.idl.event) = { when: \"!(visitor(caller.vm, caller.vcpu) != RUNNING)\" "
            "}"}})},
      {"HF106",
       By({{"What lies behind the door is moved.", "What lies behind the door is burnt."}}),
       "breaking HF106 open_door: memory: \"What lies behind the door is moved.\" → \"What lies "
       "behind "
       "the door is burnt.\"",
       By({{"What lies behind the door is moved.", "What lies behind the door, is MOVED."}})},
      {"HF100", By({{"// Nobody hears.", "// All are deaf."}}),
       "documentation HF100 knock.unheard: \"Nobody hears.\" → \"All are deaf.\"",
       By({{"name: \"unheard\"", "name: \"deaf\""}})},
  };
}

}  // namespace hf::check
