// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Virtual time: what a secondary's own timer does while it runs, waits, and is not run.

#include <gtest/gtest.h>

#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::Call;
using abi::kVirtualTimerIntid;
using abi::MailboxReceiveReturn;
using abi::VcpuRunReturn;
using abi::VcpuState;

const uint64_t kNoMessage = MailboxReceiveReturn{abi::kInvalidVmId, 0}.Encode();
const uint64_t kWait = VcpuRunReturn::WaitForInterrupt().Encode();
const uint64_t kPreempted = VcpuRunReturn::Preempted().Encode();
constexpr uint64_t kMaxSleep = (uint64_t{1} << 56) - 1;

// CNTV_CTL_EL0.
constexpr uint64_t kEnable = 1;
constexpr uint64_t kMask = 2;

class TimerTest : public testing::Test {
 protected:
  // VM 1 runs, and has its timer's interrupt enabled; the time is 100 at 1000 Hz.
  TimerTest() {
    t_.machine().now = 100;
    t_.Run(1);
    t_.Call(Call::kInterruptEnable, kVirtualTimerIntid, 1);
  }
  void Arm(uint64_t cval, uint64_t ctl = kEnable) {
    t_.el1().cntv_cval = cval;
    t_.el1().cntv_ctl = ctl;
  }
  arch::InterruptLines Lines() { return t_.machine().interrupt_lines.back(); }
  bool Runs() { return &t_.on() == &t_.vcpu(1, 0); }

  TestSystem t_{WithSecondaries({{}, {}})};
};

// While it runs its timer's interrupt, which is physical, is its own business: it goes on, with a
// virtual one and the timer masked.
TEST_F(TimerTest, FiresWhileItRuns) {
  Arm(99);
  t_.Exit(Interrupt());
  ASSERT_TRUE(Runs());
  EXPECT_TRUE(Lines().irq);
  EXPECT_EQ(t_.el1().cntv_ctl, kEnable | kMask);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), kVirtualTimerIntid);
  EXPECT_FALSE(Lines().irq);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), abi::kInvalidIntid);
  // The next interrupt is not its own.
  t_.Exit(Interrupt());
  EXPECT_EQ(t_.x0(), kPreempted);
}

// Another interrupt in the same moment: the primary's is not delayed.
TEST_F(TimerTest, FiresBesideThePrimarysInterrupt) {
  Arm(99);
  t_.machine().interrupt_pending = [] { return true; };
  t_.Exit(Interrupt());
  EXPECT_EQ(t_.x0(), kPreempted);
  EXPECT_EQ(t_.vcpu(1, 0).registers.el1.cntv_ctl, kEnable | kMask);
  t_.Run(1);
  EXPECT_TRUE(Lines().irq);
}

TEST_F(TimerTest, AnInterruptThatIsNotItsOwn) {
  for (const auto& [cval, ctl] : {std::pair<uint64_t, uint64_t>{101, kEnable},
                                  {100, kEnable | kMask},
                                  {100, 0},
                                  {100, kMask},
                                  {~uint64_t{0}, kEnable}}) {
    Arm(cval, ctl);
    t_.Exit(Interrupt());
    EXPECT_EQ(t_.x0(), kPreempted) << cval;
    EXPECT_EQ(t_.vcpu(1, 0).registers.el1.cntv_ctl, ctl);
    t_.Run(1);
    EXPECT_FALSE(Lines().irq);
  }
}

// Compared as unsigned numbers (Arm ARM D11.2.4), at the very count.
TEST_F(TimerTest, PastNowAndTheHighestBit) {
  for (const uint64_t cval : {uint64_t{0}, uint64_t{1}, uint64_t{100}}) {
    Arm(cval);
    t_.Exit(Smc());
    ASSERT_TRUE(Runs());
    EXPECT_TRUE(Lines().irq) << cval;
    EXPECT_EQ(t_.Call(Call::kInterruptGet), kVirtualTimerIntid);
  }
  t_.machine().now = uint64_t{1} << 63;
  Arm(uint64_t{1} << 62);
  t_.Exit(Smc());
  EXPECT_TRUE(Lines().irq);
  t_.Call(Call::kInterruptGet);
  Arm((uint64_t{1} << 63) + 1);
  t_.Exit(Smc());
  EXPECT_FALSE(Lines().irq);
}

TEST_F(TimerTest, UnmaskedAgainItFiresAgain) {
  Arm(99);
  for (int i = 0; i < 3; ++i) {
    t_.Exit(Smc());
    EXPECT_TRUE(Lines().irq);
    EXPECT_EQ(t_.Call(Call::kInterruptGet), kVirtualTimerIntid);
    EXPECT_FALSE(Lines().irq);
    t_.el1().cntv_ctl = kEnable;
  }
}

