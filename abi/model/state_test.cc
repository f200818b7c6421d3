// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "abi/model/state.h"

#include <gtest/gtest.h>

#include "abi/model/apply.h"
#include "abi/model/by_name.h"
#include "abi/model/rows.h"

namespace hf::abi::model {
namespace {

constexpr uint64_t kRam = 0x4000'0000;

// The primary and two secondaries of two vCPUs, all with 16 pages; VM 1's first vCPU runs.
State Small() {
  State state;
  for (uint32_t vm = 0; vm < 3; ++vm) {
    state.AddVm(2);
    state.AddRam(kRam + vm * 16 * kPageSize, kRam + (vm + 1) * 16 * kPageSize, vm);
  }
  state.SetVcpu(0, 0, VcpuState::kRunning);
  state.SetVcpu(1, 0, VcpuState::kRunning);
  return state;
}

uint64_t PageOf(uint32_t vm, uint64_t page) { return kRam + (vm * 16 + page) * kPageSize; }

TEST(StateTest, RowsSayWhatIsDone) {
  State state = Small();
  EXPECT_STREQ(rows::MailboxSend(state, {1, 0}, {.vm_id = 2, .size = 8, .notify = false}).row,
               "no_send_page");
  for (uint32_t vm = 0; vm < 3; ++vm) {
    const Outcome outcome =
        rows::VmConfigure(state, {vm, 0}, {.send = PageOf(vm, 0), .receive = PageOf(vm, 1)});
    EXPECT_STREQ(outcome.row, "configured");
    EXPECT_TRUE(Apply(state, outcome));
  }
  EXPECT_TRUE(state.Configured(1));
  EXPECT_EQ(state.View(1, PageOf(1, 1)), (View{.read = true, .owner = true}));
  const Outcome sent = rows::MailboxSend(state, {1, 0}, {.vm_id = 2, .size = 8, .notify = false});
  EXPECT_STREQ(sent.row, "queues");
  EXPECT_EQ(sent.kind, Outcome::Kind::kNow);
  EXPECT_EQ(sent.result, 0u);
  EXPECT_TRUE(sent.leaves);
  EXPECT_EQ(sent.run_code, VcpuRunReturn::WakeUp(2, 0xffff).Encode());
  EXPECT_TRUE(Apply(state, sent));
  EXPECT_EQ(state.Mailbox(2), MailboxState::kReceived);
  EXPECT_EQ(state.Vcpu(1, 0), VcpuState::kReady);
  EXPECT_EQ(state.MessageSender(2), 1u);
  // VM 1's vCPU is ready: it cannot leave again.
  EXPECT_FALSE(Apply(state, sent));
}

TEST(StateTest, WhoBlockedLastGetsTheMessage) {
  State state = Small();
  state.SetVcpu(1, 0, VcpuState::kBlockedMailbox);
  EXPECT_EQ(state.Receiver(1), 0u);
  state.SetVcpu(1, 1, VcpuState::kBlockedMailbox);
  EXPECT_EQ(state.Receiver(1), 1u);
  state.CopyMessage(0, 1, 8);
  state.SetVcpu(1, 1, VcpuState::kReady);
  state.EndStep();
  EXPECT_TRUE(state.Delivered(1, 1));
  EXPECT_EQ(state.Receiver(1), 0u);
  state.SetVcpu(1, 0, VcpuState::kReady);
  EXPECT_FALSE(state.Delivered(1, 0));
  EXPECT_FALSE(state.HasReceiver(1));
}

TEST(StateTest, MemoryHasAnOwnerAndThoseWithAccess) {
  State state = Small();
  const uint64_t page = PageOf(1, 4), two = 2 * kPageSize;
  EXPECT_TRUE(state.RangeExclusive(1, page, two));
  EXPECT_FALSE(state.RangeUniform(2, page, two));
  state.LendMemory(1, 2, page, kPageSize);
  EXPECT_FALSE(state.RangeUniform(1, page, two));
  EXPECT_TRUE(state.RangeOwned(1, page, two));
  EXPECT_FALSE(state.PageReadable(1, page));
  EXPECT_TRUE(state.PageReadWrite(2, page));
  EXPECT_FALSE(state.PageExclusive(2, page));
  state.GiveMemory(2, 1, page, kPageSize);
  EXPECT_TRUE(state == Small());
  state.ShareMemory(1, 2, page, kPageSize);
  EXPECT_TRUE(state.PageReadWrite(1, page));
  EXPECT_FALSE(state.PageExclusive(1, page));
  EXPECT_TRUE(state.RangeIsRam(PageOf(0, 0), 48 * kPageSize));
  EXPECT_FALSE(state.RangeIsRam(PageOf(0, 0), 49 * kPageSize));
  EXPECT_FALSE(state.RangeIsRam(PageOf(0, 0), ~uint64_t{0}));
  EXPECT_FALSE(state.RangeAligned(page, ~uint64_t{kPageSize - 1}));
}

TEST(StateTest, WhatThereIsNotHasAnAnswer) {
  const State state = Small();
  EXPECT_FALSE(state.VcpuExists(3, 0));
  EXPECT_FALSE(state.VcpuExists(0xffffffff, 0xffffffff));
  EXPECT_EQ(state.Vcpu(3, 0), VcpuState::kOff);
  EXPECT_FALSE(state.InterruptEnabled(1, 0, 64));
  State changed = state;
  changed.SetVcpu(3, 0, VcpuState::kReady);
  changed.EnableInterrupt(1, 7, 3);
  changed.AppendWaiter(1, 9);
  EXPECT_TRUE(changed == state);
}

TEST(StateTest, TimersRoundUp) {
  State state = Small();
  state.ticks_per_second = 3;
  state.EnableInterrupt(1, 0, kVirtualTimerIntid);
  state.SetTimer(1, 0, 1, 4);
  EXPECT_TRUE(state.TimerArmed(1, 0));
  EXPECT_EQ(state.TimerLeft(1, 0), 1'333'333'334u);
  state.Pass(4);
  EXPECT_FALSE(state.TimerArmed(1, 0));
  EXPECT_TRUE(state.TimerFired(1, 0));
  state.MaskTimer(1, 0);
  EXPECT_FALSE(state.TimerFired(1, 0));
}

TEST(StateTest, HashesWhatDiffers) {
  const State state = Small();
  State other = state;
  EXPECT_EQ(other.Hash(), state.Hash());
  other.InjectInterrupt(2, 1, 5);
  EXPECT_NE(other.Hash(), state.Hash());
  other = state;
  other.AppendWaiter(1, 2);
  EXPECT_NE(other.Hash(), state.Hash());
  other = state;
  other.LendMemory(1, 2, PageOf(1, 4), kPageSize);
  EXPECT_NE(other.Hash(), state.Hash());
}

TEST(ByNameTest, AsksAndDoes) {
  State state = Small();
  EXPECT_EQ(Ask(state, "vm_count", {}), 3u);
  EXPECT_EQ(Ask(state, "vcpu", {1, 0}), static_cast<uint64_t>(VcpuState::kRunning));
  EXPECT_EQ(Ask(state, "has_waiters", {1}), 0u);
  EXPECT_TRUE(Do(state, "append_waiter", {1, 2}));
  EXPECT_EQ(Ask(state, "has_waiters", {1}), 1u);
  EXPECT_EQ(Ask(state, "first_waiter", {1}), 2u);
  EXPECT_TRUE(MoveTo(state, "mailbox", {1}, 2));
  EXPECT_EQ(state.Mailbox(1), MailboxState::kRead);
  EXPECT_EQ(Ask(state, "has_no_such_fact", {1}), std::nullopt);
  EXPECT_EQ(Ask(state, "has_waiters", {1, 2}), std::nullopt);
  EXPECT_FALSE(Do(state, "append_waiter", {1}));
  EXPECT_FALSE(Do(state, "rejoice", {}));
  EXPECT_FALSE(MoveTo(state, "has_waiters", {1}, 0));
}

}  // namespace
}  // namespace hf::abi::model
