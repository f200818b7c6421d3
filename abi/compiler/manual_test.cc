// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The manual and the diagrams: what is not to be seen from those of hafnia.proto, which
// //abi:goldens_test compares.

#include <string>

#include "abi/compiler/generate.h"
#include "abi/compiler/test_idl.h"
#include "abi/compiler/transitions.h"
#include "gtest/gtest.h"

namespace hf::idl {
namespace {

// A lamp that breaks for good, and calls for it.
constexpr absl::string_view kLamp = R"idl(
// A lamp.
enum Lamp {
  option (hf.idl.enumeration) = { prefix: "LAMP_" };
  option (hf.idl.machine) = { name: "lamp" of: VM initial: "OFF" };
  // Dark.
  LAMP_OFF = 0;
  // Bright.
  LAMP_ON = 1;
  // In pieces.
  LAMP_BROKEN = 2 [(hf.idl.final) = true];
}
// Which switch.
message PushArgs {
  option (hf.idl.unused) = { x: 2 msb: 63 lsb: 8 is: IGNORED };
  // The switch.
  required uint32 which = 1 [(hf.idl.at) = { x: 2 msb: 7 lsb: 0 }];
  // The force.
  required uint64 force = 2 [(hf.idl.at) = { x: 1 msb: 63 lsb: 0 }, (hf.idl.unit) = "newtons"];
}
service Calls {
  // Pushes. See drop and MAX.
  rpc Push(PushArgs) returns (Status) {
    option (hf.idl.call) = { number: 0xff07 caller: PRIMARY denied: "not_yours" memory: "It moves." };
    // Hands off.
    option (hf.idl.outcome) = { name: "not_yours" when: "caller != PRIMARY" result: "-1" };
    // Too much, or nothing at all.
    option (hf.idl.outcome) = {
      name: "odd" when: "force > MAX || !(which == 0 && exists(caller.vm))" result: "-1"
    };
    // Goes out.
    option (hf.idl.outcome) = {
      name: "out" when: "lamp(caller.vm) == ON" result: "0"
      move: { machine: "lamp(caller.vm)" from: "ON" to: "OFF" } effect: "ring(caller.vm)"
    };
    // Goes on.
    option (hf.idl.outcome) = {
      name: "on" when: "lamp(caller.vm) == OFF" result: "0"
      move: { machine: "lamp(caller.vm)" from: "OFF" to: "ON" }
    };
    // Stays.
    option (hf.idl.outcome) = { name: "stays" result: "0" };
  }
  // Drops.
  rpc Drop(Void) returns (Status) {
    option (hf.idl.call) = { number: 0xff08 caller: ANY };
    // There is nothing to break.
    option (hf.idl.outcome) = { name: "is" when: "lamp(caller.vm) == BROKEN" result: "-1" };
    // Clatters.
    option (hf.idl.outcome) = {
      name: "breaks" result: "0" move: { machine: "lamp(caller.vm)" from: "*" to: "BROKEN" }
    };
  }
}
// Events.
service Events {
  // Thunder.
  rpc Thunder(Void) returns (Void) {
    // The lamp may be broken already.
    option (hf.idl.outcome) = { name: "is" when: "lamp(caller.vm) == BROKEN" };
    // It breaks.
    option (hf.idl.outcome) = {
      name: "strikes" move: { machine: "lamp(caller.vm)" from: "*" to: "BROKEN" }
    };
  }
})idl";

ir::Abi Lamp() { return CompileGood(absl::StrCat(kTestVocabulary, kLamp)); }

std::string Make(absl::string_view kind, const GenerateOptions& options = {}) {
  return *Generate(Lamp(), kind, options);
}

// Whether the text has the lines one after the other.
::testing::AssertionResult Has(const std::string& text, absl::string_view lines) {
  if (text.find(lines) != std::string::npos) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "no " << lines << "\nin " << text;
}

TEST(TransitionsTest, GatheredByPairOfStates) {
  const std::vector<Transition> steps = Transitions(Lamp(), "lamp");
  ASSERT_EQ(steps.size(), 4u);
  EXPECT_EQ(steps[0].from + steps[0].to, "OFFON");
  // A move from any state is none from the final one.
  EXPECT_EQ(steps[1].from + steps[1].to, "OFFBROKEN");
  EXPECT_EQ(steps[2].from + steps[2].to, "ONOFF");
  EXPECT_EQ(steps[3].from + steps[3].to, "ONBROKEN");
  ASSERT_EQ(steps[3].causes.size(), 2u);
  EXPECT_EQ(steps[3].causes[0].name, "drop");
  EXPECT_EQ(steps[3].causes[0].rows, std::vector<std::string>{"breaks"});
  EXPECT_EQ(steps[3].causes[1].name, "Thunder");
}

TEST(TransitionsTest, AMachineThatNobodyMoves) { EXPECT_TRUE(Transitions(Lamp(), "door").empty()); }

TEST(DotTest, StatesAndSteps) {
  EXPECT_TRUE(Has(Make("dot_lamp"), R"(  OFF;
  ON;
  BROKEN [peripheries=2];
  start -> OFF;
  OFF -> ON [label="push"];
  OFF -> BROKEN [label="drop,\nThunder"];
  ON -> OFF [label="push"];
  ON -> BROKEN [label="drop,\nThunder"];
}
)"));
}

TEST(DotTest, OfAMachineOnly) {
  const auto text = Generate(Lamp(), "dot_window", {});
  ASSERT_FALSE(text.ok());
  EXPECT_TRUE(Has(std::string(text.status().message()), "'dot_window' is none of the kinds ir, "));
}

TEST(ManualTest, RegistersInOrder) {
  EXPECT_TRUE(Has(Make("manual"), R"(| register | bits | argument | what it is |
| --- | --- | --- | --- |
| `x1` | 63:0 | `force` | The force, in newtons. |
| `x2` | 7:0 | `which` | The switch. |
| `x2` | 63:8 | none | Ignored. |
)"));
}

TEST(ManualTest, RowsInOrder) {
  EXPECT_TRUE(Has(Make("manual"),
                  R"(| 1 | `not_yours` | `caller != PRIMARY` | `-1` | nothing | Hands off. |
| 2 | `odd` | `force > MAX or not (which == 0 and exists(caller.vm))` | `-1` | nothing | Too much, or nothing at all. |
| 3 | `out` | `lamp(caller.vm) == ON` | `0` | `lamp(caller.vm)`: ON → OFF; `ring(caller.vm)` | Goes out. |
)"));
}

TEST(ManualTest, CallersAndNames) {
  EXPECT_TRUE(Has(Make("manual"), R"(### push

Number `0xff07`. For the primary; to others the row `not_yours` applies.

Pushes. See [`drop`](#drop) and `MAX`.

**Memory.** It moves.
)"));
  EXPECT_TRUE(Has(Make("manual"), "### drop\n\nNumber `0xff08`. For any VM.\n"));
}

TEST(ManualTest, UnservedCallsAreSaidToBe) {
  const std::string text = Make("manual", {.unserved = {"drop"}});
  EXPECT_TRUE(
      Has(text,
          "| `0xff07` | [`push`](#push) | `which`, `force` | primary | the first level | yes |\n"
          "| `0xff08` | [`drop`](#drop) | none | any | the first level | not yet |\n"));
  EXPECT_TRUE(Has(text, "For any VM.\n\n**Not served yet by this hypervisor**: it answers `-1`"));
  EXPECT_EQ(Make("manual").find("**Not served"), std::string::npos);
}

TEST(ManualTest, EventsHaveNoResult) {
  EXPECT_TRUE(Has(Make("manual"), R"(### Thunder

Thunder.

|  | row | when | what happens | why |
| --- | --- | --- | --- | --- |
| 1 | `is` | `lamp(caller.vm) == BROKEN` | nothing | The lamp may be broken already. |
| 2 | `strikes` | otherwise | `lamp(caller.vm)`: any state → BROKEN | It breaks. |
)"));
}

TEST(ManualTest, StatesAndIndex) {
  const std::string text = Make("manual");
  EXPECT_TRUE(Has(text, "![States of lamp](1.0-lamp.svg)\n"));
  EXPECT_TRUE(Has(text,
                  "| `OFF` | Dark. Initial. |\n| `ON` | Bright. |\n"
                  "| `BROKEN` | In pieces. Never left. |\n"));
  EXPECT_TRUE(Has(text,
                  "| `ON` | `BROKEN` | [`drop`](#drop) (breaks), "
                  "[`Thunder`](#thunder) (strikes) |\n"));
  EXPECT_TRUE(Has(text, "| `push` | call 0xff07, [`push`](#push) |\n"));
}

TEST(ManualTest, EarlierLevels) {
  EXPECT_EQ(Make("manual").find("Earlier levels"), std::string::npos);
  const ir::Abi abi = CompileGood(absl::StrCat(kTestVocabulary, R"idl(
// Old.
option (hf.idl.constant) = {
  name: "OLD" value: 1 since: "0.2" deprecated: { since: "1.0" note: "Use MAX." }
};
// Why.
enum Why {
  option (hf.idl.enumeration) = { prefix: "WHY_" in_interface: true };
  // One.
  WHY_ONE = 0;
  // Two.
  WHY_TWO = 1 [(hf.idl.since) = "1.0", (hf.idl.before) = { level: "1.0" as: "ONE" }];
})idl"));
  const std::string text = *Generate(abi, "manual", {});
  EXPECT_TRUE(Has(text, "* [Earlier levels](#earlier-levels)\n"));
  EXPECT_TRUE(Has(text, "| `OLD` | 1 | Old. Since 0.2. **Deprecated** since 1.0: Use `MAX`. |\n"));
  EXPECT_TRUE(Has(text, "| 0.2 | none | `OLD` | none |\n| 1.0 | none | none | `TWO` |\n"));
  EXPECT_TRUE(Has(text, "| `TWO` | 1.0 | `ONE` |\n"));
}

TEST(ManualTest, EndsWithOneNewline) {
  const std::string text = Make("manual");
  EXPECT_EQ(text.substr(text.size() - 3), " |\n");
}

}  // namespace
}  // namespace hf::idl
