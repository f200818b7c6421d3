// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The mailbox calls as the primary and services in C, C++ and Rust see them.

#include <hf/call.h>
#include <hf/hf.h>

#include <string_view>

#include "testing/guest/cpus.h"
#include "testing/guest/services.h"
#include "testing/guest/test.h"

namespace {

using namespace hf::guest;  // NOLINT: the calls are what is tested.
using hf::test::Ask;
using hf::test::ReceivePage;
using hf::test::Run;
using hf::test::SendPage;

constexpr VmId kEcho = hf::test::Service("echo");
constexpr VmId kAdder = hf::test::Service("adder");
constexpr VmId kMute = hf::test::Service("mute");
constexpr VmId kAbsent{4};

TEST(Configure, NothingIsSentBefore) {
  EXPECT_FALSE(MailboxSend(kEcho, 0, false));
  EXPECT_FALSE(MailboxClear());
}

TEST(Configure, PagesThatAreRefused) {
  const Ipa send = Ipa::Of(SendPage());
  const Ipa receive = Ipa::Of(ReceivePage());
  EXPECT_FALSE(VmConfigure(send, send));
  EXPECT_FALSE(VmConfigure({send.value + 8}, receive));
  EXPECT_FALSE(VmConfigure(send, {receive.value + 2048}));
  EXPECT_FALSE(VmConfigure({~uint64_t{0xfff}}, receive));
}

TEST(Configure, OnceAndNotAgain) {
  const Ipa send = Ipa::Of(SendPage());
  const Ipa receive = Ipa::Of(ReceivePage());
  ASSERT_EQ(VmConfigure(send, receive), Maybe<bool>(false));
  EXPECT_FALSE(VmConfigure(send, receive));
}

TEST(Configure, ARecipientWithoutAMailboxTakesNothing) {
  EXPECT_FALSE(MailboxSend(kEcho, 0, false));
  EXPECT_EQ(Run(kEcho).code(), RunCode::kWaitForInterrupt);
  EXPECT_TRUE(MailboxSend(kEcho, 0, false));
}

TEST(Send, WhatIsRefused) {
  hf::test::OpenMailbox();
  Run(kEcho);
  EXPECT_FALSE(MailboxSend(kPrimaryVmId, 0, false));
  EXPECT_FALSE(MailboxSend(kAbsent, 0, false));
  EXPECT_FALSE(MailboxSend(kInvalidVmId, 0, false));
  EXPECT_FALSE(MailboxSend(kEcho, kMailboxSize + 1, false));
  EXPECT_FALSE(MailboxSend(kEcho, ~uint64_t{0}, false));
}

TEST(Send, ToAVcpuThatWaitsNamesIt) {
  EXPECT_EQ(MailboxSend(kEcho, 0, false), (Maybe<Maybe<VcpuIndex>>(VcpuIndex{0})));
  const auto result = Run(kEcho);
  ASSERT_EQ(result.code(), RunCode::kMessage);
  EXPECT_EQ(result.message()->size, 0);
  EXPECT_EQ(MailboxClear(), Maybe<bool>(false));
}

TEST(Send, ToABusyMailboxIsRefused) {
  ASSERT_TRUE(hf::test::Send(kMute, "keep"));
  EXPECT_EQ(Run(kMute).code(), RunCode::kWaitForInterrupt);
  EXPECT_FALSE(MailboxSend(kMute, 1, false));
}

TEST(Clear, OnlyAMessageThatWasTaken) {
  hf::test::OpenMailbox();
  EXPECT_FALSE(MailboxClear());
  ASSERT_TRUE(hf::test::Send(kEcho, "x"));
  ASSERT_EQ(Run(kEcho).code(), RunCode::kMessage);
  EXPECT_TRUE(MailboxClear());
  EXPECT_FALSE(MailboxClear());
}

TEST(Clear, MakesRoomForTheNext) {
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(hf::test::Send(kMute, "clear"));
    EXPECT_EQ(Run(kMute).code(), RunCode::kWaitForInterrupt);
  }
}

TEST(Receive, ThePrimaryHasNone) {
  EXPECT_FALSE(MailboxReceive(/*block=*/true));
  EXPECT_FALSE(MailboxReceive(/*block=*/false));
}

TEST(Receive, TheRestOfThePageStays) {
  Ask(kEcho, "0123456789");
  // Its answer has 4 bytes, and its send page nothing but zeros behind them.
  Ask(kAdder, "");
  EXPECT_EQ(std::string_view(ReceivePage() + 4, 6), "456789");
}

TEST(Talk, EchoInC) {
  EXPECT_EQ(Ask(kEcho, "hello"), "hello");
  EXPECT_EQ(Ask(kEcho, ""), "");
  EXPECT_EQ(Ask(kEcho, std::string_view("a\0b", 3)), std::string_view("a\0b", 3));
}

TEST(Talk, AWholePage) {
  static char page[kMailboxSize];
  for (size_t i = 0; i < sizeof(page); ++i) page[i] = static_cast<char>(i * 7 + (i >> 8));
  const std::string_view whole(page, sizeof(page));
  EXPECT_TRUE(Ask(kEcho, whole) == whole);
}

TEST(Talk, AdderInRust) {
  EXPECT_EQ(Ask(kAdder, "AB"), std::string_view("\1\0\203\0", 4));
  EXPECT_EQ(Ask(kAdder, ""), std::string_view("\2\0\0\0", 4));
}

// Each service's vCPU goes from CPU to CPU, and answers there as before.
TEST(Cpus, AServiceFollowsItsCaller) {
  hf::test::OpenMailbox();
  ASSERT_EQ(Run(kEcho).code(), RunCode::kWaitForInterrupt);
  hf::test::OnCpus(2, [](uint64_t cpu) {
    if (cpu == 0) return;
    SendPage()[0] = 'x';
    EXPECT_EQ(MailboxSend(kEcho, 1, false), (Maybe<Maybe<VcpuIndex>>(VcpuIndex{0})));
    const auto result = VcpuRun(kEcho, {0});
    EXPECT_EQ(result.code(), RunCode::kMessage);
    EXPECT_EQ(ReceivePage()[0], 'x');
    EXPECT_TRUE(MailboxClear());
  });
  EXPECT_EQ(Ask(kEcho, "and here"), "and here");
}

}  // namespace
