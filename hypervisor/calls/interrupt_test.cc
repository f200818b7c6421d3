// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// interrupt_enable, interrupt_get and interrupt_inject: every outcome; the IRQ line; and what an
// interrupt ends: WFI and mailbox_receive.

#include <gtest/gtest.h>

#include "hypervisor/testing/snapshot.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::Call;
using abi::MailboxReceiveReturn;
using abi::VcpuRunReturn;
using abi::VcpuState;

constexpr uint64_t kMinusOne = ~uint64_t{0};
const uint64_t kNoMessage = MailboxReceiveReturn{abi::kInvalidVmId, 0}.Encode();
const uint64_t kWait = VcpuRunReturn::WaitForInterrupt().Encode();

class InterruptTest : public testing::Test {
 protected:
  // Both vCPUs of VM 1 are ready; the primary runs.
  InterruptTest() { t_.vm(1).state().Lock()->vcpus[1] = VcpuState::kReady; }

  // Of the secondary that was entered last.
  bool Line() { return t_.machine().interrupt_lines.back().irq; }
  // The vCPU enables these and is preempted.
  void Enable(uint32_t vm, uint32_t vcpu, std::initializer_list<uint64_t> intids) {
    t_.Run(vm, vcpu);
    for (const uint64_t intid : intids) t_.Call(Call::kInterruptEnable, intid, 1);
    t_.Exit(Interrupt());
  }
  uint64_t Inject(uint64_t vm, uint64_t vcpu, uint64_t intid) {
    return t_.Call(Call::kInterruptInject, vm, vcpu, intid);
  }
  // The vCPU executes WFI or blocks in mailbox_receive.
  void Block(uint32_t vm, uint32_t vcpu, VcpuState how) {
    t_.Run(vm, vcpu);
    if (how == VcpuState::kBlockedInterrupt) {
      t_.Exit(Wfi());
    } else {
      t_.Call(Call::kMailboxReceive, 1);
    }
    EXPECT_EQ(t_.x0(), kWait);
    EXPECT_EQ(t_.StateOf(vm, vcpu), how);
  }

  TestSystem t_{WithSecondaries({{.vcpus = 2}, {}})};
};

TEST_F(InterruptTest, NoSuchInterrupt) {
  for (const uint64_t intid : {uint64_t{64}, uint64_t{65}, uint64_t{1} << 31, kMinusOne}) {
    EXPECT_EQ(CallWithoutEffect(t_, Call::kInterruptEnable, intid, 1), kMinusOne) << intid;
    EXPECT_EQ(CallWithoutEffect(t_, Call::kInterruptEnable, intid, 0), kMinusOne) << intid;
    EXPECT_EQ(CallWithoutEffect(t_, Call::kInterruptInject, 1, 0, intid), kMinusOne) << intid;
  }
  t_.Run(1);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kInterruptEnable, 64, 1), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kInterruptInject, 1, 0, 64), kMinusOne);
}

TEST_F(InterruptTest, NoSuchTarget) {
  EXPECT_EQ(CallWithoutEffect(t_, Call::kInterruptInject, 3, 0, 1), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kInterruptInject, 0xffffffff, 0, 1), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kInterruptInject, 1, 2, 1), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kInterruptInject, 2, 1, 1), kMinusOne);
  // 32 bits wide: absent, not 0.
  EXPECT_EQ(CallWithoutEffect(t_, Call::kInterruptInject, 1, 0x10000, 1), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kInterruptInject, 0, 2, 1), kMinusOne);
}

TEST_F(InterruptTest, ASecondaryReachesItselfOnly) {
  t_.Run(1);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kInterruptInject, 2, 0, 1), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kInterruptInject, 0, 0, 1), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kInterruptInject, 3, 0, 1), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kInterruptInject, 1, 2, 1), kMinusOne);
}

TEST_F(InterruptTest, UpperHalvesAreIgnored) {
  constexpr uint64_t kJunk = 0xabcd'0000'0000'0000;
  Enable(1, 1, {kJunk | 63});
  EXPECT_EQ(Inject(kJunk | 1, kJunk | 1, kJunk | 63), 1u);
  t_.Run(1, 1);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), 63u);
  // Any bit makes a boolean true.
  EXPECT_EQ(t_.Call(Call::kInterruptEnable, 5, uint64_t{1} << 63), 0u);
  EXPECT_EQ(t_.Call(Call::kInterruptInject, 1, 1, 5), 0u);
  EXPECT_TRUE(Line());
}

