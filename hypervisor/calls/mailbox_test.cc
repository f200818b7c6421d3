// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// mailbox_send, mailbox_receive and mailbox_clear: every outcome.

#include <gtest/gtest.h>

#include "hypervisor/testing/snapshot.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::Call;
using abi::MailboxReceiveReturn;
using abi::MailboxState;
using abi::VcpuRunReturn;
using abi::VcpuState;

constexpr uint64_t kMinusOne = ~uint64_t{0};
const uint64_t kNoMessage = MailboxReceiveReturn{abi::kInvalidVmId, 0}.Encode();
const uint64_t kWait = VcpuRunReturn::WaitForInterrupt().Encode();

class MailboxTest : public testing::Test {
 protected:
  // All VMs but 3 have a mailbox; the primary runs.
  MailboxTest() {
    t_.Configure();
    for (const uint32_t vm : {1, 2}) {
      t_.Run(vm);
      t_.Configure();
      t_.Exit(Interrupt());
    }
  }
  MailboxState StateOf(uint32_t vm) { return t_.vm(vm).state().Lock()->mailbox.state(); }
  bool HasWaiters(uint32_t vm) { return t_.vm(vm).state().Lock()->mailbox.has_waiters(); }

  TestSystem t_{WithSecondaries({{.vcpus = 2}, {}, {}})};
};

TEST_F(MailboxTest, SendRefuses) {
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxSend, 1, 4097), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxSend, 1, uint64_t{1} << 32), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxSend, 1, uint64_t{1} << 63), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxSend, 0, 1, 1), kMinusOne);  // itself
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxSend, 4, 1, 1), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxSend, 0xffffffff, 1, 1), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxSend, 3, 1), kMinusOne);  // has no mailbox
  t_.Run(3);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxSend, 0, 1, 1), kMinusOne);  // nor to send from
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxSend, 3, 1, 1), kMinusOne);
}

TEST_F(MailboxTest, PrimaryQueues) {
  t_.Write(t_.SendPageOf(0), "hello, VM 1");
  t_.Write(t_.ReceivePageOf(1), "0123456789abcdef");
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 0xffff'0000'0001, 5), abi::kInvalidVcpu);
  EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
  EXPECT_EQ(StateOf(1), MailboxState::kReceived);
  // Beyond the message the receive page is untouched.
  EXPECT_EQ(t_.Read(t_.ReceivePageOf(1), 16), "hello56789abcdef");
  t_.Run(1);
  EXPECT_EQ(t_.Call(Call::kMailboxReceive, 0), (MailboxReceiveReturn{0, 5}.Encode()));
  EXPECT_EQ(&t_.on(), &t_.vcpu(1, 0));
  EXPECT_EQ(StateOf(1), MailboxState::kRead);
}

TEST_F(MailboxTest, SizesFromNothingToAPage) {
  const std::string page(4096, 'm');
  t_.Write(t_.SendPageOf(0), page);
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 1, 0), abi::kInvalidVcpu);
  t_.Run(1);
  EXPECT_EQ(t_.Call(Call::kMailboxReceive, 0), (MailboxReceiveReturn{0, 0}.Encode()));
  EXPECT_EQ(t_.Read(t_.ReceivePageOf(1), 4096), std::string(4096, '\0'));
  t_.Call(Call::kMailboxClear);
  t_.Exit(Interrupt());
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 1, 4096), abi::kInvalidVcpu);
  EXPECT_EQ(t_.Read(t_.ReceivePageOf(1), 4096), page);
  EXPECT_NE(t_.Read(t_.ReceivePageOf(1) + 4096, 1), "m");
}

TEST_F(MailboxTest, BusyWithAndWithoutNotify) {
  t_.Call(Call::kMailboxSend, 1, 1);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxSend, 1, 1), kMinusOne);
  EXPECT_FALSE(HasWaiters(1));
  // Any bit makes a boolean true.
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 1, 1, uint64_t{1} << 63), kMinusOne);
  EXPECT_TRUE(HasWaiters(1));
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxSend, 1, 1, 1), kMinusOne);  // once
  // A VM without a mailbox can be waited for too.
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 3, 1, 1), kMinusOne);
  EXPECT_TRUE(HasWaiters(3));
}

TEST_F(MailboxTest, PrimaryToAReceiver) {
  t_.Run(1);
  EXPECT_EQ(t_.Call(Call::kMailboxReceive, 1), kWait);
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kBlockedMailbox);
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 1, 9), 0u);  // the index of the vCPU to run
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kReady);
  EXPECT_EQ(StateOf(1), MailboxState::kRead);
  t_.Run(1);
  EXPECT_EQ(t_.x0(), (MailboxReceiveReturn{0, 9}.Encode()));
  for (const int i : {1, 2, 3}) EXPECT_EQ(t_.on().registers.x[i], 0u);
}

