// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the machine adds to the rows: who has which CPU, and which event happens when. That it does
// right otherwise is what //hypervisor/testing/lockstep and //testing/model compare.

#include "abi/model/machine.h"

#include <gtest/gtest.h>

namespace hf::abi::model {
namespace {

constexpr uint64_t kRam = 0x4000'0000;
constexpr uint64_t kMinusOne = ~uint64_t{0};

uint64_t Received(uint32_t sender, uint32_t size) {
  return MailboxReceiveReturn{sender, size}.Encode();
}

class MachineTest : public testing::Test {
 protected:
  void SetUp() override {
    machine_.Step(0, Call(0xff05, kRam, kRam + kPageSize));
    machine_.Step(0, Call(0xff03, 1, 0));
    machine_.Step(0, Call(0xff05, kRam + 4 * kPageSize, kRam + 5 * kPageSize));
  }

  // The primary with 4 pages, VM 1 with 2 vCPUs and 4.
  Machine machine_{
      {.cpus = 1,
       .secondaries = {{VcpuState::kReady, VcpuState::kReady}},
       .ram = {{kRam, kRam + 4 * kPageSize, 0}, {kRam + 4 * kPageSize, kRam + 8 * kPageSize, 1}}}};
};

TEST_F(MachineTest, AnExitGivesTheCpuBack) {
  EXPECT_EQ(machine_.on(0), (VcpuName{1, 0}));
  EXPECT_EQ(machine_.x0(0), 0u);
  const Step step = machine_.Step(0, Interrupt());
  EXPECT_EQ(step.rows, (std::vector<std::string>{"PhysicalInterrupt: preempts"}));
  EXPECT_EQ(machine_.on(0), (VcpuName{0, 0}));
  EXPECT_EQ(machine_.x0(0), VcpuRunReturn::Preempted().Encode());
}

TEST_F(MachineTest, AMessageIsWhatItWasWhenItEndedTheWait) {
  machine_.Step(0, Call(0xff07, 1));
  EXPECT_EQ(machine_.x0({1, 0}), Received(kInvalidVmId, 0));
  machine_.Step(0, Call(0xff06, 1, 7));
  EXPECT_EQ(machine_.x0(0), 0u);
  // A sibling clears the mailbox, and the next message arrives, before the first is looked at.
  machine_.Step(0, Call(0xff03, 1, 1));
  machine_.Step(0, Call(0xff08));
  machine_.Step(0, Interrupt());
  machine_.Step(0, Call(0xff06, 1, 9));
  machine_.Step(0, Call(0xff03, 1, 0));
  EXPECT_EQ(machine_.x0(0), Received(0, 7));
}

TEST_F(MachineTest, AVmThatAbortsStopsAtItsNextExit) {
  machine_.Step(0, Abort());
  EXPECT_EQ(machine_.x0(0), VcpuRunReturn::Aborted().Encode());
  const Step step = machine_.Step(0, Call(0xff03, 1, 1));
  EXPECT_EQ(step.rows, (std::vector<std::string>{"vcpu_run: aborting"}));
  EXPECT_EQ(machine_.state({1, 1}), VcpuState::kAborted);
}

TEST_F(MachineTest, SaysWhetherAnythingChanges) {
  EXPECT_TRUE(machine_.Step(0, Call(0xff06, 9, 7)).nothing_changes);
  EXPECT_EQ(machine_.x0(0), kMinusOne);
  EXPECT_TRUE(machine_.Step(0, Call(0xff00)).nothing_changes);
  EXPECT_FALSE(machine_.Step(0, Call(0xff0b, 5, 1)).nothing_changes);
}

TEST_F(MachineTest, ATimerThatExpiredMeanwhileFiresAtTheNextExit) {
  machine_.Step(0, Call(0xff0b, kVirtualTimerIntid, 1));
  machine_.Step(0, SetTimer(1, 5));
  machine_.Step(0, Time(5));
  const Step step = machine_.Step(0, Wfi());
  EXPECT_EQ(step.rows,
            (std::vector<std::string>{"TimerExpired: fires", "WaitForInterrupt: continues"}));
  machine_.Step(0, Call(0xff0c));
  EXPECT_EQ(machine_.x0(0), kVirtualTimerIntid);
}

TEST_F(MachineTest, CallsOfAHigherLevelAreUnknown) {
  const Step step = machine_.Step(0, Call(0xff0f));
  EXPECT_EQ(step.rows, (std::vector<std::string>{"abi_version: unknown"}));
  EXPECT_EQ(machine_.x0(0), kMinusOne);
}

TEST(MachineLevelTest, EachVmHasItsOwn) {
  Machine machine(
      {.cpus = 1, .secondaries = {{VcpuState::kReady}}, .ram = {}, .levels = {{1, 1}, {1, 0}}});
  machine.Step(0, Call(0xff0f));
  EXPECT_EQ(machine.x0(0), (VersionReturn{1, 1}.Encode()));
  machine.Step(0, Call(0xff03, 1, 0));
  machine.Step(0, Call(0xff0f));
  EXPECT_EQ(machine.x0(0), kMinusOne);
}

TEST(DescribeTest, NamesCallsAndTheirRegisters) {
  EXPECT_EQ(Describe(Call(0xff06, 1, 64, 1)), "mailbox_send(1, 64, 1)");
  EXPECT_EQ(Describe(Call(0xff08, 1)), "mailbox_clear()");
  EXPECT_EQ(Describe(Call(0x12345, 1)), "call 0x12345 (1, 0, 0)");
}

}  // namespace
}  // namespace hf::abi::model
