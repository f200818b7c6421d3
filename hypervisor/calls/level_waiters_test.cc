// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Waiters under a primary of level 0.1, which cannot look after them: EL2 tells them, and the
// primary's next vcpu_run says whom to run.

#include <gtest/gtest.h>

#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::Call;
using abi::VcpuState;

constexpr uint64_t kMinusOne = ~uint64_t{0};
constexpr uint32_t kWritable = abi::kMailboxWritableIntid;

// What vcpu_run of level 0.1 returns.
constexpr uint64_t kYield = 0;
constexpr uint64_t kWait = 1;
constexpr uint64_t WakeUp(uint64_t vm, uint64_t vcpu) { return 2 | vm << 16 | vcpu << 32; }

// The secondaries are of level 1.0, but for VM 4, of 0.1; VM 2 has three vCPUs. All but VM 5 have a
// mailbox, and all of level 1.0 have enabled the interrupt, on vCPU 0.
class LevelWaitersTest : public testing::Test {
 protected:
  LevelWaitersTest() {
    EXPECT_EQ(t_.CallOn(0, 0xff03, t_.SendPageOf(0), t_.ReceivePageOf(0)), 0u);
    for (const uint32_t vm : {1, 2, 3, 4, 5}) {
      if (vm == 4) {
        Run(vm);
        EXPECT_EQ(t_.CallOn(0, 0xff03, t_.SendPageOf(vm), t_.ReceivePageOf(vm)), 0u);
        t_.Exit(Interrupt());
        continue;
      }
      if (vm != 5)
        EXPECT_EQ(In(vm, Call::kVmConfigure, t_.SendPageOf(vm), t_.ReceivePageOf(vm)), 0u);
      EXPECT_EQ(In(vm, Call::kInterruptEnable, kWritable, 1), 0u);
    }
    t_.vm(2).state().Lock()->vcpus[1] = VcpuState::kReady;
    t_.vm(2).state().Lock()->vcpus[2] = VcpuState::kReady;
  }

  uint64_t VcpuRun(uint32_t vm, uint32_t vcpu = 0, uint32_t cpu = 0) {
    return t_.CallOn(cpu, 0xff00, vm, vcpu);
  }
  void Run(uint32_t vm, uint32_t vcpu = 0, uint32_t cpu = 0) {
    VcpuRun(vm, vcpu, cpu);
    ASSERT_EQ(&t_.on(cpu), &t_.vcpu(vm, vcpu));
  }
  // In a VM of 1.0, which then is preempted.
  uint64_t In(uint32_t vm, Call call, uint64_t x1 = 0, uint64_t x2 = 0, uint64_t x3 = 0) {
    Run(vm);
    const uint64_t result = t_.Call(call, x1, x2, x3);
    EXPECT_EQ(t_.on().vm->id(), vm);
    t_.Exit(Interrupt());
    return result;
  }
  // VM 3's message fills the mailbox of a secondary, which takes it; the others then wait for it.
  void FillAndWait(uint32_t of, std::initializer_list<uint32_t> waiters) {
    EXPECT_EQ(t_.CallOn(0, 0xff04, of, 1), abi::kInvalidVcpu);
    EXPECT_EQ(In(of, Call::kMailboxReceive, 0), uint64_t{1} << 32);
    for (const uint32_t vm : waiters) EXPECT_EQ(In(vm, Call::kMailboxSend, of, 1, 1), kMinusOne);
  }
  void FillPrimarys(uint32_t from, std::initializer_list<uint32_t> waiters) {
    Run(from);
    EXPECT_EQ(t_.Call(Call::kMailboxSend, 0, 1, 0), 3 | uint64_t{1} << 32);
    for (const uint32_t vm : waiters) EXPECT_EQ(In(vm, Call::kMailboxSend, 0, 1, 1), kMinusOne);
  }
  void Block(uint32_t vm, uint32_t vcpu = 0) {
    Run(vm, vcpu);
    t_.Exit(Wfi());
    EXPECT_EQ(t_.StateOf(vm, vcpu), VcpuState::kBlockedInterrupt);
  }
  uint64_t ClearIn(uint32_t vm) {
    Run(vm);
    return t_.Call(Call::kMailboxClear);
  }

