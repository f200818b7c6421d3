// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The mailbox: who has the receive page, and when it goes back.

#include <hf/mailbox.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

// The calls so far, and what the next ones are answered; then 0.
static std::vector<std::array<uint64_t, 4>> g_calls;
static std::vector<int64_t> g_answers;

int64_t hf_call(uint64_t arg0, uint64_t arg1, uint64_t arg2, uint64_t arg3) {
  g_calls.push_back({arg0, arg1, arg2, arg3});
  if (g_answers.empty()) return 0;
  const int64_t answer = g_answers.front();
  g_answers.erase(g_answers.begin());
  return answer;
}

namespace hf::guest {
namespace {

constexpr int64_t kHelloFrom5 = 0x5'00000005;

class MailboxTest : public testing::Test {
 protected:
  MailboxTest() {
    g_answers.clear();
    mailbox_ = *Mailbox::Configure(pages_);
    g_calls.clear();
  }

  static uint64_t Cleared() {
    uint64_t count = 0;
    for (const auto& call : g_calls) count += call[0] == HF_MAILBOX_CLEAR;
    return count;
  }

  MailboxPages pages_ = {};
  Mailbox mailbox_;
};

TEST_F(MailboxTest, ConfiguresItsPages) {
  ASSERT_TRUE(Mailbox::Configure(pages_));
  EXPECT_EQ(g_calls.back()[0], uint64_t{HF_VM_CONFIGURE});
  EXPECT_EQ(g_calls.back()[1], Ipa::Of(pages_.send).value);
  EXPECT_EQ(g_calls.back()[2], Ipa::Of(pages_.receive).value);
  EXPECT_EQ(g_calls.back()[1] % 4096, 0u);
  EXPECT_EQ(g_calls.back()[2] % 4096, 0u);
  g_answers = {-1};
  EXPECT_FALSE(Mailbox::Configure(pages_));
}

TEST_F(MailboxTest, GivesThePageBackOnce) {
  std::memcpy(pages_.receive, "hello", 5);
  g_answers = {kHelloFrom5};
  {
    ReceivedMessage message = mailbox_.Receive();
    EXPECT_EQ(g_calls.back()[1], 1u) << "it waits";
    ASSERT_TRUE(message);
    EXPECT_EQ(message.sender(), VmId{5});
    ASSERT_EQ(message.size(), 5u);
    EXPECT_EQ(std::memcmp(message.data(), "hello", 5), 0);
    const ReceivedMessage moved = std::move(message);
    EXPECT_TRUE(moved);
    EXPECT_EQ(Cleared(), 0u);
  }
  EXPECT_EQ(Cleared(), 1u);
}

TEST_F(MailboxTest, ClearedByHand) {
  g_answers = {kHelloFrom5, 1};
  {
    ReceivedMessage message = mailbox_.TryReceive();
    EXPECT_EQ(g_calls.back()[1], 0u) << "it does not wait";
    EXPECT_EQ(message.Clear(), Result<bool>(true));
    EXPECT_FALSE(message);
    EXPECT_EQ(message.data(), nullptr);
    EXPECT_FALSE(message.Clear());
  }
  EXPECT_EQ(Cleared(), 1u);
}

TEST_F(MailboxTest, NoMessageIsNotCleared) {
  g_answers = {0xffffffff};
  EXPECT_FALSE(mailbox_.Receive());
  EXPECT_EQ(Cleared(), 0u);
}

TEST_F(MailboxTest, ThePrimaryAccepts) {
  {
    const ReceivedMessage message = mailbox_.Accept({3}, {.size = 17});
    EXPECT_EQ(message.sender(), VmId{3});
    EXPECT_EQ(message.size(), 17u);
    EXPECT_TRUE(g_calls.empty());
  }
  EXPECT_EQ(Cleared(), 1u);
}

TEST_F(MailboxTest, ASizeBeyondThePageIsCut) {
  EXPECT_EQ(mailbox_.Accept({3}, {.size = 4097}).size(), 4096u);
}

TEST_F(MailboxTest, Sends) {
  g_answers = {HF_INVALID_VCPU};
  const Result<Maybe<VcpuIndex>> sent = mailbox_.Send({2}, "ping", 4, true);
  ASSERT_TRUE(sent);
  EXPECT_FALSE(*sent);
  EXPECT_EQ(std::memcmp(pages_.send, "ping", 4), 0);
  EXPECT_EQ(mailbox_.send_page(), pages_.send);
  EXPECT_EQ(g_calls.back(), (std::array<uint64_t, 4>{HF_MAILBOX_SEND, 2, 4, 1}));
}

TEST_F(MailboxTest, WhatIsTooLargeIsNotSent) {
  static const std::array<uint8_t, 4097> kLarge = {};
  EXPECT_FALSE(mailbox_.Send({2}, kLarge.data(), kLarge.size(), false));
  EXPECT_TRUE(g_calls.empty());
}

}  // namespace
}  // namespace hf::guest
