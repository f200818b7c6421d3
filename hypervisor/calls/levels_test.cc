// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// VMs of different levels of the ABI together: each makes the calls of its level and gets its
// words, whoever writes them. What a call does is as at level 1.0, which other tests are about.

#include <gtest/gtest.h>

#include "abi/el2/levels.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::MailboxState;

constexpr uint64_t kMinusOne = ~uint64_t{0};

// Numbers of level 0.1.
enum Old : uint64_t {
  kVcpuRun = 0xff00,
  kVmGetCount,
  kVcpuGetCount,
  kVmConfigure,
  kMailboxSend,
  kMailboxReceive,
  kMailboxClear,
};
// And what its vcpu_run returns.
constexpr uint64_t kYield = 0;
constexpr uint64_t kWait = 1;
constexpr uint64_t WakeUp(uint64_t vm, uint64_t vcpu) { return 2 | vm << 16 | vcpu << 32; }
constexpr uint64_t Message(uint64_t size) { return 3 | size << 32; }

// The number of a current call, as a level has it.
uint64_t NumberOf(abi::Call call, bool old) {
  if (!old) return static_cast<uint64_t>(call);
  for (uint64_t number = 0xff00; number < 0xff10; ++number) {
    if (abi::CallAt(abi::Level::k0_1, static_cast<uint32_t>(number)) == call) return number;
  }
  return 0xffff;
}

// Under a primary of level 0.1: VM 1 is of 0.1, VM 2 of 1.0 and VM 3 of 1.1; all have mailboxes.
class LevelsTest : public testing::Test {
 protected:
  explicit LevelsTest(const std::string& primary = "0.1")
      : t_(WithSecondaries({{.vcpus = 2, .abi = "0.1"}, {}, {.abi = "1.1"}}, primary)) {
    for (uint32_t vm = 0; vm < 4; ++vm) {
      if (vm != 0) Run(vm);
      EXPECT_EQ(Do(abi::Call::kVmConfigure, t_.SendPageOf(vm), t_.ReceivePageOf(vm)), 0u);
      if (vm != 0) t_.Exit(Interrupt());
    }
  }
  bool IsOld(uint32_t vm) { return t_.vm(vm).level() == abi::Level::k0_1; }
  // The VM that runs makes a call, at its level.
  uint64_t Do(abi::Call call, uint64_t x1 = 0, uint64_t x2 = 0, uint64_t x3 = 0) {
    return t_.CallOn(0, NumberOf(call, IsOld(t_.on().vm->id())), x1, x2, x3);
  }
  void Run(uint32_t vm, uint32_t vcpu = 0) {
    Do(abi::Call::kVcpuRun, vm, vcpu);
    ASSERT_EQ(&t_.on(), &t_.vcpu(vm, vcpu));
  }
  MailboxState BoxOf(uint32_t vm) { return t_.vm(vm).state().Lock()->mailbox.state(); }
  uint64_t x0(uint32_t vm, uint32_t vcpu = 0) { return t_.vcpu(vm, vcpu).registers.x[0]; }

  TestSystem t_;
};

class NewerPrimaryTest : public LevelsTest {
 protected:
  NewerPrimaryTest() : LevelsTest("1.0") {}
};

TEST_F(LevelsTest, EachVmIsServedAtTheLevelOfItsLine) {
  EXPECT_EQ(t_.vm(0).level(), abi::Level::k0_1);
  EXPECT_EQ(t_.vm(1).level(), abi::Level::k0_1);
  EXPECT_EQ(t_.vm(2).level(), abi::Level::k1_0) << "stated nowhere";
  EXPECT_EQ(t_.vm(3).level(), abi::Level::k1_1);
}

TEST(LevelTest, ThePrimarysIs1_0UnlessStated) {
  EXPECT_EQ(TestSystem(WithSecondaries({{}})).vm(0).level(), abi::Level::k1_0);
}

TEST(LevelTest, ThePrimaryKnowsItsLevel) {
  TestSystem t(WithSecondaries({{}}, "1.1"));
  EXPECT_EQ(t.vm(0).level(), abi::Level::k1_1);
  EXPECT_EQ(t.CallOn(0, 0xff0f), 0x10001u);
}

TEST_F(LevelsTest, AbiVersion) {
  EXPECT_EQ(t_.CallOn(0, 0xff0f), kMinusOne);
  for (const auto& [vm, version] :
       {std::pair{1, kMinusOne}, {2, kMinusOne}, {3, uint64_t{0x10001}}}) {
    Run(static_cast<uint32_t>(vm));
    EXPECT_EQ(t_.CallOn(0, 0xff0f), version) << vm;
    t_.Exit(Interrupt());
  }
}