TEST_F(InterruptTest, TheLowestFirst) {
  t_.Run(1);
  for (const uint64_t intid : {40u, 7u, 63u, 0u}) {
    EXPECT_EQ(t_.Call(Call::kInterruptEnable, intid, 1), 0u);
    EXPECT_EQ(t_.Call(Call::kInterruptInject, 1, 0, intid), 0u);
    EXPECT_TRUE(Line());
  }
  for (const uint64_t intid : {0u, 7u, 40u, 63u}) {
    EXPECT_TRUE(Line());
    EXPECT_EQ(t_.Call(Call::kInterruptGet), intid);
  }
  EXPECT_FALSE(Line());
  EXPECT_EQ(t_.Call(Call::kInterruptGet), abi::kInvalidIntid);
  for (const int i : {1, 2, 3}) EXPECT_EQ(t_.on().registers.x[i], 0u);
}

// The line is a level: it follows what is enabled and pending, whoever changes it.
TEST_F(InterruptTest, TheLineIsALevel) {
  t_.Run(1);
  EXPECT_FALSE(Line());
  EXPECT_EQ(t_.Call(Call::kInterruptInject, 1, 0, 5), 0u);
  EXPECT_FALSE(Line());
  EXPECT_EQ(t_.Call(Call::kInterruptGet), abi::kInvalidIntid);
  EXPECT_EQ(t_.Call(Call::kInterruptEnable, 5, 1), 0u);
  EXPECT_TRUE(Line());
  // It stays up while other things happen, and from CPU to CPU.
  t_.Call(Call::kVmGetId);
  EXPECT_TRUE(Line());
  t_.Exit(Interrupt());
  t_.Run(2);
  EXPECT_FALSE(Line());
  t_.Exit(Interrupt());
  t_.Run(1, 0, 1);
  EXPECT_TRUE(Line());
  EXPECT_EQ(t_.CallOn(1, static_cast<uint64_t>(Call::kInterruptEnable), 5, 0), 0u);
  EXPECT_FALSE(Line());
  EXPECT_EQ(t_.CallOn(1, static_cast<uint64_t>(Call::kInterruptEnable), 5, 1), 0u);
  EXPECT_TRUE(Line());
  EXPECT_EQ(t_.CallOn(1, static_cast<uint64_t>(Call::kInterruptGet)), 5u);
  EXPECT_FALSE(Line());
}

TEST_F(InterruptTest, EachVcpuHasItsOwn) {
  Enable(1, 0, {5});
  Enable(2, 0, {5});
  EXPECT_EQ(Inject(1, 1, 5), 0u);  // not enabled there
  EXPECT_EQ(Inject(2, 0, 5), 1u);
  t_.Run(1, 0);
  EXPECT_FALSE(Line());
  t_.Exit(Interrupt());
  t_.Run(1, 1);
  EXPECT_FALSE(Line());
  EXPECT_EQ(t_.Call(Call::kInterruptEnable, 5, 1), 0u);
  EXPECT_TRUE(Line());
  t_.Exit(Interrupt());
  t_.Run(2);
  EXPECT_TRUE(Line());
}

// 1 only when it has just asserted the line: then somebody must run or kick the target.
TEST_F(InterruptTest, WhatThePrimaryIsTold) {
  Enable(1, 0, {5, 6});
  EXPECT_EQ(Inject(1, 0, 7), 0u);  // not enabled
  EXPECT_EQ(Inject(1, 0, 6), 1u);
  EXPECT_EQ(Inject(1, 0, 6), 0u);  // pending already
  EXPECT_EQ(Inject(1, 0, 5), 0u);  // another is
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kReady);
  t_.Run(1);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), 5u);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), 6u);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), abi::kInvalidIntid);
  EXPECT_EQ(t_.Call(Call::kInterruptEnable, 7, 1), 0u);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), 7u);
}

// One that is off can be told too, and finds it if it is ever started.
TEST_F(InterruptTest, ATargetThatIsOff) {
  t_.vm(1).state().Lock()->vcpus[1] = VcpuState::kOff;
  EXPECT_EQ(Inject(1, 1, 5), 0u);
  EXPECT_EQ(t_.StateOf(1, 1), VcpuState::kOff);
}

