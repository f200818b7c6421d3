// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What VMs of each level get: which numbers are calls, what becomes of their arguments and results.
// The numbers are those of the text of each level, not of the IDL.

#include "abi/el2/levels.h"

#include <cstdint>
#include <string>

#include "abi/el2_recorder.h"
#include "gtest/gtest.h"

namespace hf::abi {
namespace {

constexpr uint64_t kError = ~uint64_t{0};
constexpr uint32_t kSecondary = 2;
constexpr Level kLevels[] = {Level::k0_1, Level::k1_0, Level::k1_1};

class LevelsTest : public testing::Test {
 protected:
  uint64_t Call(Level level, uint32_t caller, uint64_t x0, uint64_t x1 = 0, uint64_t x2 = 0,
                uint64_t x3 = 0) {
    context.handler.clear();
    return Dispatch(context, caller, x1, x2, x3, x0, level);
  }
  // The handler that a number reaches, with arguments that no row of the dispatch's refuses.
  std::string HandlerOf(Level level, uint32_t number) {
    for (const uint32_t caller : {kPrimaryVmId, kSecondary}) {
      Call(level, caller, number, caller == kPrimaryVmId ? 1 : kSecondary, 1, 1);
      if (!context.handler.empty()) return context.handler;
    }
    // share_memory, whose first register is two arguments.
    Call(level, kSecondary, number, uint64_t{1} << 32, 0x1000, 0x1000);
    return context.handler;
  }