TEST_F(LevelsTest, CallsOf0_1ByTheirNumbers) {
  EXPECT_EQ(t_.CallOn(0, kVmGetCount), 4u);
  EXPECT_EQ(t_.CallOn(0, kVcpuGetCount, 1), 2u);
  EXPECT_EQ(t_.CallOn(0, kVcpuGetCount, 4), kMinusOne);
  EXPECT_EQ(t_.CallOn(0, kVmConfigure, t_.SendPageOf(0), t_.ReceivePageOf(0)), kMinusOne);
  for (uint64_t number = 0xff07; number < 0xff10; ++number) {
    EXPECT_EQ(t_.CallOn(0, number, 1, 0, 1), kMinusOne) << std::hex << number;
  }
  EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
}

// What other vCPUs do is told to a primary of 0.1 in its own words.
TEST_F(LevelsTest, WhatVcpuRunReturnsTo0_1) {
  EXPECT_EQ(Do(abi::Call::kVcpuRun, 0, 0), kWait) << "the primary's own";
  EXPECT_EQ(Do(abi::Call::kVcpuRun, 4, 0), kWait) << "no VM";
  EXPECT_EQ(Do(abi::Call::kVcpuRun, 1, 1), kWait) << "off";
  Run(1);
  t_.Exit(Interrupt());
  EXPECT_EQ(t_.x0(), kYield) << "PREEMPTED";
  Run(2);
  EXPECT_EQ(Do(abi::Call::kVcpuYield), kYield);
  Run(2);
  t_.Exit(Wfi());
  EXPECT_EQ(t_.x0(), kWait);
  Run(3);
  EXPECT_EQ(Do(abi::Call::kMailboxSend, 0, 17), Message(17));
  Run(3);
  EXPECT_EQ(Do(abi::Call::kMailboxSend, 1, 5), WakeUp(1, abi::kInvalidVcpu));
  Run(1);
  t_.Exit(DataAbort{.ipa = t_.image().begin().raw(), .write = true}.exit());
  EXPECT_EQ(t_.x0(), kWait) << "ABORTED";
  EXPECT_EQ(Do(abi::Call::kVcpuRun, 1, 0), kWait);
}

TEST_F(LevelsTest, SleepIsToldAsWaiting) {
  Run(2);
  Do(abi::Call::kInterruptEnable, abi::kVirtualTimerIntid, 1);
  t_.el1().cntv_ctl = 1;
  t_.el1().cntv_cval = t_.machine().now + 1000;
  t_.Exit(Wfi());
  EXPECT_EQ(t_.x0(), kWait);
  // Its timer ends the wait all the same, if the primary runs it.
  t_.machine().now += 1000;
  Run(2);
}

// Messages between all pairs. Whoever waits gets the word of its level.
TEST_F(LevelsTest, EveryVmSendsToEvery) {
  for (uint32_t from = 1; from < 4; ++from) {
    for (uint32_t to = 1; to < 4; ++to) {
      if (from == to) continue;
      SCOPED_TRACE(std::to_string(from) + " to " + std::to_string(to));
      Run(to);
      EXPECT_EQ(Do(abi::Call::kMailboxReceive, 1), kWait);
      EXPECT_EQ(x0(to), IsOld(to) ? kMinusOne : abi::kInvalidVmId) << "what it gets if interrupted";
      Run(from);
      t_.Write(t_.SendPageOf(from), "hello");
      EXPECT_EQ(Do(abi::Call::kMailboxSend, to, 5, 1), WakeUp(to, 0));
      EXPECT_EQ(x0(from), 0u);
      EXPECT_EQ(BoxOf(to), MailboxState::kRead);
      Run(to);
      EXPECT_EQ(t_.x0(), uint64_t{5} << 32 | from);
      EXPECT_EQ(t_.Read(t_.ReceivePageOf(to), 5), "hello");
      EXPECT_EQ(Do(abi::Call::kMailboxClear), 0u);
      EXPECT_EQ(Do(abi::Call::kMailboxReceive, 0), IsOld(to) ? kMinusOne : abi::kInvalidVmId);
      t_.Exit(Interrupt());
    }
  }
}

TEST_F(LevelsTest, PrimaryAndSecondaries) {
  for (uint32_t vm = 1; vm < 4; ++vm) {
    EXPECT_EQ(Do(abi::Call::kMailboxSend, vm, 7), abi::kInvalidVcpu);
    EXPECT_EQ(Do(abi::Call::kMailboxSend, vm, 7, 1), kMinusOne);
    EXPECT_FALSE(t_.vm(vm).state().Lock()->mailbox.has_waiters()) << "0.1 does not wait";
    Run(vm);
    EXPECT_EQ(Do(abi::Call::kMailboxReceive, 1), uint64_t{7} << 32);
    EXPECT_EQ(Do(abi::Call::kMailboxClear), 0u);
    EXPECT_EQ(Do(abi::Call::kMailboxSend, 0, vm), Message(vm));
    EXPECT_EQ(Do(abi::Call::kMailboxReceive, 1), kMinusOne) << "of the primary, always";
    EXPECT_EQ(Do(abi::Call::kMailboxClear), 0u);
    EXPECT_EQ(Do(abi::Call::kMailboxClear), kMinusOne);
    Run(vm);
    EXPECT_EQ(Do(abi::Call::kMailboxReceive, 1), kWait);
    EXPECT_EQ(Do(abi::Call::kMailboxSend, vm, 0), 0u) << "the vCPU to run";
  }
}