TEST_F(InterruptTest, ThePrimaryWakes) {
  for (const VcpuState how : {VcpuState::kBlockedInterrupt, VcpuState::kBlockedMailbox}) {
    Enable(1, 0, {5});
    Block(1, 0, how);
    EXPECT_EQ(Inject(1, 0, 6), 0u);  // not enabled: it sleeps on
    EXPECT_EQ(t_.StateOf(1, 0), how);
    EXPECT_EQ(t_.Call(Call::kVcpuRun, 1, 0), kWait);
    EXPECT_EQ(Inject(1, 0, 5), 1u);
    EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kReady);
    EXPECT_EQ(Inject(1, 0, 5), 0u);
    t_.Run(1);
    EXPECT_TRUE(Line());
    if (how == VcpuState::kBlockedMailbox) EXPECT_EQ(t_.x0(), kNoMessage);
    EXPECT_EQ(t_.Call(Call::kInterruptGet), 5u);
    t_.Exit(Interrupt());
  }
}

// A running one takes it when it is entered again.
TEST_F(InterruptTest, ARunningTarget) {
  Enable(1, 0, {5});
  t_.Run(1, 0, 1);
  EXPECT_FALSE(Line());
  EXPECT_EQ(Inject(1, 0, 5), 1u);
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kRunning);
  // Whatever it leaves for.
  t_.Exit(Smc(), 1);
  EXPECT_EQ(&t_.on(1), &t_.vcpu(1, 0));
  EXPECT_TRUE(Line());
  // WFI does not wait.
  const uint64_t pc = t_.on(1).registers.pc;
  t_.Exit(Wfi(), 1);
  EXPECT_EQ(&t_.on(1), &t_.vcpu(1, 0));
  EXPECT_EQ(t_.on(1).registers.pc, pc + 4);
  // Nor does mailbox_receive.
  EXPECT_EQ(t_.CallOn(1, static_cast<uint64_t>(Call::kMailboxReceive), 1), kNoMessage);
  EXPECT_EQ(&t_.on(1), &t_.vcpu(1, 0));
  EXPECT_EQ(t_.CallOn(1, static_cast<uint64_t>(Call::kInterruptGet)), 5u);
  t_.Exit(Wfi(), 1);
  EXPECT_EQ(t_.x0(1), kWait);
}

// A message goes before an interrupt.
TEST_F(InterruptTest, AMessageBesideAnInterrupt) {
  t_.Configure();
  t_.Run(1);
  t_.Configure();
  t_.Exit(Interrupt());
  Enable(1, 0, {5});
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 1, 3), abi::kInvalidVcpu);
  EXPECT_EQ(Inject(1, 0, 5), 1u);
  t_.Run(1);
  EXPECT_EQ(t_.Call(Call::kMailboxReceive, 1), (MailboxReceiveReturn{0, 3}.Encode()));
  EXPECT_TRUE(Line());
}

// A vCPU that an interrupt has taken out of mailbox_receive is no receiver any more: the message
// waits, and it may block again as often as it likes.
TEST_F(InterruptTest, WokenReceiversDoNotReceive) {
  t_.Configure();
  t_.Run(1);
  t_.Configure();
  t_.Exit(Interrupt());
  Enable(1, 0, {5});
  for (uint32_t i = 0; i < 2 * abi::kMaxVcpus; ++i) {
    Block(1, 0, VcpuState::kBlockedMailbox);
    EXPECT_EQ(Inject(1, 0, 5), 1u);
    t_.Run(1);
    EXPECT_EQ(t_.Call(Call::kInterruptGet), 5u);
    t_.Exit(Interrupt());
  }
  Block(1, 0, VcpuState::kBlockedMailbox);
  EXPECT_EQ(Inject(1, 0, 5), 1u);
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 1, 3), abi::kInvalidVcpu);
  t_.Run(1);
  EXPECT_EQ(t_.x0(), kNoMessage);
  EXPECT_EQ(t_.Call(Call::kMailboxReceive, 1), (MailboxReceiveReturn{0, 3}.Encode()));
}

