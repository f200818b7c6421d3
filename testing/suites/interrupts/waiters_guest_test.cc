// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Waiting for a busy mailbox, from the refused message to the one that arrives.

#include <hf/call.h>

#include "testing/suites/interrupts/work.h"

namespace {

using namespace hf::suite;
using hf::guest::InterruptInject;
using hf::guest::kMailboxWritableIntid;
using hf::guest::kPrimaryVmId;
using hf::guest::MailboxSend;
using hf::guest::MailboxWaiterGet;
using hf::guest::MailboxWritableGet;
using hf::guest::Maybe;
using hf::guest::RunCode;
using hf::guest::VmId;
using hf::test::Run;

constexpr VmId kAbsent{3};

TEST(Waiters, Refused) {
  hf::test::OpenMailbox();
  EXPECT_FALSE(MailboxWaiterGet(kAbsent));
  EXPECT_FALSE(MailboxWaiterGet(hf::guest::kInvalidVmId));
  EXPECT_FALSE(MailboxWaiterGet(kA));  // no mailbox yet
  EXPECT_FALSE(MailboxWaiterGet(kPrimaryVmId));
  EXPECT_FALSE(MailboxWritableGet());
  EXPECT_EQ(Ask(kA, {Op::kWritable}).value, -1);
}

// Both wait for A, which is told so when it clears: the primary and B, in their order.
TEST(Waiters, AChain) {
  Ask(kA, {Op::kNothing});
  Ask(kB, {Op::kEnable, kMailboxWritableIntid.value, 1});
  Ask(kB, {Op::kUnmask});
  EXPECT_EQ(Run(kA).code(), RunCode::kWaitForInterrupt);
  EXPECT_EQ(Run(kB).code(), RunCode::kWaitForInterrupt);
  // A has a message that it has not cleared.
  Tell(kA, {Op::kNothing});
  EXPECT_EQ(Ask(kB, {Op::kSend, kA.value, 1}).value, -1);
  EXPECT_FALSE(MailboxSend(kA, 0, /*notify=*/true));
  EXPECT_EQ(Ask(kB, {Op::kSend, kA.value, 1}).value, -1);
  EXPECT_FALSE(MailboxWaiterGet(kA));  // not writable
  EXPECT_EQ(Run(kA).code(), RunCode::kNotifyWaiters);
  EXPECT_EQ(MailboxWaiterGet(kA), Maybe<VmId>(kB));
  EXPECT_EQ(MailboxWaiterGet(kA), Maybe<VmId>(kPrimaryVmId));
  EXPECT_FALSE(MailboxWaiterGet(kA));
  EXPECT_EQ(MailboxWritableGet(), Maybe<VmId>(kA));
  EXPECT_FALSE(MailboxWritableGet());
  // The waiter learns of it by an interrupt, and from whom it is by the call.
  EXPECT_EQ(Run(kB).code(), RunCode::kWaitForInterrupt);
  EXPECT_EQ(InterruptInject(kB, kFirst, kMailboxWritableIntid), Maybe<bool>(true));
  const Answer told = Ask(kB, {Op::kWritable});
  EXPECT_EQ(told.intids, kMailboxWritableIntid.value);
  EXPECT_EQ(told.value, kA.value);
  EXPECT_EQ(Ask(kB, {Op::kWritable}).value, -1);
  EXPECT_EQ(Hear(kA).value, 0);
  EXPECT_EQ(Ask(kB, {Op::kSend, kA.value, 1}).value, 0);
}

// The primary's mailbox is busy: it is told of the waiter by its own mailbox_clear.
TEST(Waiters, ForThePrimary) {
  EXPECT_EQ(Ask(kA, {Op::kNothing}).value, 0);
  Tell(kA, {Op::kNothing});
  Tell(kB, {Op::kSend, kPrimaryVmId.value, 1});
  EXPECT_EQ(Run(kA).code(), RunCode::kMessage);
  // B cannot send, and then cannot answer that: it yields.
  EXPECT_EQ(hf::guest::VcpuRun(kB, kFirst).code(), RunCode::kYield);
  EXPECT_EQ(hf::guest::MailboxClear(), Maybe<bool>(true));
  EXPECT_EQ(MailboxWaiterGet(kPrimaryVmId), Maybe<VmId>(kB));
  EXPECT_FALSE(MailboxWaiterGet(kPrimaryVmId));
  EXPECT_EQ(Hear(kB).value, -1);
  EXPECT_EQ(Ask(kB, {Op::kWritable}).value, kPrimaryVmId.value);
}

}  // namespace