TEST_F(LevelsTest, OnlyVmsOf0_1KeepWritingToTheirReceivePage) {
  for (uint32_t vm = 0; vm < 4; ++vm) {
    const arch::Stage2Page send = t_.PageOf(vm, t_.SendPageOf(vm));
    const arch::Stage2Page receive = t_.PageOf(vm, t_.ReceivePageOf(vm));
    EXPECT_TRUE(send.read && send.write && !send.execute) << vm;
    EXPECT_TRUE(receive.read && !receive.execute) << vm;
    EXPECT_EQ(receive.write, IsOld(vm)) << vm;
    EXPECT_EQ(receive.ownership, arch::Ownership::kShared) << "not to be passed on";
  }
}

// What it could not write, it cannot write as a mailbox.
TEST(LevelTest, AReceivePageOf0_1ThatIsReadOnlyStaysSo) {
  TestSystem t(WithSecondaries({{.abi = "0.1"}}, "0.1"));
  t.CallOn(0, kVcpuRun, 1, 0);
  {
    PageTable::Reservation tables(t.system().pool);
    const auto range = *PhysRange::FromSize(PhysAddr(t.ReceivePageOf(1)), kPageSize);
    auto state = t.vm(1).state().Lock();
    ASSERT_TRUE(state->memory.Reserve(range, tables));
    state->memory.Set(range, {.read = true, .ownership = arch::Ownership::kOwned}, tables);
  }
  EXPECT_EQ(t.CallOn(0, kVmConfigure, t.SendPageOf(1), t.ReceivePageOf(1)), 0u);
  const arch::Stage2Page receive = t.PageOf(1, t.ReceivePageOf(1));
  EXPECT_TRUE(receive.read && !receive.write);
}

// A VM of 0.1 has no interrupts, but its vCPU may be woken by something else than a message.
TEST_F(NewerPrimaryTest, AReceiverOf0_1ThatIsWokenGetsMinusOne) {
  Run(1);
  EXPECT_EQ(Do(abi::Call::kMailboxReceive, 1), abi::VcpuRunReturn::WaitForInterrupt().Encode());
  EXPECT_TRUE(t_.vm(1).state().Lock()->Wake(0));
  Run(1);
  EXPECT_EQ(t_.x0(), kMinusOne);
}

TEST_F(NewerPrimaryTest, InterruptsOf0_1StayPending) {
  EXPECT_EQ(Do(abi::Call::kInterruptInject, 1, 0, abi::kMailboxReadableIntid), 0u);
  Run(1);
  EXPECT_EQ(Do(abi::Call::kMailboxReceive, 1), abi::VcpuRunReturn::WaitForInterrupt().Encode());
  EXPECT_EQ(Do(abi::Call::kMailboxSend, 1, 3), 0u);
  Run(1);
  EXPECT_EQ(t_.x0(), uint64_t{3} << 32) << "from VM 0, 3 bytes";
}

TEST_F(NewerPrimaryTest, A0_1SecondaryMakesItsWaitersKnown) {
  EXPECT_EQ(Do(abi::Call::kMailboxSend, 1, 3), abi::kInvalidVcpu);
  EXPECT_EQ(Do(abi::Call::kMailboxSend, 1, 3, 1), kMinusOne);
  Run(1);
  EXPECT_EQ(Do(abi::Call::kMailboxReceive, 1), uint64_t{3} << 32);
  EXPECT_EQ(Do(abi::Call::kMailboxClear), abi::VcpuRunReturn::NotifyWaiters().Encode());
  EXPECT_EQ(x0(1), 0u);
  EXPECT_EQ(Do(abi::Call::kMailboxWaiterGet, 1), 0u);
  EXPECT_EQ(Do(abi::Call::kMailboxWritableGet), 1u);
  EXPECT_FALSE(t_.system().wake_ups.Take()) << "the primary has seen to it";
}

// The report names calls by the numbers of the VM's level.
TEST_F(LevelsTest, ReportsNameTheCallsOfTheLevel) {
  t_.machine().TakeConsole();
  for (const uint32_t vm : {1, 2}) {
    Run(vm);
    t_.CallOn(0, 0xff01);
    t_.CallOn(0, 0xff06, 9);  // to nobody
    t_.Exit(DataAbort{.ipa = t_.image().begin().raw(), .write = true}.exit());
  }
  const std::string console = t_.machine().TakeConsole();
  EXPECT_NE(console.find("0xff06 mailbox_clear 0x"), std::string::npos) << console;
  EXPECT_NE(console.find("0xff06 mailbox_send 0x"), std::string::npos) << console;
}

}  // namespace
}  // namespace hf::test