// Only a guest that enables the interrupt sees it, then also one of before.
TEST_F(TimerTest, ItsInterruptDisabled) {
  t_.Call(Call::kInterruptEnable, kVirtualTimerIntid, 0);
  EXPECT_FALSE(Lines().own_timer);
  Arm(99);
  t_.Exit(Interrupt());
  ASSERT_TRUE(Runs());
  EXPECT_FALSE(Lines().irq);
  EXPECT_EQ(t_.el1().cntv_ctl, kEnable | kMask);
  t_.Exit(Wfi());
  EXPECT_EQ(t_.x0(), kWait);
  t_.machine().now = 1000;
  EXPECT_EQ(t_.Call(Call::kVcpuRun, 1, 0), kWait);
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kBlockedInterrupt);
}

TEST_F(TimerTest, ItsInterruptEnabledLate) {
  t_.Call(Call::kInterruptEnable, kVirtualTimerIntid, 0);
  Arm(99);
  t_.Exit(Smc());
  EXPECT_FALSE(Lines().irq);
  t_.Call(Call::kInterruptEnable, kVirtualTimerIntid, 1);
  EXPECT_TRUE(Lines().irq);
  EXPECT_TRUE(Lines().own_timer);
}

// Armed, but nobody listens: no SLEEP.
TEST_F(TimerTest, WaitsWithoutItsInterrupt) {
  t_.Call(Call::kInterruptEnable, kVirtualTimerIntid, 0);
  Arm(200);
  t_.Exit(Wfi());
  EXPECT_EQ(t_.x0(), kWait);
  t_.machine().now = 300;
  EXPECT_EQ(t_.Call(Call::kVcpuRun, 1, 0), kWait);
}

TEST_F(TimerTest, Sleeps) {
  for (const bool receive : {false, true}) {
    t_.machine().now = 100;
    Arm(107);
    if (receive) {
      t_.Call(Call::kMailboxReceive, 1);
    } else {
      t_.Exit(Wfi());
    }
    EXPECT_EQ(t_.x0(), VcpuRunReturn::Sleep(7'000'000).Encode());
    const VcpuState how = receive ? VcpuState::kBlockedMailbox : VcpuState::kBlockedInterrupt;
    EXPECT_EQ(t_.StateOf(1, 0), how);
    // Too early.
    t_.machine().now = 106;
    EXPECT_EQ(t_.Call(Call::kVcpuRun, 1, 0), kWait);
    EXPECT_EQ(t_.StateOf(1, 0), how);
    t_.machine().now = 107;
    t_.Run(1);
    EXPECT_TRUE(Lines().irq);
    EXPECT_EQ(t_.el1().cntv_ctl, kEnable | kMask);
    if (receive) EXPECT_EQ(t_.x0(), kNoMessage);
    EXPECT_EQ(t_.Call(Call::kInterruptGet), kVirtualTimerIntid);
    EXPECT_FALSE(Lines().irq);
  }
}

// Whoever sleeps as long as it was told finds the timer expired, however coarse the counter.
TEST_F(TimerTest, TheTimeIsRoundedUp) {
  t_.machine().counter_frequency = 3;
  Arm(101);
  t_.Exit(Wfi());
  EXPECT_EQ(t_.x0(), VcpuRunReturn::Sleep(333'333'334).Encode());
}

TEST_F(TimerTest, TheMostThatFits) {
  for (const uint64_t cval : {~uint64_t{0} - 1, uint64_t{1} << 63}) {
    Arm(cval);
    t_.Exit(Wfi());
    EXPECT_EQ(t_.x0(), VcpuRunReturn::Sleep(kMaxSleep).Encode());
    EXPECT_EQ(t_.x0() & 0xff, 5u);
    t_.machine().now = cval;
    t_.Run(1);
    EXPECT_TRUE(Lines().irq);
    t_.Call(Call::kInterruptGet);
    t_.machine().now = 100;
  }
}

// A compare value of all ones is never reached; another interrupt ends the wait.
TEST_F(TimerTest, TheLargestCompareValue) {
  Arm(~uint64_t{0});
  t_.Exit(Wfi());
  EXPECT_EQ(t_.x0(), VcpuRunReturn::Sleep(kMaxSleep).Encode());
  EXPECT_EQ(t_.Call(Call::kVcpuRun, 1, 0), kWait);
  EXPECT_EQ(t_.Call(Call::kInterruptInject, 1, 0, kVirtualTimerIntid), 1u);
  t_.Run(1);
  EXPECT_TRUE(Lines().irq);
}

