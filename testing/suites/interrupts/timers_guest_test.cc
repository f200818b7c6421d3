// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Secondaries' own timers: what the scheduler is told, what the secondary finds, and that the
// primary's interrupt controller and timers are as if there were none.

#include <hf/call.h>

#include "testing/suites/interrupts/clock.h"
#include "testing/suites/interrupts/gic.h"
#include "testing/suites/interrupts/work.h"

namespace {

using namespace hf::suite;
using hf::guest::kVirtualTimerIntid;
using hf::guest::RunCode;
using hf::guest::VcpuRun;
using hf::guest::VcpuRunReturn;
using hf::test::Run;

constexpr uint64_t kMasked = kTimerEnable | kTimerMask | kTimerStatus;

void WaitUntil(uint64_t count) {
  while (Now() < count) {
  }
}

void Prepare() {
  Ask(kA, {Op::kTimer, 0, 0});
  Ask(kA, {Op::kEnable, kVirtualTimerIntid.value, 1});
  Ask(kA, {Op::kUnmask});
}

// It sleeps for at most 50 ms, is not ready before, and ready after as long as it was told. The
// machine may stand still at any time, so that it cannot be said beforehand when something happens.
void ExpectSleep(Op op, int64_t value) {
  Prepare();
  int slept = 0;
  for (int i = 0; i < 50 && slept < 3; ++i) {
    Tell(kA, {op, Ticks(50'000)});
    const uint64_t before = Now();
    VcpuRunReturn result = Run(kA);
    if (const auto sleep = result.sleep()) {
      ++slept;
      EXPECT_LE(sleep->ns, 50'000'000);
      // What is left, in ticks and rounded down: a tick is longer than a nanosecond.
      const uint64_t left = Ticks(sleep->ns / 1000);
      result = Run(kA);
      const bool early = Now() < before + left;
      if (early) EXPECT_EQ(result.code(), RunCode::kWaitForInterrupt);
      if (result.code() == RunCode::kWaitForInterrupt) {
        WaitUntil(Now() + Ticks(sleep->ns / 1000 + 1));
        result = Run(kA);
      }
    }
    // It expired before it could wait, or while it did.
    ASSERT_EQ(result.code(), RunCode::kMessage);
    const Answer answer = TakeAnswer();
    EXPECT_EQ(answer.value, value);
    EXPECT_EQ(answer.taken, 1);
    EXPECT_EQ(answer.intids, kVirtualTimerIntid.value);
    EXPECT_EQ(answer.timer_control, kMasked);
  }
  EXPECT_GT(slept, 0);
}

TEST(Sleep, InWfi) { ExpectSleep(Op::kWfi, 0); }
TEST(Sleep, InReceive) { ExpectSleep(Op::kReceive, HF_INVALID_VM_ID); }

TEST(Sleep, AMessageEndsItBefore) {
  Prepare();
  Tell(kA, {Op::kReceive, Ticks(60'000'000)});
  EXPECT_EQ(Run(kA).code(), RunCode::kSleep);
  Tell(kA, {Op::kNothing});
  const Answer answer = Hear(kA);
  EXPECT_EQ(answer.value, 0);
  EXPECT_EQ(answer.taken, 0);
  EXPECT_EQ(answer.timer_control, kTimerEnable);
}

TEST(Sleep, OnlyWithATimerThatInterrupts) {
  Prepare();
  for (const uint64_t control : {uint64_t{0}, kTimerMask, kTimerEnable | kTimerMask}) {
    Ask(kA, {Op::kTimer, Now() + Ticks(60'000'000), control});
    Tell(kA, {Op::kWfi});
    EXPECT_EQ(Run(kA).code(), RunCode::kWaitForInterrupt);
    EXPECT_TRUE(hf::guest::InterruptInject(kA, kFirst, kVirtualTimerIntid));
    EXPECT_EQ(Hear(kA).taken, 1);
  }
  Ask(kA, {Op::kEnable, kVirtualTimerIntid.value, 0});
  Ask(kA, {Op::kTimer, Now() + Ticks(60'000'000), kTimerEnable});
  EXPECT_EQ(Run(kA).code(), RunCode::kWaitForInterrupt);
}

// Its compare value has all ones: the most that the code can say, and an interrupt ends it.
TEST(Sleep, AlmostForEver) {
  Prepare();
  Ask(kA, {Op::kTimer, ~uint64_t{0}, kTimerEnable});
  const VcpuRunReturn result = Run(kA);
  ASSERT_EQ(result.code(), RunCode::kSleep);
  EXPECT_EQ(result.sleep()->ns, (uint64_t{1} << 56) - 1);
  EXPECT_EQ(Run(kA).code(), RunCode::kWaitForInterrupt);
  EXPECT_TRUE(hf::guest::InterruptInject(kA, kFirst, kVirtualTimerIntid));
  EXPECT_EQ(Ask(kA, {Op::kTimer, 0, 0}).taken, 1);
}

// Compare values of the past never let it wait.
TEST(Past, NeverBlocks) {
  Ask(kA, {Op::kEnable, kVirtualTimerIntid.value, 1});
  Ask(kA, {Op::kMask});
  for (const uint64_t compare : {uint64_t{0}, uint64_t{1}, Now()}) {
    for (const Op op : {Op::kWfi, Op::kReceive}) {
      Ask(kA, {Op::kTimer, compare, kTimerEnable});
      Tell(kA, {op});
      EXPECT_EQ(Hear(kA).timer_control, kMasked);
      EXPECT_EQ(Ask(kA, {Op::kGet}).value, kVirtualTimerIntid.value);
    }
  }
}

// It expires while the vCPU is not run at all, but ready.
TEST(Past, FoundWhenItRuns) {
  Prepare();
  // Or already while it answers.
  const uint64_t before = Ask(kA, {Op::kTimer, Now() + Ticks(5000), kTimerEnable}).taken;
  WaitUntil(Now() + Ticks(6000));
  const Answer answer = Ask(kA, {Op::kNothing});
  EXPECT_EQ(before + answer.taken, 1);
  EXPECT_EQ(answer.timer_control, kMasked);
}

// The secondary spins, without a call, and its timer reaches it though the primary has not enabled
// the timer's interrupt. The vCPU does not even leave.
TEST(Spin, ThePrimaryDoesNotUseTheInterrupt) {
  Prepare();
  SetUpGic(0);
  const PrivateState before = ReadPrivateState();
  for (int i = 0; i < 20; ++i) {
    Tell(kA, {Op::kSpin, Ticks(200)});
    EXPECT_EQ(VcpuRun(kA, kFirst).code(), RunCode::kMessage);
    const Answer answer = TakeAnswer();
    EXPECT_EQ(answer.value, 0);
    EXPECT_EQ(answer.taken, 1);
    EXPECT_EQ(answer.timer_control, kMasked);
    EXPECT_TRUE(ReadPrivateState() == before);
    EXPECT_EQ(PendingInterrupt(), kNoInterrupt);
    EXPECT_EQ(Run(kA).code(), RunCode::kWaitForInterrupt);
  }
}

// An interrupt that the primary has left pending, and does not take, is none of the secondary's.
TEST(Spin, ThePrimaryHasLeftItPending) {
  Prepare();
  SetUpGic(0);
  PrivateRegister(0x200) = 1u << kVirtualTimer;
  const PrivateState before = ReadPrivateState();
  EXPECT_EQ(before.pending, 1u << kVirtualTimer);
  EXPECT_EQ(Ask(kA, {Op::kSpin, Ticks(200)}).value, 0);
  EXPECT_TRUE(ReadPrivateState() == before);
  PrivateRegister(0x280) = 1u << kVirtualTimer;
}

// As an edge an interrupt stays pending when its line falls: not for the primary.
TEST(Spin, AsAnEdge) {
  Prepare();
  for (const uint32_t enabled : {0u, 1u << kVirtualTimer}) {
    SetUpGic(enabled);
    volatile uint32_t& configuration = PrivateRegister(0xc04);  // GICR_ICFGR1
    const uint32_t level = configuration;
    configuration = level | 2u << (kVirtualTimer - 16) * 2;
    const PrivateState before = ReadPrivateState();
    EXPECT_EQ(Ask(kA, {Op::kSpin, Ticks(200)}).value, 0);
    EXPECT_TRUE(ReadPrivateState() == before);
    EXPECT_EQ(PendingInterrupt(), kNoInterrupt);
    configuration = level;
  }
}

TEST(Spin, ThePrimaryUsesTheInterrupt) {
  Prepare();
  SetUpGic(1u << kVirtualTimer);
  const PrivateState before = ReadPrivateState();
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(Ask(kA, {Op::kSpin, Ticks(200)}).value, 0);
    EXPECT_EQ(PendingInterrupt(), kNoInterrupt);
    EXPECT_TRUE(ReadPrivateState() == before);
  }
}

// Both timers: the secondary's goes by without the primary, which is there at its own deadline.
TEST(Spin, ThePrimarysDeadlineIsKept) {
  Prepare();
  SetUpGic(1u << kVirtualTimer | 1u << kPhysicalTimer);
  for (int i = 0; i < 10; ++i) {
    Tell(kA, {Op::kSpin, Ticks(100'000)});
    const uint64_t deadline = Now() + Ticks(2000);
    SetTimer(deadline, kTimerEnable);
    EXPECT_EQ(VcpuRun(kA, kFirst).code(), RunCode::kPreempted);
    EXPECT_GE(Now(), deadline);
    EXPECT_EQ(PendingInterrupt(), kVirtualTimer);
    SetTimer(0, 0);
    EXPECT_EQ(PendingInterrupt(), kNoInterrupt);
    EXPECT_EQ(Hear(kA).value, 0);
    // The secondary's is the earlier one.
    const uint64_t later = Now() + Ticks(20'000);
    SetTimer(later, kTimerEnable);
    EXPECT_EQ(Ask(kA, {Op::kSpin, Ticks(500)}).value, 0);
    EXPECT_EQ(HF_READ(cntv_cval_el0), later);
    EXPECT_EQ(HF_READ(cntv_ctl_el0) & ~kTimerStatus, kTimerEnable);
    SetTimer(0, 0);
  }
  HF_WRITE(cntp_cval_el0, Now() + Ticks(2000));
  HF_WRITE(cntp_ctl_el0, 1);
  Tell(kA, {Op::kSpin, Ticks(50'000)});
  EXPECT_EQ(VcpuRun(kA, kFirst).code(), RunCode::kPreempted);
  EXPECT_EQ(PendingInterrupt(), kPhysicalTimer);
  HF_WRITE(cntp_ctl_el0, 0);
  EXPECT_EQ(Hear(kA).value, 0);
}

// Two VMs on one CPU: each has a timer of its own.
TEST(Spin, OfTwoVmsEachItsOwn) {
  SetUpGic(0);
  for (const auto vm : {kA, kB}) {
    Ask(vm, {Op::kTimer, 0, 0});
    Ask(vm, {Op::kEnable, kVirtualTimerIntid.value, 1});
    Ask(vm, {Op::kUnmask});
  }
  const uint64_t far = Now() + Ticks(60'000'000);
  Ask(kB, {Op::kTimer, far, kTimerEnable});
  EXPECT_EQ(Ask(kA, {Op::kSpin, Ticks(200)}).value, 0);
  const Answer other = Ask(kB, {Op::kNothing});
  EXPECT_EQ(other.taken, 0);
  EXPECT_EQ(other.timer_control, kTimerEnable);
  EXPECT_EQ(Run(kB).code(), RunCode::kSleep);
  EXPECT_EQ(Run(kA).code(), RunCode::kWaitForInterrupt);
}

}  // namespace
