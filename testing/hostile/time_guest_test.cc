// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Secondaries that keep the CPU as well as they can, and what preemption must not break: cases 19,
// 20, 21 and 28 of the security model.

#include "testing/guest/services.h"
#include "testing/guest/show.h"
#include "testing/guest/test.h"
#include "testing/hostile/attack.h"
#include "testing/isolation/timer.h"

namespace hf::hostile {
namespace {

using guest::RunCode;
using guest::VmId;
using isolation::Timer;

constexpr VmId kFirst = test::Service("attacker_1");
constexpr VmId kSecond = test::Service("attacker_2");

uint64_t Count() {
  uint64_t count;
  asm volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(count) : : "memory");
  return count;
}

uint64_t Frequency() {
  uint64_t frequency;
  asm("mrs %0, cntfrq_el0" : "=r"(frequency));
  return frequency;
}

// What the timer promises is the next instruction after the deadline; what an emulator on a busy
// machine keeps is less. A CPU that is never given back fails by the test's time.
uint64_t Patience() { return Frequency(); }

// Runs the vCPU again and again until it is preempted by the timer, whatever it does meanwhile;
// `most` is the most often that it may give the CPU back by itself.
void ExpectPreemption(VmId vm, Timer timer, uint64_t most) {
  isolation::StartTimer(timer, 1);
  const uint64_t deadline = Count() + Frequency() / 1000;
  for (uint64_t i = 0; i <= most; ++i) {
    const RunCode code = guest::VcpuRun(vm, {0}).code();
    if (code == RunCode::kPreempted) {
      const uint64_t now = Count();
      EXPECT_EQ(isolation::PendingInterrupt(), isolation::IntidOf(timer));
      EXPECT_LT(now, deadline + Patience());
      isolation::StopTimer(timer);
      EXPECT_EQ(isolation::PendingInterrupt(), isolation::kNoInterrupt);
      return;
    }
    if (code != RunCode::kYield) {
      test::Text text;
      text << "run code " << static_cast<uint64_t>(code);
      ADD_FAILURE(text.view());
      return;
    }
    if (isolation::PendingInterrupt() == isolation::IntidOf(timer)) {
      // It yielded just before the deadline: the next time.
      isolation::StopTimer(timer);
      isolation::StartTimer(timer, 1);
    }
  }
  ADD_FAILURE("it is never preempted");
}

void EachTimerPreempts(Op op, uint64_t most) {
  isolation::SetUpInterrupts();
  ASSERT_TRUE(Tell(kFirst, {op, {}}));
  for (int i = 0; i < 50; ++i) {
    ExpectPreemption(kFirst, Timer::kVirtual, most);
    ExpectPreemption(kFirst, Timer::kPhysical, most);
  }
  ExpectAlive(kSecond);
}

TEST(Spinning, IsPreempted) { EachTimerPreempts(Op::kSpin, 0); }
TEST(WaitingForEvents, IsPreempted) { EachTimerPreempts(Op::kWfe, 0); }
TEST(SendingEvents, IsPreempted) { EachTimerPreempts(Op::kSev, 0); }
TEST(Maintenance, IsContained) { EachTimerPreempts(Op::kMaintain, 0); }
TEST(EndlessExceptions, ArePreempted) { EachTimerPreempts(Op::kUndefined, 0); }

// A yield ends each run, so the deadline mostly finds the primary; a preemption needs luck.
TEST(Yielding, GivesTheCpuBackEachTime) {
  ASSERT_TRUE(Tell(kFirst, {Op::kYield, {}}));
  for (int i = 0; i < 10000; ++i) {
    ASSERT_EQ(guest::VcpuRun(kFirst, {0}).code(), RunCode::kYield);
  }
  ExpectAlive(kSecond);
}

TEST(WaitingForInterrupts, BlocksUntilThereIsOne) {
  ASSERT_TRUE(Tell(kFirst, {Op::kWfi, {}}));
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(guest::VcpuRun(kFirst, {0}).code(), RunCode::kWaitForInterrupt);
  }
  ExpectAlive(kSecond);
}

// Two of them take exceptions all the time, and read ELR, SPSR, ESR and FAR_EL1 late; the primary's
// timer stops them at any instruction, mostly one of their handlers', and the other one runs.
TEST(ExceptionHandlers, FindTheirRegistersAfterPreemption) {
  isolation::SetUpInterrupts();
  ASSERT_TRUE(Tell(kFirst, {Op::kFaults, {0}}));
  ASSERT_TRUE(Tell(kSecond, {Op::kFaults, {0x100}}));
  uint64_t preemptions = 0, yields = 0;
  while (preemptions < 500) {
    for (const VmId vm : {kFirst, kSecond}) {
      isolation::StartTimer(Timer::kVirtual, 1);
      // It yields now and then; on a fast machine always before the timer fires.
      RunCode code;
      while ((code = guest::VcpuRun(vm, {0}).code()) == RunCode::kYield) ++yields;
      isolation::StopTimer(Timer::kVirtual);
      // Anything else is an attacker that has found something wrong.
      ASSERT_EQ(code, RunCode::kPreempted);
      ++preemptions;
    }
  }
  EXPECT_GT(yields, 0);
}

}  // namespace
}  // namespace hf::hostile
