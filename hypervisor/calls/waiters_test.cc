// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// mailbox_waiter_get and mailbox_writable_get: every outcome, and whole chains of those who wait
// for a busy mailbox, are told, and send.

#include <gtest/gtest.h>

#include "hypervisor/testing/snapshot.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::Call;
using abi::VcpuRunReturn;

constexpr uint64_t kMinusOne = ~uint64_t{0};
const uint64_t kNotify = VcpuRunReturn::NotifyWaiters().Encode();

class WaitersTest : public testing::Test {
 protected:
  // All VMs but 4 have a mailbox; the primary runs.
  WaitersTest() {
    t_.Configure();
    for (const uint32_t vm : {1, 2, 3}) {
      t_.Run(vm);
      t_.Configure();
      t_.Exit(Interrupt());
    }
  }
  uint64_t WaiterGet(uint64_t vm) { return t_.Call(Call::kMailboxWaiterGet, vm); }
  uint64_t Send(uint32_t to, bool notify = true) {
    return t_.Call(Call::kMailboxSend, to, 1, notify);
  }
  // In a VM that then is preempted.
  uint64_t In(uint32_t vm, Call call, uint64_t x1 = 0, uint64_t x2 = 0, uint64_t x3 = 0) {
    t_.Run(vm);
    const uint64_t result = t_.Call(call, x1, x2, x3);
    EXPECT_EQ(t_.on().vm->id(), vm);
    t_.Exit(Interrupt());
    return result;
  }
  uint64_t WritableGet(uint32_t vm) {
    return vm == 0 ? t_.Call(Call::kMailboxWritableGet) : In(vm, Call::kMailboxWritableGet);
  }

  TestSystem t_{WithSecondaries({{}, {}, {}, {}})};
};

TEST_F(WaitersTest, WaiterGetRefuses) {
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxWaiterGet, 5), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxWaiterGet, 0xffffffff), kMinusOne);
  for (uint64_t vm = 0; vm < 5; ++vm) {
    EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxWaiterGet, vm), kMinusOne) << vm;
  }
  // Somebody waits, but the mailbox is not configured, or busy.
  Send(4);
  Send(1);
  Send(1);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxWaiterGet, 4), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxWaiterGet, 1), kMinusOne);
  In(1, Call::kMailboxReceive);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxWaiterGet, 1), kMinusOne);
  t_.Run(1);
  EXPECT_EQ(t_.Call(Call::kMailboxClear), kNotify);
  EXPECT_EQ(WaiterGet(0xabcd'0000'0001), 0u);  // the primary
  // The primary's alone.
  Send(2);
  In(3, Call::kMailboxSend, 2, 1, 1);
  t_.Run(2);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxWaiterGet, 2), kMinusOne);
  t_.Call(Call::kMailboxReceive);
  EXPECT_EQ(t_.Call(Call::kMailboxClear), kNotify);
  t_.Run(1);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxWaiterGet, 2), kMinusOne);
  t_.Exit(Interrupt());
  EXPECT_EQ(WaiterGet(2), 3u);
}

TEST_F(WaitersTest, WritableGetOfNobody) {
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxWritableGet), kMinusOne);
  t_.Run(1);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxWritableGet), kMinusOne);
}

// Each waiter once, in the order in which they asked; each is told once.
TEST_F(WaitersTest, InOrderEachOnce) {
  Send(1, false);
  for (const uint32_t vm : {3, 2, 3}) {
    EXPECT_EQ(In(vm, Call::kMailboxSend, 1, 1, 1), kMinusOne);
  }
  EXPECT_EQ(Send(1), kMinusOne);
  EXPECT_EQ(In(2, Call::kMailboxSend, 1, 1, 1), kMinusOne);
  t_.Run(1);
  t_.Call(Call::kMailboxReceive);
  EXPECT_EQ(t_.Call(Call::kMailboxClear), kNotify);
  for (const uint64_t vm : {3u, 2u, 0u}) {
    EXPECT_EQ(WritableGet(static_cast<uint32_t>(vm)), kMinusOne);  // not told yet
    EXPECT_EQ(WaiterGet(1), vm);
  }
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxWaiterGet, 1), kMinusOne);
  for (const uint32_t vm : {0, 2, 3}) {
    EXPECT_EQ(WritableGet(vm), 1u);
    EXPECT_EQ(WritableGet(vm), kMinusOne);
  }
}

