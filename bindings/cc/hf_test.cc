// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The C++ binding: what was -1, an invalid id or a payload in C is a type here.

#include <hf/hf.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "gtest/gtest.h"

// The registers of the last call, and the answer.
static std::array<uint64_t, 4> g_registers;
static int64_t g_answer;

int64_t hf_call(uint64_t arg0, uint64_t arg1, uint64_t arg2, uint64_t arg3) {
  g_registers = {arg0, arg1, arg2, arg3};
  return g_answer;
}

namespace hf::guest {
namespace {

using Registers = std::array<uint64_t, 4>;

TEST(HfTest, RunCodesComeWithTheirPayload) {
  g_answer = 0x00000007'0002'00'03;
  const VcpuRunReturn woken = VcpuRun({1}, {2});
  EXPECT_EQ(g_registers, (Registers{HF_VCPU_RUN, 1, 2, 0}));
  EXPECT_EQ(woken.code(), RunCode::kWakeUp);
  ASSERT_TRUE(woken.wake_up());
  EXPECT_EQ(woken.wake_up()->vm_id, VmId{7});
  EXPECT_EQ(woken.wake_up()->vcpu, VcpuIndex{2});
  EXPECT_FALSE(woken.message());
  EXPECT_FALSE(woken.sleep());

  g_answer = 0x00000007'ffff'00'03;
  EXPECT_FALSE(VcpuRun({1}, {2}).wake_up()->vcpu);

  g_answer = 0x100'00000004;
  EXPECT_EQ(VcpuRun({1}, {2}).message()->size, 256u);

  g_answer = 0x12345'05;
  EXPECT_EQ(VcpuRun({1}, {2}).sleep()->ns, 0x12345u);

  g_answer = 0xfe;
  EXPECT_EQ(VcpuRun({1}, {2}).code(), static_cast<RunCode>(0xfe));
}

// What a scheduler makes of a run code, in the words of this test.
constexpr std::string_view Name(const VcpuRunReturn& left) {
  return left.Visit(Overloaded{
      [](VcpuRunReturn::Preempted) { return std::string_view("preempted"); },
      [](VcpuRunReturn::Yield) { return std::string_view("yield"); },
      [](VcpuRunReturn::WaitForInterrupt) { return std::string_view("wait"); },
      [](VcpuRunReturn::WakeUp woken) {
        return woken.vcpu ? std::string_view("wake one") : std::string_view("wake any");
      },
      [](VcpuRunReturn::Message message) {
        return message.size > 0 ? std::string_view("message") : std::string_view("empty");
      },
      [](VcpuRunReturn::Sleep) { return std::string_view("sleep"); },
      [](VcpuRunReturn::NotifyWaiters) { return std::string_view("notify"); },
      [](VcpuRunReturn::Aborted) { return std::string_view("aborted"); },
      [](VcpuRunReturn::Unknown unknown) {
        return unknown.code == static_cast<RunCode>(0xfe) ? std::string_view("0xfe")
                                                          : std::string_view("unknown");
      },
  });
}

TEST(HfTest, RunCodesAreVisited) {
  const std::pair<int64_t, std::string_view> kCases[] = {
      {0, "preempted"}, {1, "yield"},
      {2, "wait"},      {0x20003, "wake one"},
      {4, "empty"},     {0xffff0003, "wake any"},
      {6, "notify"},    {0x1'00000004, "message"},
      {5, "sleep"},     {7, "aborted"},
      {8, "unknown"},   {0xfe, "0xfe"},
  };
  for (const auto& [answer, name] : kCases) {
    g_answer = answer;
    EXPECT_EQ(Name(VcpuRun({1}, {0})), name) << answer;
  }
}

TEST(HfTest, ErrorsHaveNoValue) {
  g_answer = -1;
  EXPECT_FALSE(VcpuGetCount({9}));
  EXPECT_FALSE(VmConfigure(Ipa{0x1000}, Ipa{0x2000}));
  EXPECT_FALSE(MailboxSend({1}, 1, false));
  EXPECT_FALSE(MailboxClear());
  EXPECT_FALSE(MailboxWritableGet());
  EXPECT_FALSE(MailboxWaiterGet({1}));
  EXPECT_FALSE(InterruptEnable(kMailboxReadableIntid, true));
  EXPECT_FALSE(InterruptInject({1}, {0}, kMailboxWritableIntid));
  EXPECT_FALSE(ShareMemory({1}, Ipa{0}, 4096, Share::kGive));
}

TEST(HfTest, ValuesHaveTheirType) {
  g_answer = 3;
  EXPECT_EQ(VmGetId(), VmId{3});
  EXPECT_EQ(VmGetCount(), 3u);
  EXPECT_EQ(VcpuGetCount({1}), Result<uint64_t>(3));
  EXPECT_EQ(MailboxWaiterGet({1}), Result<VmId>(VmId{3}));
  EXPECT_EQ(InterruptGet(), Maybe<Intid>(Intid{3}));
  g_answer = 1;
  EXPECT_EQ(MailboxClear(), Result<bool>(true));
  g_answer = 0;
  EXPECT_EQ(MailboxClear(), Result<bool>(false));
  EXPECT_EQ(InterruptEnable({1}, true), Result<Unit>(Unit{}));
}

TEST(HfTest, NoneIsNotAnError) {
  g_answer = HF_INVALID_VCPU;
  const Result<Maybe<VcpuIndex>> sent = MailboxSend({1}, 16, true);
  EXPECT_EQ(g_registers, (Registers{HF_MAILBOX_SEND, 1, 16, 1}));
  ASSERT_TRUE(sent);
  EXPECT_FALSE(*sent);
  g_answer = 2;
  EXPECT_EQ(**MailboxSend({1}, 16, true), VcpuIndex{2});
  g_answer = 0xffffffff;
  EXPECT_FALSE(InterruptGet());
  EXPECT_FALSE(MailboxReceive(true));
  g_answer = 0x10'00000005;
  EXPECT_EQ(MailboxReceive(true)->vm_id, VmId{5});
  EXPECT_EQ(MailboxReceive(true)->size, 16u);
}

TEST(HfTest, SeveralArgumentsInARegister) {
  g_answer = 0;
  EXPECT_TRUE(ShareMemory({7}, Ipa{0x40000000}, 0x2000, Share::kShare));
  EXPECT_EQ(g_registers, (Registers{HF_SHARE_MEMORY, 0x7'00000002, 0x40000000, 0x2000}));
}

TEST(HfDeathTest, TheValueOfNoneTraps) {
  EXPECT_DEATH(static_cast<void>(Maybe<VmId>().value()), "");
}

}  // namespace
}  // namespace hf::guest