  CallContext context;
};

TEST_F(LevelsTest, NumbersOf0_1) {
  const char* const kHandlers[] = {"VcpuRun",     "VmGetCount",     "VcpuGetCount", "VmConfigure",
                                   "MailboxSend", "MailboxReceive", "MailboxClear"};
  uint32_t number = 0xff00;
  for (const char* handler : kHandlers) EXPECT_EQ(HandlerOf(Level::k0_1, number++), handler);
  for (; number < 0xff20; ++number) {
    EXPECT_EQ(Call(Level::k0_1, kSecondary, number, 1), kError) << std::hex << number;
    EXPECT_EQ(Call(Level::k0_1, kPrimaryVmId, number, 1), kError) << std::hex << number;
    EXPECT_EQ(HandlerOf(Level::k0_1, number), "") << std::hex << number;
  }
}

TEST_F(LevelsTest, NumbersOf1_0And1_1) {
  const char* const kHandlers[] = {
      "VmGetId",      "VmGetCount",         "VcpuGetCount",     "VcpuRun",
      "VcpuYield",    "VmConfigure",        "MailboxSend",      "MailboxReceive",
      "MailboxClear", "MailboxWritableGet", "MailboxWaiterGet", "InterruptEnable",
      "InterruptGet", "InterruptInject",    "ShareMemory"};
  uint32_t number = 0xff00;
  for (const char* handler : kHandlers) {
    EXPECT_EQ(HandlerOf(Level::k1_0, number), handler);
    EXPECT_EQ(HandlerOf(Level::k1_1, number), handler);
    ++number;
  }
  EXPECT_EQ(Call(Level::k1_0, kSecondary, 0xff0f), kError)
      << "abi_version means 1.0 by its absence";
  EXPECT_EQ(context.handler, "");
  EXPECT_EQ(Call(Level::k1_1, kSecondary, 0xff0f), 0x12345678u);
  EXPECT_EQ(context.handler, "AbiVersion");
  EXPECT_EQ(HandlerOf(Level::k1_1, 0xff10), "");
}

TEST_F(LevelsTest, TheNumberIsMaskedAtEveryLevel) {
  for (const Level level : kLevels) {
    EXPECT_EQ(Call(level, kSecondary, 0x123456784000ff01), 3u);
    EXPECT_EQ(Call(level, kSecondary, 0x8000ff01), kError);
    EXPECT_EQ(Call(level, kSecondary, 0xfeff), kError);
  }
}

TEST_F(LevelsTest, ArgumentsOf0_1) {
  Call(Level::k0_1, kPrimaryVmId, 0xff00, 0xdeadbeef'00000003, 0xdeadbeef'00010000);
  EXPECT_EQ(context.values[0], 3u);
  EXPECT_EQ(context.values[1], 0x10000u);
  Call(Level::k0_1, kPrimaryVmId, 0xff02, 0xdeadbeef'00000003);
  EXPECT_EQ(context.values[0], 3u);
  Call(Level::k0_1, kSecondary, 0xff03, 0x12345000, 0x6789a000);
  EXPECT_EQ(context.values[0], 0x12345000u);
  EXPECT_EQ(context.values[1], 0x6789a000u);
  // What x3 holds is no argument.
  Call(Level::k0_1, kSecondary, 0xff04, 0xffffffff'00000001, 4096, kError);
  EXPECT_EQ(context.values[0], 1u);
  EXPECT_EQ(context.values[1], 4096u);
  EXPECT_EQ(context.values[2], 0u) << "a VM of 0.1 does not ask to be told";
  Call(Level::k0_1, kSecondary, 0xff05, uint64_t{1} << 63);
  EXPECT_EQ(context.values[0], 1u);
}

TEST_F(LevelsTest, RunCodesOf0_1) {
  const auto run = [&](VcpuRunReturn value) {
    context.run = value;
    const uint64_t word = Call(Level::k0_1, kPrimaryVmId, 0xff00, 1, 0);
    EXPECT_EQ(EncodeAt(Level::k0_1, value), word) << "where no call returns it";
    return word;
  };
  EXPECT_EQ(run(VcpuRunReturn::Preempted()), 0u) << "YIELD";
  EXPECT_EQ(run(VcpuRunReturn::Yield()), 0u);
  EXPECT_EQ(run(VcpuRunReturn::WaitForInterrupt()), 1u);
  EXPECT_EQ(run(VcpuRunReturn::WakeUp(0x1234, 0x89ab)), 0x89ab'1234'0002u);
  EXPECT_EQ(run(VcpuRunReturn::WakeUp(1, kInvalidVcpu)), 0xffff'0001'0002u);
  EXPECT_EQ(run(VcpuRunReturn::Message(4096)), 0x1000'00000003u);
  EXPECT_EQ(run(VcpuRunReturn::Message(0)), 3u);
  EXPECT_EQ(run(VcpuRunReturn::Sleep(0xff'ffffffffffff)), 1u) << "WAIT_FOR_INTERRUPT, no payload";
  EXPECT_EQ(run(VcpuRunReturn::NotifyWaiters()), 0u) << "YIELD";
  EXPECT_EQ(run(VcpuRunReturn::Aborted()), 1u) << "WAIT_FOR_INTERRUPT";
  // The rows that the dispatch answers by itself.
  EXPECT_EQ(Call(Level::k0_1, kSecondary, 0xff00, 1, 0), 1u);
  EXPECT_EQ(Call(Level::k0_1, kPrimaryVmId, 0xff00, 0, 0), 1u);
  EXPECT_EQ(context.handler, "");
}

TEST_F(LevelsTest, RunCodesFrom1_0OnAreTheirOwn) {
  for (const VcpuRunReturn value :
       {VcpuRunReturn::Preempted(), VcpuRunReturn::Yield(), VcpuRunReturn::WaitForInterrupt(),
        VcpuRunReturn::WakeUp(0x12345678, 0x9abc), VcpuRunReturn::Message(17),
        VcpuRunReturn::Sleep(12345), VcpuRunReturn::NotifyWaiters(), VcpuRunReturn::Aborted()}) {
    context.run = value;
    for (const Level level : {Level::k1_0, Level::k1_1}) {
      EXPECT_EQ(Call(level, kPrimaryVmId, 0xff03, 1, 0), value.Encode());
      EXPECT_EQ(EncodeAt(level, value), value.Encode());
    }
  }
}

TEST_F(LevelsTest, Messages) {
  context.received = {.vm_id = 5, .size = 4096};
  EXPECT_EQ(Call(Level::k0_1, kSecondary, 0xff05, 1), 0x1000'00000005u);
  EXPECT_EQ(EncodeAt(Level::k0_1, context.received), 0x1000'00000005u);
  EXPECT_EQ(EncodeAt(Level::k1_0, context.received), 0x1000'00000005u);
  context.received = {.vm_id = 15, .size = 0};
  EXPECT_EQ(Call(Level::k0_1, kSecondary, 0xff05, 1), 15u);
  context.received = {.vm_id = kInvalidVmId, .size = 0};
  EXPECT_EQ(Call(Level::k0_1, kSecondary, 0xff05, 1), kError);
  EXPECT_EQ(EncodeAt(Level::k0_1, context.received), kError);
  for (const Level level : {Level::k1_0, Level::k1_1}) {
    EXPECT_EQ(Call(level, kSecondary, 0xff07, 1), 0xffffffffu);
    EXPECT_EQ(EncodeAt(level, context.received), 0xffffffffu);
    EXPECT_EQ(Call(level, kPrimaryVmId, 0xff07, 1), 0xffffffffu);
  }
  EXPECT_EQ(Call(Level::k0_1, kPrimaryVmId, 0xff05, 1), kError) << "a row of the dispatch's own";
}

TEST_F(LevelsTest, NeverOneAt0_1) {
  for (const int64_t result : {0, 1, -1}) {
    context.configured = context.cleared = result;
    const uint64_t word = result < 0 ? kError : 0;
    EXPECT_EQ(Call(Level::k0_1, kPrimaryVmId, 0xff03, 0x1000, 0x2000), word);
    EXPECT_EQ(Call(Level::k0_1, kPrimaryVmId, 0xff06), word);
    EXPECT_EQ(Call(Level::k1_0, kPrimaryVmId, 0xff05, 0x1000, 0x2000),
              static_cast<uint64_t>(result));
    EXPECT_EQ(Call(Level::k1_0, kPrimaryVmId, 0xff08), static_cast<uint64_t>(result));
  }
  EXPECT_EQ(Call(Level::k0_1, kPrimaryVmId, 0xff03, 0x1000, 0x1000), kError) << "a row of its own";
}

TEST_F(LevelsTest, WhatIsTheSameAt0_1) {
  for (const int64_t vcpu : {int64_t{0}, int64_t{7}, int64_t{kInvalidVcpu}, int64_t{-1}}) {
    context.sent = vcpu;
    EXPECT_EQ(Call(Level::k0_1, kPrimaryVmId, 0xff04, 1, 1), static_cast<uint64_t>(vcpu));
  }
  EXPECT_EQ(Call(Level::k0_1, kSecondary, 0xff04, 1, 4097), kError);
  EXPECT_EQ(Call(Level::k0_1, kSecondary, 0xff04, kSecondary, 1), kError);
  EXPECT_EQ(Call(Level::k0_1, kSecondary, 0xff01), 3u);
  EXPECT_EQ(Call(Level::k0_1, kSecondary, 0xff02, 1), kError);
  EXPECT_EQ(context.handler, "");
}

TEST(LevelTest, WhoHasWhat) {
  for (const Level level : kLevels) {
    EXPECT_TRUE(Has(level, Call::kVcpuRun));
    EXPECT_TRUE(Has(level, Call::kMailboxClear));
  }
  for (const auto call :
       {Call::kVmGetId, Call::kVcpuYield, Call::kMailboxWritableGet, Call::kMailboxWaiterGet,
        Call::kInterruptEnable, Call::kInterruptGet, Call::kInterruptInject, Call::kShareMemory}) {
    EXPECT_FALSE(Has(Level::k0_1, call));
    EXPECT_TRUE(Has(Level::k1_0, call));
    EXPECT_TRUE(Has(Level::k1_1, call));
  }
  EXPECT_FALSE(Has(Level::k0_1, Call::kAbiVersion));
  EXPECT_FALSE(Has(Level::k1_0, Call::kAbiVersion));
  EXPECT_TRUE(Has(Level::k1_1, Call::kAbiVersion));
}

TEST(LevelTest, NamesOfNumbers) {
  EXPECT_STREQ(Name(CallAt(Level::k0_1, 0xff00)), "vcpu_run");
  EXPECT_STREQ(Name(CallAt(Level::k0_1, 0x4000ff06)), "mailbox_clear");
  EXPECT_STREQ(Name(CallAt(Level::k0_1, 0xff07)), "?");
  EXPECT_STREQ(Name(CallAt(Level::k1_0, 0xff00)), "vm_get_id");
  EXPECT_STREQ(Name(CallAt(Level::k1_0, 0xff0e)), "share_memory");
  EXPECT_STREQ(Name(CallAt(Level::k1_0, 0xff0f)), "?");
  EXPECT_STREQ(Name(CallAt(Level::k1_1, 0xff0f)), "abi_version");
  EXPECT_STREQ(Name(CallAt(Level::k1_1, 0xfeff)), "?");
}

TEST(LevelTest, Versions) {
  EXPECT_EQ(VersionOf(Level::k0_1).major, 0);
  EXPECT_EQ(VersionOf(Level::k0_1).minor, 1);
  EXPECT_EQ(VersionOf(Level::k1_0).major, 1);
  EXPECT_EQ(VersionOf(Level::k1_0).minor, 0);
  EXPECT_EQ(VersionOf(Level::k1_1).major, 1);
  EXPECT_EQ(VersionOf(Level::k1_1).minor, 1);
}

}  // namespace
}  // namespace hf::abi