// One VM waits for several: they are named in the order in which they became writable for it.
TEST_F(WaitersTest, OneWaitsForSeveral) {
  for (const uint32_t vm : {1, 2, 3}) Send(vm);
  for (const uint32_t vm : {1, 2, 3}) Send(vm);
  Send(4);
  for (const uint32_t vm : {3, 1, 2}) {
    t_.Run(vm);
    t_.Call(Call::kMailboxReceive);
    EXPECT_EQ(t_.Call(Call::kMailboxClear), kNotify);
    EXPECT_EQ(WaiterGet(vm), 0u);
  }
  t_.Run(4);
  EXPECT_EQ(t_.Call(Call::kVmConfigure, t_.SendPageOf(4), t_.ReceivePageOf(4)), kNotify);
  EXPECT_EQ(WaiterGet(4), 0u);
  for (const uint64_t vm : {3u, 1u, 2u, 4u}) EXPECT_EQ(WritableGet(0), vm);
  EXPECT_EQ(WritableGet(0), kMinusOne);
}

// The primary's mailbox: it is told by the result of its own call.
TEST_F(WaitersTest, WaitingForThePrimary) {
  t_.Run(1);
  t_.Call(Call::kMailboxSend, 0, 1);
  EXPECT_EQ(In(2, Call::kMailboxSend, 0, 1, 1), kMinusOne);
  EXPECT_EQ(t_.Call(Call::kMailboxClear), 1u);
  EXPECT_EQ(WaiterGet(0), 2u);
  EXPECT_EQ(WaiterGet(0), kMinusOne);
  EXPECT_EQ(WritableGet(2), 0u);
  t_.Run(2);
  EXPECT_EQ(t_.Call(Call::kMailboxSend, 0, 1), VcpuRunReturn::Message(1).Encode());
  EXPECT_EQ(t_.Call(Call::kMailboxClear), 0u);  // nobody waits any more
}

// Told, it tries, finds the mailbox taken by a quicker one, and asks again.
TEST_F(WaitersTest, OvertakenItWaitsAgain) {
  Send(1);
  for (int round = 0; round < 40; ++round) {
    EXPECT_EQ(In(2, Call::kMailboxSend, 1, 1, 1), kMinusOne);
    t_.Run(1);
    t_.Call(Call::kMailboxReceive);
    EXPECT_EQ(t_.Call(Call::kMailboxClear), kNotify);
    EXPECT_EQ(WaiterGet(1), 2u);
    EXPECT_EQ(Send(1, false), abi::kInvalidVcpu);
    // It need not have looked in between: it is named once however often it was told.
    if (round % 2) EXPECT_EQ(WritableGet(2), 1u);
  }
  EXPECT_EQ(WritableGet(2), kMinusOne);
}

// A mailbox that somebody still waits for can be used by others.
TEST_F(WaitersTest, NotTakenStaysOnTheList) {
  Send(1, false);
  In(2, Call::kMailboxSend, 1, 1, 1);
  for (int round = 0; round < 3; ++round) {
    t_.Run(1);
    t_.Call(Call::kMailboxReceive);
    EXPECT_EQ(t_.Call(Call::kMailboxClear), kNotify);
    Send(1, false);
    EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxWaiterGet, 1), kMinusOne);
  }
}

// VMs that aborted wait as others do, and are waited for.
TEST_F(WaitersTest, AbortedVms) {
  Send(1, false);
  In(2, Call::kMailboxSend, 1, 1, 1);
  t_.Run(2);
  t_.Exit(DataAbort{.ipa = kRam}.exit());
  t_.Run(1);
  t_.Call(Call::kMailboxReceive);
  EXPECT_EQ(t_.Call(Call::kMailboxClear), kNotify);
  EXPECT_EQ(WaiterGet(1), 2u);
  Send(2, false);
  EXPECT_EQ(In(3, Call::kMailboxSend, 2, 1, 1), kMinusOne);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kMailboxWaiterGet, 2), kMinusOne);
}

}  // namespace
}  // namespace hf::test
