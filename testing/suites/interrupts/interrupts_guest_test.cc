// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// interrupt_enable, interrupt_get, interrupt_inject; and how a secondary takes virtual interrupts.

#include <hf/call.h>

#include "testing/guest/cpus.h"
#include "testing/suites/interrupts/gic.h"
#include "testing/suites/interrupts/work.h"

namespace {

using namespace hf::suite;
using hf::guest::InterruptEnable;
using hf::guest::InterruptGet;
using hf::guest::InterruptInject;
using hf::guest::Intid;
using hf::guest::kPrimaryVmId;
using hf::guest::Maybe;
using hf::guest::RunCode;
using hf::guest::VcpuIndex;
using hf::guest::VcpuRun;
using hf::guest::VmId;
using hf::test::Run;

constexpr Maybe<bool> kAct(true);
constexpr Maybe<bool> kNothingToDo(false);

TEST(Refused, ByThePrimary) {
  for (const uint32_t intid : {64u, 65u, 1u << 31, 0xffffffffu}) {
    EXPECT_FALSE(InterruptEnable({intid}, true));
    EXPECT_FALSE(InterruptInject(kA, kFirst, {intid}));
  }
  EXPECT_FALSE(InterruptInject({3}, kFirst, {1}));
  EXPECT_FALSE(InterruptInject(hf::guest::kInvalidVmId, kFirst, {1}));
  EXPECT_FALSE(InterruptInject(kA, {1}, {1}));
  EXPECT_FALSE(InterruptInject(kA, {0x10000}, {1}));
}

TEST(Refused, BySecondaries) {
  EXPECT_EQ(Ask(kA, {Op::kEnable, 64, 1}).value, -1);
  EXPECT_EQ(Ask(kA, {Op::kInject, kA.value, 0, 64}).value, -1);
  EXPECT_EQ(Ask(kA, {Op::kInject, kB.value, 0, 1}).value, -1);
  EXPECT_EQ(Ask(kA, {Op::kInject, 0, 0, 1}).value, -1);
  EXPECT_EQ(Ask(kA, {Op::kInject, kA.value, 1, 1}).value, -1);
  EXPECT_EQ(Ask(kB, {Op::kGet}).value, HF_INVALID_INTID);
}

TEST(Primary, Polls) {
  EXPECT_FALSE(InterruptGet());
  EXPECT_TRUE(InterruptEnable({63}, true));
  EXPECT_EQ(InterruptInject(kPrimaryVmId, kFirst, {63}), kAct);
  EXPECT_EQ(InterruptInject(kPrimaryVmId, kFirst, {63}), kNothingToDo);
  EXPECT_EQ(InterruptGet(), Maybe<Intid>(Intid{63}));
  EXPECT_FALSE(InterruptGet());
  // No line: nothing is pending for its CPU.
  EXPECT_EQ(InterruptInject(kPrimaryVmId, kFirst, {63}), kAct);
  EXPECT_EQ(HF_READ(isr_el1), 0);
  EXPECT_TRUE(InterruptEnable({63}, false));
  EXPECT_FALSE(InterruptGet());
}

TEST(Secondary, GetsTheLowestFirst) {
  for (const uint64_t intid : {9u, 63u, 0u}) {
    EXPECT_EQ(Ask(kA, {Op::kEnable, intid, 1}).value, 0);
    EXPECT_EQ(Ask(kA, {Op::kInject, kA.value, 0, intid}).value, 0);
  }
  EXPECT_EQ(Ask(kA, {Op::kGet}).value, 0);
  EXPECT_EQ(Ask(kA, {Op::kGet}).value, 9);
  EXPECT_EQ(Ask(kA, {Op::kGet}).value, 63);
  EXPECT_EQ(Ask(kA, {Op::kGet}).value, HF_INVALID_INTID);
  // Disabled it stays pending.
  EXPECT_EQ(Ask(kA, {Op::kEnable, 9, 0}).value, 0);
  EXPECT_EQ(InterruptInject(kA, kFirst, {9}), kNothingToDo);
  EXPECT_EQ(Ask(kA, {Op::kGet}).value, HF_INVALID_INTID);
  EXPECT_EQ(Ask(kA, {Op::kEnable, 9, 1}).value, 0);
  EXPECT_EQ(Ask(kA, {Op::kGet}).value, 9);
}

// Through VBAR_EL1, one exception each until the last has been taken: the line is a level.
TEST(Secondary, TakesThemAtItsVector) {
  for (const uint64_t intid : {5u, 6u, 7u}) Ask(kB, {Op::kEnable, intid, 1});
  EXPECT_EQ(InterruptInject(kB, kFirst, {7}), kAct);
  EXPECT_EQ(InterruptInject(kB, kFirst, {5}), kNothingToDo);
  EXPECT_EQ(InterruptInject(kB, kFirst, {6}), kNothingToDo);
  // Masked: nothing is taken yet.
  EXPECT_EQ(Ask(kB, {Op::kNothing}).taken, 0);
  const Answer unmasked = Ask(kB, {Op::kUnmask});
  EXPECT_EQ(unmasked.taken, 3);
  EXPECT_EQ(unmasked.intids, 0x070605);
  // It waits in mailbox_receive, which the interrupt ends.
  EXPECT_EQ(Run(kB).code(), RunCode::kWaitForInterrupt);
  EXPECT_EQ(InterruptInject(kB, kFirst, {6}), kAct);
  EXPECT_EQ(Run(kB).code(), RunCode::kWaitForInterrupt);
  const Answer masked = Ask(kB, {Op::kMask});
  EXPECT_EQ(masked.taken, 1);
  EXPECT_EQ(masked.intids, 6);
  // One that is enabled while pending is taken at once.
  EXPECT_EQ(InterruptInject(kB, kFirst, {8}), kNothingToDo);
  Ask(kB, {Op::kUnmask});
  EXPECT_EQ(Ask(kB, {Op::kEnable, 8, 1}).intids, 8);
  Ask(kB, {Op::kMask});
}

TEST(Secondary, InjectsIntoItself) {
  Ask(kA, {Op::kEnable, 11, 1});
  Ask(kA, {Op::kUnmask});
  const Answer answer = Ask(kA, {Op::kInject, kA.value, 0, 11});
  EXPECT_EQ(answer.value, 0);
  EXPECT_EQ(answer.taken, 1);
  EXPECT_EQ(answer.intids, 11);
  Ask(kA, {Op::kMask});
}

TEST(Wait, WfiIsEndedByAnInterrupt) {
  Ask(kA, {Op::kEnable, 4, 1});
  Tell(kA, {Op::kWfi});
  EXPECT_EQ(Run(kA).code(), RunCode::kWaitForInterrupt);
  EXPECT_EQ(Run(kA).code(), RunCode::kWaitForInterrupt);
  EXPECT_EQ(InterruptInject(kA, kFirst, {12}), kNothingToDo);  // not enabled
  EXPECT_EQ(Run(kA).code(), RunCode::kWaitForInterrupt);
  EXPECT_EQ(InterruptInject(kA, kFirst, {4}), kAct);
  EXPECT_EQ(Hear(kA).value, 0);
  // Still pending: neither waits again.
  Tell(kA, {Op::kWfi});
  EXPECT_EQ(Hear(kA).value, 0);
  Tell(kA, {Op::kReceive});
  EXPECT_EQ(Hear(kA).value, HF_INVALID_VM_ID);
  EXPECT_EQ(Ask(kA, {Op::kGet}).value, 4);
}

TEST(Wait, ReceiveIsEndedByAnInterrupt) {
  Ask(kA, {Op::kEnable, 4, 1});
  for (int i = 0; i < 20; ++i) {
    Tell(kA, {Op::kReceive});
    EXPECT_EQ(Run(kA).code(), RunCode::kWaitForInterrupt);
    EXPECT_EQ(InterruptInject(kA, kFirst, {4}), kAct);
    EXPECT_EQ(Hear(kA).value, HF_INVALID_VM_ID);
    EXPECT_EQ(Ask(kA, {Op::kGet}).value, 4);
  }
  // A message still finds it waiting.
  Tell(kA, {Op::kReceive});
  EXPECT_EQ(Run(kA).code(), RunCode::kWaitForInterrupt);
  Tell(kA, {Op::kNothing});
  EXPECT_EQ(Hear(kA).value, 0);
}

// It spins on CPU 1 and is told from CPU 0, which then kicks CPU 1.
TEST(Wait, ARunningOneIsKicked) {
  Ask(kA, {Op::kEnable, 5, 1});
  Ask(kA, {Op::kUnmask});
  Tell(kA, {Op::kSpin});
  static volatile bool spins;
  spins = false;
  hf::test::OnCpus(2, [](uint64_t cpu) {
    if (cpu == 0) {
      while (!spins) {
      }
      // It is not known when CPU 1 is in the VM: whenever it is told, it finds out.
      const uint64_t later = Now() + Ticks(1000);
      while (Now() < later) {
      }
      EXPECT_EQ(InterruptInject(kA, kFirst, {5}), kAct);
      Kick(1);
      return;
    }
    SetUpGic(1u << kKick);
    spins = true;
    auto result = VcpuRun(kA, kFirst);
    if (result.code() == RunCode::kPreempted) {
      EXPECT_EQ(TakeInterrupt(), kKick);
      result = VcpuRun(kA, kFirst);
    }
    EXPECT_EQ(result.code(), RunCode::kMessage);
  });
  const Answer answer = TakeAnswer();
  EXPECT_EQ(answer.value, 0);
  EXPECT_EQ(answer.intids, 5);
  Ask(kA, {Op::kMask});
}

}  // namespace
