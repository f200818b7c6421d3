// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The generated dispatch, with handlers that note how they were called: numbers, registers, who may
// call, and what is answered without a handler.

#include <cstdint>

#include "abi/el2_recorder.h"
#include "gtest/gtest.h"

namespace hf::abi {
namespace {

constexpr uint64_t kError = ~uint64_t{0};
constexpr uint32_t kSecondary = 2;

class DispatchTest : public testing::Test {
 protected:
  // Makes a call; the handlers' notes are in `context`.
  uint64_t Call(uint32_t caller, uint64_t x0, uint64_t x1 = 0, uint64_t x2 = 0, uint64_t x3 = 0) {
    context = {};
    return Dispatch(context, caller, x1, x2, x3, x0, level);
  }

  CallContext context;
  Level level = Level::k1_1;
};

TEST_F(DispatchTest, EachNumberReachesItsHandler) {
  EXPECT_EQ(Call(kSecondary, 0xff00), 0x80000001u);
  EXPECT_EQ(context.handler, "VmGetId");
  EXPECT_EQ(Call(kSecondary, 0xff01), 3u);
  EXPECT_EQ(context.handler, "VmGetCount");
  EXPECT_EQ(Call(kPrimaryVmId, 0xff02, 1), kError);
  EXPECT_EQ(context.handler, "VcpuGetCount");
  EXPECT_EQ(Call(kPrimaryVmId, 0xff03, 1), 0x12345678'9abc'00'03u);
  EXPECT_EQ(context.handler, "VcpuRun");
  EXPECT_EQ(Call(kSecondary, 0xff04), 0u);
  EXPECT_EQ(context.handler, "VcpuYield");
  EXPECT_EQ(Call(kSecondary, 0xff05, 0x1000, 0x2000), 1u);
  EXPECT_EQ(context.handler, "VmConfigure");
  EXPECT_EQ(Call(kSecondary, 0xff06, 1), 0xffffu);
  EXPECT_EQ(context.handler, "MailboxSend");
  EXPECT_EQ(Call(kSecondary, 0xff07), 0x1000'00000005u);
  EXPECT_EQ(context.handler, "MailboxReceive");
  EXPECT_EQ(Call(kSecondary, 0xff08), 0u);
  EXPECT_EQ(context.handler, "MailboxClear");
  EXPECT_EQ(Call(kSecondary, 0xff09), kError);
  EXPECT_EQ(context.handler, "MailboxWritableGet");
  EXPECT_EQ(Call(kPrimaryVmId, 0xff0a, 1), 4u);
  EXPECT_EQ(context.handler, "MailboxWaiterGet");
  EXPECT_EQ(Call(kSecondary, 0xff0b, 63, 1), 0u);
  EXPECT_EQ(context.handler, "InterruptEnable");
  EXPECT_EQ(Call(kSecondary, 0xff0c), 0xffffffffu) << "not extended by its sign";
  EXPECT_EQ(context.handler, "InterruptGet");
  EXPECT_EQ(Call(kSecondary, 0xff0d, kSecondary, 1, 63), 1u);
  EXPECT_EQ(context.handler, "InterruptInject");
  EXPECT_EQ(Call(kSecondary, 0xff0e, uint64_t{1} << 32 | 2, 0x3000, 0x2000), kError);
  EXPECT_EQ(context.handler, "ShareMemory");
  EXPECT_EQ(context.values[0], 1u);
  EXPECT_EQ(context.values[1], 2u);
  EXPECT_EQ(context.values[2], 0x3000u);
  EXPECT_EQ(context.values[3], 0x2000u);
  EXPECT_EQ(Call(kSecondary, 0xff0f), 0x1234'5678u);
  EXPECT_EQ(context.handler, "AbiVersion");
}

TEST_F(DispatchTest, TheNumberIsInTheLow32BitsWithoutBit30) {
  for (uint64_t x0 : {0xff01ull, 0x4000ff01ull, 0xffffffff0000ff01ull, 0x123456784000ff01ull}) {
    EXPECT_EQ(Call(kSecondary, x0), 3u) << std::hex << x0;
    EXPECT_EQ(context.handler, "VmGetCount");
  }
}

TEST_F(DispatchTest, UnknownNumbersAreErrorsAndReachNobody) {
  for (uint64_t x0 : {0ull, 1ull, 0xfeffull, 0xff7full, 0xff11ull, 0xffffull, 0x1ff01ull,
                      0x8000ff01ull, 0x2000ff01ull, 0xffffffffull, 0xff01'00000000ull}) {
    EXPECT_EQ(Call(kPrimaryVmId, x0), kError) << std::hex << x0;
    EXPECT_EQ(context.handler, "") << std::hex << x0;
  }
}

TEST_F(DispatchTest, ArgumentsAreTakenFromTheLowBits) {
  Call(kPrimaryVmId, 0xff03, 0xdeadbeef'00000003, 0xdeadbeef'00010000);
  EXPECT_EQ(context.values[0], 3u);
  EXPECT_EQ(context.values[1], 0x10000u) << "a vCPU beyond 16 bits is absent, not vCPU 0";
  Call(kSecondary, 0xff06, 0xffffffff'00000001, 4096, uint64_t{1} << 63);
  EXPECT_EQ(context.values[0], 1u);
  EXPECT_EQ(context.values[1], 4096u);
  EXPECT_EQ(context.values[2], 1u) << "a boolean is true when any bit is set";
  Call(kSecondary, 0xff06, 1, 0, 0);
  EXPECT_EQ(context.values[2], 0u);
}

TEST_F(DispatchTest, CallsOfThePrimaryAreDeniedToOthers) {
  EXPECT_EQ(Call(kSecondary, 0xff02, 1), kError);
  EXPECT_EQ(context.handler, "");
  EXPECT_EQ(Call(kSecondary, 0xff0a, 1), kError);
  EXPECT_EQ(context.handler, "");
  EXPECT_EQ(Call(kSecondary, 0xff03, 1, 0), VcpuRunReturn::WaitForInterrupt().Encode());
  EXPECT_EQ(context.handler, "");
}

TEST_F(DispatchTest, CallsOfSecondariesAreDeniedToThePrimary) {
  EXPECT_EQ(Call(kPrimaryVmId, 0xff07, 1), 0xffffffffu);
  EXPECT_EQ(context.handler, "");
}

TEST_F(DispatchTest, RowsOfArgumentsAloneAreAnswered) {
  EXPECT_EQ(Call(kPrimaryVmId, 0xff03, kPrimaryVmId, 0),
            VcpuRunReturn::WaitForInterrupt().Encode());
  EXPECT_EQ(context.handler, "");
  EXPECT_EQ(Call(kPrimaryVmId, 0xff04), 0u);
  EXPECT_EQ(context.handler, "");
  EXPECT_EQ(Call(kSecondary, 0xff05, 0x1000, 0x1000), kError);
  EXPECT_EQ(context.handler, "");
  EXPECT_EQ(Call(kSecondary, 0xff06, 1, 4097), kError);
  EXPECT_EQ(context.handler, "");
  EXPECT_EQ(Call(kSecondary, 0xff06, 1, uint64_t{1} << 32), kError) << "sizes have 64 bits";
  EXPECT_EQ(context.handler, "");
  EXPECT_EQ(Call(kSecondary, 0xff06, kSecondary, 1), kError);
  EXPECT_EQ(context.handler, "");
  for (const uint64_t intid : {64ull, 1ull << 31, 0xffffffffull}) {
    EXPECT_EQ(Call(kSecondary, 0xff0b, intid, 1), kError);
    EXPECT_EQ(context.handler, "");
    EXPECT_EQ(Call(kPrimaryVmId, 0xff0d, 1, 0, intid), kError);
    EXPECT_EQ(context.handler, "");
  }
  EXPECT_EQ(Call(kSecondary, 0xff0d, kSecondary + 1, 0, 1), kError) << "another VM";
  EXPECT_EQ(Call(kSecondary, 0xff0d, kPrimaryVmId, 0, 1), kError);
  EXPECT_EQ(context.handler, "");
  EXPECT_EQ(Call(kSecondary, 0xff0e, uint64_t{1} << 32, 0x3000, 0), kError);
  EXPECT_EQ(context.handler, "");
  EXPECT_EQ(Call(kSecondary, 0xff0e, uint64_t{1} << 32 | 3, 0x3000, 0x1000), kError);
  EXPECT_EQ(context.handler, "");
  EXPECT_EQ(Call(kSecondary, 0xff0e, uint64_t{kSecondary} << 32, 0x3000, 0x1000), kError);
  EXPECT_EQ(context.handler, "");
}

}  // namespace
}  // namespace hf::abi