  TestSystem t_{WithSecondaries({{}, {.vcpus = 3}, {}, {.abi = "0.1"}, {}}, "0.1")};
};

TEST_F(LevelWaitersTest, SeveralAreToldOneByOneBeforeAnybodyRuns) {
  FillAndWait(1, {3, 2});
  Block(2);
  Block(3);
  EXPECT_EQ(ClearIn(1), kYield) << "NOTIFY_WAITERS";
  EXPECT_EQ(t_.vcpu(1, 0).registers.x[0], 0u);
  EXPECT_EQ(t_.StateOf(2, 0), VcpuState::kReady);
  EXPECT_EQ(t_.StateOf(3, 0), VcpuState::kReady);
  // Whomever the primary asks for.
  EXPECT_EQ(VcpuRun(1), WakeUp(2, 0));
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kReady);
  EXPECT_EQ(VcpuRun(2), WakeUp(3, 0));
  Run(2);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), kWritable);
  EXPECT_EQ(t_.Call(Call::kMailboxWritableGet), 1u);
  EXPECT_EQ(t_.Call(Call::kMailboxWritableGet), kMinusOne);
  t_.Exit(Interrupt());
  Run(3);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), kWritable);
  EXPECT_EQ(t_.Call(Call::kMailboxWritableGet), 1u);
}

TEST_F(LevelWaitersTest, ThePrimarysOwnClear) {
  FillPrimarys(1, {2, 3});
  Block(2);
  EXPECT_EQ(t_.CallOn(0, 0xff06), 0u) << "never 1";
  EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
  EXPECT_EQ(VcpuRun(1), WakeUp(2, 0));
  EXPECT_EQ(VcpuRun(1), WakeUp(3, 0));
  Run(1);
  t_.Exit(Interrupt());
  Run(3);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), kWritable);
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 0, 1, 1), 3 | uint64_t{1} << 32);
}

TEST(LevelWaiterTest, ThePrimarysMailboxIsConfigured) {
  TestSystem t(WithSecondaries({{}}, "0.1"));
  t.CallOn(0, 0xff00, 1, 0);
  t.Configure();
  t.Call(Call::kInterruptEnable, kWritable, 1);
  EXPECT_EQ(t.Call(Call::kMailboxSend, 0, 1, 1), kMinusOne);
  t.Exit(Wfi());
  EXPECT_EQ(t.CallOn(0, 0xff03, t.SendPageOf(0), t.ReceivePageOf(0)), 0u);
  EXPECT_EQ(t.CallOn(0, 0xff00, 1, 0), WakeUp(1, 0));
}

TEST_F(LevelWaitersTest, ASecondarysMailboxIsConfigured) {
  EXPECT_EQ(In(2, Call::kMailboxSend, 5, 1, 1), kMinusOne);
  Block(2);
  Run(5);
  EXPECT_EQ(t_.Call(Call::kVmConfigure, t_.SendPageOf(5), t_.ReceivePageOf(5)), kYield);
  EXPECT_EQ(VcpuRun(5), WakeUp(2, 0));
}

// A VM of 0.1 has others wait for it, though it waits for nobody.
TEST_F(LevelWaitersTest, AMailboxOf0_1) {
  EXPECT_EQ(t_.CallOn(0, 0xff04, 4, 1), abi::kInvalidVcpu);
  EXPECT_EQ(In(2, Call::kMailboxSend, 4, 1, 1), kMinusOne);
  Block(2);
  Run(4);
  EXPECT_EQ(t_.CallOn(0, 0xff05, 0), uint64_t{1} << 32);
  EXPECT_EQ(t_.CallOn(0, 0xff04, 1, 1, 1), WakeUp(1, abi::kInvalidVcpu));
  Run(4);
  EXPECT_EQ(t_.CallOn(0, 0xff04, 1, 1, 1), kMinusOne);
  EXPECT_EQ(t_.CallOn(0, 0xff06), kYield);
  EXPECT_EQ(VcpuRun(4), WakeUp(2, 0));
  EXPECT_EQ(ClearIn(1), kMinusOne);
  EXPECT_EQ(t_.Call(Call::kMailboxReceive, 0), uint64_t{1} << 32 | 4);
  EXPECT_EQ(t_.Call(Call::kMailboxClear), 0u) << "nobody waits";
  EXPECT_EQ(&t_.on(), &t_.vcpu(1, 0));
}