TEST_F(TimerTest, MaskedOrOffIsNoSleep) {
  for (const uint64_t ctl : {uint64_t{0}, kMask, kEnable | kMask}) {
    Arm(50, ctl);
    t_.Exit(Wfi());
    EXPECT_EQ(t_.x0(), kWait);
    EXPECT_EQ(t_.Call(Call::kVcpuRun, 1, 0), kWait);
    // Something else ends it.
    EXPECT_EQ(t_.Call(Call::kInterruptInject, 1, 0, kVirtualTimerIntid), 1u);
    t_.Run(1);
    t_.Call(Call::kInterruptGet);
  }
}

TEST_F(TimerTest, AnExpiredOneDoesNotBlock) {
  Arm(100);
  const uint64_t pc = t_.on().registers.pc;
  t_.Exit(Wfi());
  ASSERT_TRUE(Runs());
  EXPECT_EQ(t_.on().registers.pc, pc + 4);
  EXPECT_TRUE(Lines().irq);
  t_.Call(Call::kInterruptGet);
  Arm(100);
  EXPECT_EQ(t_.Call(Call::kMailboxReceive, 1), kNoMessage);
  ASSERT_TRUE(Runs());
  EXPECT_TRUE(Lines().irq);
}

// It fired while the vCPU was ready but not run.
TEST_F(TimerTest, FiresWhileItIsNotRun) {
  Arm(200);
  t_.Exit(Interrupt());
  EXPECT_EQ(t_.x0(), kPreempted);
  t_.machine().now = 250;
  t_.Run(1);
  EXPECT_TRUE(Lines().irq);
  EXPECT_EQ(t_.el1().cntv_ctl, kEnable | kMask);
}

// Woken by something else, its timer runs on; blocked again, it sleeps for what is left.
TEST_F(TimerTest, WokenBefore) {
  t_.Call(Call::kInterruptEnable, 9, 1);
  Arm(200);
  t_.Exit(Wfi());
  EXPECT_EQ(t_.Call(Call::kInterruptInject, 1, 0, 9), 1u);
  t_.machine().now = 150;
  t_.Run(1);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), 9u);
  t_.Exit(Wfi());
  EXPECT_EQ(t_.x0(), VcpuRunReturn::Sleep(50'000'000).Encode());
}

// An earlier wait's time means nothing for a later one without a timer.
TEST_F(TimerTest, AnOldDeadlineIsForgotten) {
  t_.Call(Call::kInterruptEnable, 9, 1);
  Arm(200);
  t_.Exit(Wfi());
  t_.Call(Call::kInterruptInject, 1, 0, 9);
  t_.Run(1);
  t_.Call(Call::kInterruptGet);
  Arm(200, 0);
  t_.Exit(Wfi());
  EXPECT_EQ(t_.x0(), kWait);
  t_.machine().now = 300;
  EXPECT_EQ(t_.Call(Call::kVcpuRun, 1, 0), kWait);
}

// The timer is the vCPU's: another VM on the same CPU is not told of it, nor is the primary.
TEST_F(TimerTest, OfNobodyElse) {
  Arm(200);
  t_.Exit(Interrupt());
  t_.machine().now = 250;
  t_.Run(2);
  EXPECT_FALSE(Lines().irq);
  EXPECT_FALSE(Lines().own_timer);
  t_.Exit(Interrupt());
  EXPECT_EQ(t_.x0(), kPreempted);
  t_.el1().cntv_cval = 1;
  t_.el1().cntv_ctl = kEnable;
  t_.Call(Call::kInterruptEnable, kVirtualTimerIntid, 1);
  EXPECT_EQ(t_.el1().cntv_ctl, kEnable);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), abi::kInvalidIntid);
}

TEST_F(TimerTest, OfAVmThatAborts) {
  Arm(200);
  t_.Exit(DataAbort{.ipa = kRam}.exit());
  t_.machine().now = 250;
  EXPECT_EQ(t_.Call(Call::kVcpuRun, 1, 0), kWait);
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kAborted);
}

// The first entry says whether the timer may stop it, and each after.
TEST_F(TimerTest, WhoWantsItsTimer) {
  EXPECT_TRUE(Lines().own_timer);
  t_.Exit(Interrupt());
  t_.Run(1, 0, 1);
  EXPECT_TRUE(Lines().own_timer);
}

// WFIT has a timeout of its own: it never waits.
TEST_F(TimerTest, WfitContinues) {
  const uint64_t pc = t_.on().registers.pc;
  t_.Exit(Exception(0x01, uint64_t{1} << 24 | uint64_t{0xe} << 20 | 2));
  ASSERT_TRUE(Runs());
  EXPECT_EQ(t_.on().registers.pc, pc + 4);
}

}  // namespace
}  // namespace hf::test
