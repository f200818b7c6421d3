// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The mailbox's bookkeeping: states, waiters, blocked receivers.

#include "hypervisor/ipc/mailbox.h"

#include <gtest/gtest.h>

#include "hypervisor/arch/host/machine.h"

namespace hf {
namespace {

using abi::MailboxState;

constexpr PhysAddr kSend(0x1000);
constexpr PhysAddr kReceive(0x2000);

Mailbox Configured() {
  Mailbox mailbox;
  mailbox.Configure(kSend, kReceive);
  return mailbox;
}

TEST(Mailbox, IsNotThereUntilConfigured) {
  Mailbox mailbox;
  EXPECT_FALSE(mailbox.configured());
  EXPECT_FALSE(mailbox.writable());
  EXPECT_FALSE(mailbox.Take().has_value());
  EXPECT_FALSE(mailbox.Clear());
  mailbox.Configure(kSend, kReceive);
  EXPECT_TRUE(mailbox.configured());
  EXPECT_TRUE(mailbox.writable());
  EXPECT_EQ(mailbox.send_page(), kSend);
  EXPECT_EQ(mailbox.receive_page(), kReceive);
  EXPECT_THROW(mailbox.Configure(kSend, kReceive), host::Panicked);
}

TEST(Mailbox, EmptyReceivedReadEmpty) {
  Mailbox mailbox = Configured();
  mailbox.Deliver(3, 17, false);
  EXPECT_EQ(mailbox.state(), MailboxState::kReceived);
  EXPECT_FALSE(mailbox.writable());
  EXPECT_FALSE(mailbox.Clear());  // not taken yet
  const auto message = mailbox.Take();
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(message->vm_id, 3u);
  EXPECT_EQ(message->size, 17u);
  EXPECT_EQ(mailbox.state(), MailboxState::kRead);
  EXPECT_FALSE(mailbox.Take().has_value());
  EXPECT_FALSE(mailbox.writable());
  EXPECT_TRUE(mailbox.Clear());
  EXPECT_TRUE(mailbox.writable());
  EXPECT_FALSE(mailbox.Clear());
}

TEST(Mailbox, DeliveredToSomebodyWhoWaits) {
  Mailbox mailbox = Configured();
  mailbox.Deliver(3, 17, true);
  EXPECT_EQ(mailbox.state(), MailboxState::kRead);
  EXPECT_FALSE(mailbox.Take().has_value());
  EXPECT_TRUE(mailbox.Clear());
}

TEST(Mailbox, TakesNoSecondMessage) {
  Mailbox mailbox = Configured();
  mailbox.Deliver(3, 17, false);
  EXPECT_THROW(mailbox.Deliver(4, 1, false), host::Panicked);
  EXPECT_EQ(mailbox.Take()->vm_id, 3u);
  EXPECT_THROW(Mailbox().Deliver(4, 1, false), host::Panicked);
}

TEST(Mailbox, EachWaiterOnce) {
  Mailbox mailbox;
  EXPECT_FALSE(mailbox.has_waiters());
  // There is room for every VM, however often each asks.
  for (int round = 0; round < 3; ++round) {
    for (uint32_t vm = 0; vm < abi::kMaxVms; ++vm) mailbox.AddWaiter(vm);
  }
  EXPECT_TRUE(mailbox.has_waiters());
}

TEST(Mailbox, WaitersAreToldInOrderWhenItIsWritable) {
  Mailbox mailbox;
  for (const uint32_t vm : {5u, 0u, 2u}) mailbox.AddWaiter(vm);
  EXPECT_EQ(mailbox.TakeWaiter(), std::nullopt);  // not configured
  mailbox.Configure(kSend, kReceive);
  EXPECT_EQ(mailbox.TakeWaiter(), 5u);
  mailbox.Deliver(3, 17, false);
  EXPECT_EQ(mailbox.TakeWaiter(), std::nullopt);
  mailbox.Take();
  EXPECT_EQ(mailbox.TakeWaiter(), std::nullopt);
  mailbox.AddWaiter(5);  // asks again
  EXPECT_TRUE(mailbox.Clear());
  EXPECT_EQ(mailbox.TakeWaiter(), 0u);
  EXPECT_EQ(mailbox.TakeWaiter(), 2u);
  EXPECT_TRUE(mailbox.has_waiters());
  EXPECT_EQ(mailbox.TakeWaiter(), 5u);
  EXPECT_EQ(mailbox.TakeWaiter(), std::nullopt);
  EXPECT_FALSE(mailbox.has_waiters());
}

TEST(Mailbox, TheReceiverThatBlockedLast) {
  Mailbox mailbox = Configured();
  EXPECT_EQ(mailbox.PopBlockedReceiver(), std::nullopt);
  for (uint32_t vcpu = 0; vcpu < abi::kMaxVcpus; ++vcpu) mailbox.AddBlockedReceiver(vcpu);
  for (uint32_t vcpu = abi::kMaxVcpus; vcpu > 0; --vcpu) {
    EXPECT_EQ(mailbox.PopBlockedReceiver(), vcpu - 1);
  }
  EXPECT_EQ(mailbox.PopBlockedReceiver(), std::nullopt);
}

// Woken by something else than a message, however often.
TEST(Mailbox, AReceiverThatWaitsNoLonger) {
  Mailbox mailbox = Configured();
  for (int round = 0; round < 3; ++round) {
    for (uint32_t vcpu = 0; vcpu < abi::kMaxVcpus; ++vcpu) mailbox.AddBlockedReceiver(vcpu);
    for (uint32_t vcpu = 0; vcpu < abi::kMaxVcpus; ++vcpu) mailbox.RemoveBlockedReceiver(vcpu);
  }
  EXPECT_EQ(mailbox.PopBlockedReceiver(), std::nullopt);
  for (const uint32_t vcpu : {4u, 1u, 6u}) mailbox.AddBlockedReceiver(vcpu);
  mailbox.RemoveBlockedReceiver(1);
  mailbox.RemoveBlockedReceiver(2);  // is not there
  EXPECT_EQ(mailbox.PopBlockedReceiver(), 6u);
  EXPECT_EQ(mailbox.PopBlockedReceiver(), 4u);
  EXPECT_EQ(mailbox.PopBlockedReceiver(), std::nullopt);
}

}  // namespace
}  // namespace hf