TEST_F(MailboxTest, OfTwoReceiversTheLast) {
  t_.vm(1).state().Lock()->vcpus[1] = VcpuState::kReady;
  for (const uint32_t vcpu : {0, 1}) {
    t_.Run(1, vcpu);
    EXPECT_EQ(t_.Call(Call::kMailboxReceive, 1), kWait);
  }
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 1, 9), 1u);
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kBlockedMailbox);
  EXPECT_EQ(t_.StateOf(1, 1), VcpuState::kReady);
  // One message wakes one.
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 1, 9), kMinusOne);
  t_.Run(1, 1);
  EXPECT_EQ(t_.Call(Call::kMailboxClear), 0u);
  t_.Exit(Interrupt());
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 1, 3), 0u);
}

TEST_F(MailboxTest, SecondaryToPrimary) {
  t_.Run(2);
  t_.Write(t_.SendPageOf(2), "to the primary");
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 0, 14), VcpuRunReturn::Message(14).Encode());
  EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
  EXPECT_EQ(t_.StateOf(2, 0), VcpuState::kReady);
  EXPECT_EQ(StateOf(0), MailboxState::kRead);
  EXPECT_EQ(t_.Read(t_.ReceivePageOf(0), 14), "to the primary");
  t_.Run(2);
  for (const int i : {0, 1, 2, 3}) EXPECT_EQ(t_.on().registers.x[i], 0u);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxSend, 0, 1), kMinusOne);
  t_.Exit(Interrupt());
  EXPECT_EQ(t_.Call(Call::kMailboxClear), 0u);
  EXPECT_EQ(StateOf(0), MailboxState::kEmpty);
}

TEST_F(MailboxTest, SecondaryQueuesOrWakes) {
  t_.Run(2);
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 1, 4), VcpuRunReturn::WakeUp(1, 0xffff).Encode());
  EXPECT_EQ(t_.StateOf(2, 0), VcpuState::kReady);
  EXPECT_EQ(StateOf(1), MailboxState::kReceived);
  t_.Run(1);
  EXPECT_EQ(t_.Call(Call::kMailboxReceive, 1), (MailboxReceiveReturn{2, 4}.Encode()));
  t_.Call(Call::kMailboxClear);
  EXPECT_EQ(t_.Call(Call::kMailboxReceive, 1), kWait);
  t_.Run(2);
  EXPECT_EQ(t_.x0(), 0u);
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 1, 7), VcpuRunReturn::WakeUp(1, 0).Encode());
  t_.Run(1);
  EXPECT_EQ(t_.x0(), (MailboxReceiveReturn{2, 7}.Encode()));
}

TEST_F(MailboxTest, ReceiveWithoutAMessage) {
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxReceive, 1), kNoMessage);  // the primary
  t_.Run(1);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxReceive, 0), kNoMessage);
  EXPECT_EQ(t_.Call(Call::kMailboxReceive, uint64_t{1} << 40), kWait);
  EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
  // What it would return if something else than a message woke it.
  EXPECT_EQ(t_.vcpu(1, 0).registers.x[0], kNoMessage);
}

TEST_F(MailboxTest, AMessageTakenStaysUntilCleared) {
  t_.Call(Call::kMailboxSend, 1, 1);
  t_.Run(1);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxClear), kMinusOne);  // not taken yet
  t_.Call(Call::kMailboxReceive, 0);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxReceive, 0), kNoMessage);
  EXPECT_EQ(t_.Call(Call::kMailboxClear), 0u);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxClear), kMinusOne);
}

TEST_F(MailboxTest, ClearTellsOfWaiters) {
  t_.Run(1);
  t_.Call(Call::kMailboxSend, 0, 1);
  t_.Run(2);
  t_.Call(Call::kMailboxSend, 0, 1, 1);
  t_.Exit(Interrupt());
  EXPECT_EQ(t_.Call(Call::kMailboxClear), 1u);

  t_.Call(Call::kMailboxSend, 1, 1);
  t_.Call(Call::kMailboxSend, 1, 1, 1);
  t_.Run(1);
  t_.Call(Call::kMailboxReceive, 0);
  EXPECT_EQ(t_.Call(Call::kMailboxClear, 5, 6, 7), VcpuRunReturn::NotifyWaiters().Encode());
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kReady);
  EXPECT_EQ(StateOf(1), MailboxState::kEmpty);
  t_.Run(1);
  for (const int i : {0, 1, 2, 3}) EXPECT_EQ(t_.on().registers.x[i], 0u);
}

// A VM that aborted looks to others as before: its mailbox takes a message, nobody reads it.
TEST_F(MailboxTest, ToAVmThatAborted) {
  t_.vm(1).state().Lock()->vcpus[1] = VcpuState::kReady;
  t_.Run(1);
  EXPECT_EQ(t_.Call(Call::kMailboxReceive, 1), kWait);
  t_.Run(1, 1);
  t_.Exit(DataAbort{.ipa = kRam}.exit());
  t_.Call(Call::kVcpuRun, 1, 0);
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kAborted);
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 1, 1), abi::kInvalidVcpu);
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kAborted);
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 1, 1), kMinusOne);
}

}  // namespace
}  // namespace hf::test