// It runs on CPU 1: the primary is told to kick it, and the interrupt is there when it is entered.
TEST_F(LevelWaitersTest, AWaiterThatRunsElsewhere) {
  FillAndWait(1, {2});
  Run(2, 0, 1);
  EXPECT_EQ(ClearIn(1), kYield);
  EXPECT_EQ(VcpuRun(1), WakeUp(2, 0));
  EXPECT_EQ(t_.StateOf(2, 0), VcpuState::kRunning);
  EXPECT_TRUE(t_.vcpu(2, 0).lines.load().irq);
  // Nor does it block any more, if it was about to.
  t_.Exit(Wfi(), 1);
  EXPECT_EQ(&t_.on(1), &t_.vcpu(2, 0));
  EXPECT_EQ(t_.CallOn(1, 0xff0c), kWritable);
}

// Whichever CPU's vcpu_run is the next.
TEST_F(LevelWaitersTest, TheOtherCpuIsTold) {
  FillPrimarys(1, {2});
  EXPECT_EQ(t_.CallOn(0, 0xff06), 0u);
  EXPECT_EQ(VcpuRun(3, 0, 1), WakeUp(2, 0));
  Run(3, 0, 1);
  Run(1);
}

TEST_F(LevelWaitersTest, OnTheVcpuThatListens) {
  EXPECT_EQ(In(2, Call::kInterruptEnable, kWritable, 0), 0u);
  Run(2, 2);
  t_.Call(Call::kInterruptEnable, kWritable, 1);
  t_.Exit(Wfi());
  FillAndWait(1, {2});
  EXPECT_EQ(ClearIn(1), kYield);
  EXPECT_EQ(VcpuRun(2, 2), WakeUp(2, 2));
  Run(2, 2);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), kWritable);
}

// Nobody listens: nobody is woken, and the interrupt is there once it is enabled.
TEST_F(LevelWaitersTest, NobodyListens) {
  EXPECT_EQ(In(2, Call::kInterruptEnable, kWritable, 0), 0u);
  FillAndWait(1, {2});
  EXPECT_EQ(ClearIn(1), kYield);
  Run(2);
  EXPECT_EQ(t_.Call(Call::kMailboxWritableGet), 1u);
  EXPECT_EQ(t_.Call(Call::kInterruptEnable, kWritable, 1), 0u);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), kWritable);
}

// It is woken once, however many mailboxes became writable, and finds all of them.
TEST_F(LevelWaitersTest, SeveralMailboxesOneWakeUp) {
  FillAndWait(1, {2});
  FillAndWait(3, {2});
  Block(2);
  EXPECT_EQ(ClearIn(1), kYield);
  EXPECT_EQ(VcpuRun(1), WakeUp(2, 0));
  EXPECT_EQ(ClearIn(3), kYield);
  Run(2);
  EXPECT_EQ(t_.Call(Call::kMailboxWritableGet), 1u);
  EXPECT_EQ(t_.Call(Call::kMailboxWritableGet), 3u);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), kWritable);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), abi::kInvalidIntid);
}

TEST_F(LevelWaitersTest, AWaiterOfAVmThatAborted) {
  FillAndWait(1, {2});
  Run(2, 1);
  t_.Exit(DataAbort{.ipa = t_.image().begin().raw(), .write = true}.exit());
  EXPECT_EQ(ClearIn(1), kYield);
  EXPECT_EQ(VcpuRun(1), WakeUp(2, 0));
  EXPECT_EQ(VcpuRun(2), kWait);
  Run(1);
}

// Calls that vcpu_run refuses before it looks at the system take no wake-up with them.
TEST_F(LevelWaitersTest, RefusedRunsTakeNoWakeUp) {
  FillAndWait(1, {2});
  EXPECT_EQ(ClearIn(1), kYield);
  EXPECT_EQ(VcpuRun(0), kWait);
  EXPECT_EQ(VcpuRun(9), WakeUp(2, 0));
  EXPECT_EQ(VcpuRun(9), kWait);
}

}  // namespace
}  // namespace hf::test
