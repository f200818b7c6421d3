// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// VMs that abort while they hold something that others wait for: case 33 of the security model. To
// the others they look as before, except that they make no more progress.

#include <hf/call.h>

#include "testing/guest/services.h"
#include "testing/guest/test.h"
#include "testing/hostile/attack.h"
#include "testing/isolation/board.h"
#include "testing/isolation/trap.h"

namespace hf::hostile {
namespace {

using guest::RunCode;
using guest::VmId;

constexpr VmId kVictim = test::Service("attacker_1");
constexpr VmId kOther = test::Service("attacker_2");
constexpr uint64_t kMinusOne = ~uint64_t{0};
constexpr guest::Intid kIntid{5};

alignas(4096) uint64_t page[512];
const auto address = [] { return reinterpret_cast<uint64_t>(page); };

// The victim has taken its command, and will abort when it runs again.
void PrepareAbort() {
  ASSERT_TRUE(Tell(kVictim, {Op::kRead, {isolation::kEl2Begin, 1}}));
  ASSERT_EQ(guest::VcpuRun(kVictim, {0}).code(), RunCode::kYield);
}

void LetItAbort() {
  ASSERT_EQ(test::Run(kVictim).code(), RunCode::kAborted);
  EXPECT_EQ(test::Run(kVictim).code(), RunCode::kWaitForInterrupt);
  EXPECT_EQ(hf_vcpu_get_count(kVictim.value), 1);
  EXPECT_EQ(hf_vm_get_count(), 3);
  ExpectAlive(kOther);
}

uint64_t CallOf(VmId vm, const Command& command) {
  const auto answer = Ask(vm, command);
  if (!answer) return 0xdead;
  EXPECT_EQ(answer->wrong, 0);
  return answer->x[0];
}

TEST(AbortHolding, AnUnreadMessage) {
  PrepareAbort();
  ASSERT_TRUE(guest::MailboxSend(kVictim, 8, /*notify=*/false));
  LetItAbort();
  // Its mailbox is full for ever; who waits for it is not told.
  EXPECT_FALSE(guest::MailboxSend(kVictim, 8, /*notify=*/true));
  EXPECT_EQ(CallOf(kOther, {Op::kCall, {HF_MAILBOX_SEND, kVictim.value, 8, 1}}), kMinusOne);
  EXPECT_EQ(hf_mailbox_waiter_get(kVictim.value), -1);
  EXPECT_EQ(hf_mailbox_writable_get(), -1);
  ExpectAlive(kOther);
}

TEST(AbortHolding, AnEmptyMailbox) {
  PrepareAbort();
  LetItAbort();
  // It still takes one message, and nobody is woken by it.
  EXPECT_EQ(hf_mailbox_send(kVictim.value, 8, false), HF_INVALID_VCPU);
  EXPECT_EQ(hf_mailbox_send(kVictim.value, 8, false), -1);
  EXPECT_EQ(test::Run(kVictim).code(), RunCode::kWaitForInterrupt);
  ExpectAlive(kOther);
}

TEST(AbortHolding, APlaceAmongWaiters) {
  test::OpenMailbox();
  ASSERT_EQ(test::Run(kOther).code(), RunCode::kWaitForInterrupt);
  // The other one has a message that it has not taken: it took another one and yields.
  ASSERT_TRUE(Tell(kOther, {Op::kCall, {HF_VCPU_YIELD}}));
  ASSERT_EQ(guest::VcpuRun(kOther, {0}).code(), RunCode::kYield);
  ASSERT_TRUE(Tell(kOther, {Op::kCall, {HF_VM_GET_ID}}));
  EXPECT_EQ(CallOf(kVictim, {Op::kCall, {HF_MAILBOX_SEND, kOther.value, 8, 1}}), kMinusOne);
  PrepareAbort();
  ASSERT_EQ(test::Run(kVictim).code(), RunCode::kAborted);
  // The other one answers, takes its second message, and by clearing its mailbox wakes who waits.
  ASSERT_TRUE(test::Receive(kOther).has_value());
  ASSERT_EQ(guest::VcpuRun(kOther, {0}).code(), RunCode::kNotifyWaiters);
  EXPECT_EQ(hf_mailbox_waiter_get(kOther.value), kVictim.value);
  EXPECT_EQ(hf_mailbox_waiter_get(kOther.value), -1);
  EXPECT_NE(hf_interrupt_inject(kVictim.value, 0, HF_MAILBOX_WRITABLE_INTID), -1);
  EXPECT_EQ(test::Run(kVictim).code(), RunCode::kWaitForInterrupt);
  ASSERT_TRUE(test::Receive(kOther).has_value());
  EXPECT_EQ(test::Run(kOther).code(), RunCode::kWaitForInterrupt);
  ExpectAlive(kOther);
}

TEST(AbortHolding, MemoryLentToIt) {
  PrepareAbort();
  ASSERT_TRUE(guest::ShareMemory(kVictim, {address()}, sizeof(page), guest::Share::kLend));
  LetItAbort();
  // It stays lent: the owner has no access, and can neither lend it again nor take it back.
  EXPECT_EQ(isolation::Try(&isolation::try_read, address()).taken, 5);
  EXPECT_EQ(isolation::Try(&isolation::try_write, address()).taken, 5);
  EXPECT_FALSE(guest::ShareMemory(kOther, {address()}, sizeof(page), guest::Share::kLend));
  EXPECT_FALSE(guest::ShareMemory(kVictim, {address()}, sizeof(page), guest::Share::kGive));
  EXPECT_EQ(isolation::Try(&isolation::try_write, address() + sizeof(page)).taken, 0);
}

TEST(AbortHolding, MemorySharedByIt) {
  // The first page of the victim's memory behind its image: its last but one.
  const uint64_t own = isolation::kRam + (uint64_t{HF_MEMORY_MIB} << 20) - 2 * 4096;
  EXPECT_EQ(CallOf(kVictim, {Op::kCall, {HF_SHARE_MEMORY, HF_MEMORY_SHARE, own, 4096}}), 0);
  EXPECT_EQ(isolation::Try(&isolation::try_write, own).taken, 0);
  PrepareAbort();
  LetItAbort();
  // Whom it was shared with still has it, and may give it back.
  EXPECT_EQ(isolation::Try(&isolation::try_write, own).taken, 0);
  EXPECT_EQ(isolation::Try(&isolation::try_read, own + 4096).taken, 5);
  EXPECT_TRUE(guest::ShareMemory(kVictim, {own}, 4096, guest::Share::kGive));
  EXPECT_EQ(isolation::Try(&isolation::try_read, own).taken, 5);
}

TEST(AbortHolding, APendingInterrupt) {
  EXPECT_EQ(CallOf(kVictim, {Op::kCall, {HF_INTERRUPT_ENABLE, kIntid.value, 1}}), 0);
  PrepareAbort();
  EXPECT_EQ(hf_interrupt_inject(kVictim.value, 0, kIntid.value), 1);
  LetItAbort();
  EXPECT_EQ(hf_interrupt_inject(kVictim.value, 0, kIntid.value), 0);
  EXPECT_EQ(test::Run(kVictim).code(), RunCode::kWaitForInterrupt);
  // Interrupts of others are not concerned.
  EXPECT_EQ(CallOf(kOther, {Op::kCall, {HF_INTERRUPT_GET}}), uint64_t{HF_INVALID_INTID});
}

}  // namespace
}  // namespace hf::hostile