// The other of two receivers is still one.
TEST_F(InterruptTest, OfTwoReceiversOneIsInterrupted) {
  t_.Configure();
  t_.Run(1);
  t_.Configure();
  t_.Exit(Interrupt());
  Enable(1, 1, {5});
  Block(1, 0, VcpuState::kBlockedMailbox);
  Block(1, 1, VcpuState::kBlockedMailbox);
  EXPECT_EQ(Inject(1, 1, 5), 1u);
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 1, 3), 0u);
  t_.Run(1, 0);
  EXPECT_EQ(t_.x0(), (MailboxReceiveReturn{0, 3}.Encode()));
  t_.Exit(Interrupt());
  t_.Run(1, 1);
  EXPECT_EQ(t_.x0(), kNoMessage);
}

TEST_F(InterruptTest, ASecondaryToItself) {
  Enable(1, 0, {5});
  t_.Run(1);
  EXPECT_EQ(Inject(1, 0, 5), 0u);
  EXPECT_EQ(&t_.on(), &t_.vcpu(1, 0));
  EXPECT_TRUE(Line());
}

TEST_F(InterruptTest, ASecondaryToItsSibling) {
  Enable(1, 1, {5});
  for (const VcpuState how : {VcpuState::kBlockedInterrupt, VcpuState::kBlockedMailbox}) {
    Block(1, 1, how);
    t_.Run(1, 0);
    EXPECT_EQ(Inject(1, 1, 6), 0u);
    EXPECT_EQ(&t_.on(), &t_.vcpu(1, 0));
    EXPECT_EQ(t_.StateOf(1, 1), how);
    EXPECT_EQ(Inject(1, 1, 5), VcpuRunReturn::WakeUp(1, 1).Encode());
    EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
    EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kReady);
    EXPECT_EQ(t_.StateOf(1, 1), VcpuState::kReady);
    t_.Run(1, 0);
    for (const int i : {0, 1, 2, 3}) EXPECT_EQ(t_.on().registers.x[i], 0u);
    EXPECT_EQ(Inject(1, 1, 5), 0u);  // pending already
    t_.Exit(Interrupt());
    t_.Run(1, 1);
    EXPECT_EQ(t_.Call(Call::kInterruptGet), 5u);
    t_.Exit(Interrupt());
  }
}

// Its sibling runs on another CPU: the primary is asked to kick it.
TEST_F(InterruptTest, ASecondaryToItsRunningSibling) {
  Enable(1, 1, {5});
  t_.Run(1, 1, 1);
  t_.Run(1, 0, 0);
  EXPECT_EQ(Inject(1, 1, 5), VcpuRunReturn::WakeUp(1, 1).Encode());
  EXPECT_EQ(t_.StateOf(1, 1), VcpuState::kRunning);
  t_.Exit(Interrupt(), 1);
  t_.Run(1, 1, 1);
  EXPECT_TRUE(Line());
}

// The primary has the calls, but no line: it polls.
TEST_F(InterruptTest, ThePrimaryPolls) {
  t_.machine().interrupt_lines.clear();
  EXPECT_EQ(t_.Call(Call::kInterruptGet), abi::kInvalidIntid);
  EXPECT_EQ(t_.Call(Call::kInterruptEnable, 9, 1), 0u);
  EXPECT_EQ(Inject(0, 0, 9), 1u);
  EXPECT_EQ(Inject(0, 0, 9), 0u);
  EXPECT_EQ(Inject(0, 1, 9), 0u);  // enabled for one vCPU alone
  EXPECT_EQ(t_.Call(Call::kInterruptGet), 9u);
  EXPECT_EQ(t_.Call(Call::kInterruptGet), abi::kInvalidIntid);
  EXPECT_TRUE(t_.machine().interrupt_lines.empty());
}

// A VM that aborts is told of nothing, and wakes nobody; those that it told before are told.
TEST_F(InterruptTest, AVmThatAborted) {
  Enable(1, 0, {5});
  Block(1, 0, VcpuState::kBlockedMailbox);
  t_.Run(1, 1);
  t_.Exit(DataAbort{.ipa = kRam}.exit());
  EXPECT_EQ(Inject(1, 0, 5), 1u);
  EXPECT_EQ(t_.Call(Call::kVcpuRun, 1, 0), kWait);
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kAborted);
}

}  // namespace
}  // namespace hf::test
