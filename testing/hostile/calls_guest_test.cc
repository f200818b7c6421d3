// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Calls that are not the caller's to make, and what every call leaves in the registers: cases 17
// and 25 of the security model.

#include <hf/abi.h>

#include <cstring>

#include "testing/guest/services.h"
#include "testing/guest/show.h"
#include "testing/guest/test.h"
#include "testing/hostile/attack.h"
#include "testing/hostile/registers.h"

namespace hf::hostile {
namespace {

using guest::RunCode;
using guest::VmId;

constexpr uint64_t kMinusOne = ~uint64_t{0};
constexpr VmId kCaller = test::Service("attacker_1");
constexpr VmId kOther = test::Service("attacker_2");
constexpr uint64_t kJunk = 0xabcdef0000000000;

uint64_t ResultFor(VmId vm, const uint64_t (&x)[4]) {
  Command command{Op::kCall, {}};
  for (int i = 0; i < 4; ++i) command.x[i] = x[i];
  const auto answer = Ask(vm, command);
  if (!answer) return 0xdead;
  EXPECT_EQ(answer->wrong, 0);
  return answer->x[0];
}

TEST(ASecondary, MayNotMakeThePrimarysCalls) {
  for (const uint64_t vm : {uint64_t{0}, uint64_t{1}, uint64_t{2}, kMinusOne}) {
    EXPECT_EQ(ResultFor(kCaller, {HF_VCPU_GET_COUNT, vm}), kMinusOne);
    EXPECT_EQ(ResultFor(kCaller, {HF_MAILBOX_WAITER_GET, vm}), kMinusOne);
    // vcpu_run has no error: nothing runs.
    EXPECT_EQ(ResultFor(kCaller, {HF_VCPU_RUN, vm}), HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
  }
  ExpectAlive(kOther);
}

TEST(ASecondary, HasNoPsci) {
  // SYSTEM_OFF, SYSTEM_RESET, CPU_OFF, CPU_ON of 32 and 64 bits, VERSION, SMCCC_VERSION.
  for (const uint64_t number : {0x84000008, 0x84000009, 0x84000002, 0x84000003, 0x84000000}) {
    EXPECT_EQ(ResultFor(kCaller, {number, 1, 0x40200000, 0}), kMinusOne);
  }
  EXPECT_EQ(ResultFor(kCaller, {0xc4000003, 1, 0x40200000, 0}), kMinusOne);
  EXPECT_EQ(ResultFor(kCaller, {0x80000000}), kMinusOne);
  ExpectAlive(kOther);
}

TEST(ThePrimary, MayNotMakeASecondarysCalls) {
  const auto none = CallAndCompare({HF_MAILBOX_RECEIVE, 1});
  EXPECT_EQ(none.x[0], HF_INVALID_VM_ID);
  EXPECT_EQ(none.wrong, 0);
}

// The numbers below, of and above the calls, with arguments that hardly any of them likes, and
// wider than they count. Left out is what would block, or send a message that nobody understands.
constexpr uint64_t kArguments[] = {0, 1, 3, 99, kJunk | 2, kMinusOne};
constexpr uint64_t kFirstNumber = HF_VM_GET_ID - 1;
constexpr uint64_t kLastNumber = HF_SHARE_MEMORY + 3;

TEST(Registers, ASecondarysSurviveEveryCall) {
  for (uint64_t number = kFirstNumber; number <= kLastNumber; ++number) {
    for (const uint64_t a : kArguments) {
      for (const uint64_t b : {uint64_t{5}, kMinusOne}) {
        if (number == HF_MAILBOX_RECEIVE && a != 0) continue;
        if (number == HF_MAILBOX_SEND && b <= HF_MAILBOX_SIZE) continue;
        const auto answer = Ask(kCaller, {Op::kCall, {number, a, b, b}});
        ASSERT_TRUE(answer.has_value());
        EXPECT_EQ(answer->wrong, 0);
      }
    }
  }
}

// The answer of an attacker that was told to make a call, after another one has run.
void ExpectUnchanged(VmId vm) {
  const auto message = test::Receive(vm);
  ASSERT_TRUE(message.has_value());
  Answer answer;
  ASSERT_EQ(message->bytes.size(), sizeof(answer));
  std::memcpy(&answer, message->bytes.data(), sizeof(answer));
  EXPECT_EQ(answer.x[0], 0);
  EXPECT_EQ(answer.wrong, 0);
}

TEST(Registers, ASecondarysSurviveOthers) {
  for (int i = 0; i < 20; ++i) {
    for (const VmId vm : {kCaller, kOther}) {
      ASSERT_TRUE(Tell(vm, {Op::kCall, {HF_VCPU_YIELD}}));
      ASSERT_EQ(guest::VcpuRun(vm, {0}).code(), RunCode::kYield);
    }
    ExpectUnchanged(kCaller);
    ExpectUnchanged(kOther);
  }
}

TEST(Registers, ThePrimarysSurviveEveryCall) {
  for (uint64_t number = kFirstNumber; number <= kLastNumber; ++number) {
    for (const uint64_t a : kArguments) {
      for (const uint64_t b : {uint64_t{5}, kMinusOne}) {
        if (number == HF_MAILBOX_SEND && b <= HF_MAILBOX_SIZE) continue;
        EXPECT_EQ(CallAndCompare({number, a, b, b}).wrong, 0);
      }
    }
  }
}

TEST(Registers, ThePrimarysSurviveASecondary) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(Tell(kOther, {Op::kCall, {HF_VCPU_YIELD}}));
    const auto result = CallAndCompare({HF_VCPU_RUN, kOther.value, 0});
    EXPECT_EQ(result.x[0], HF_VCPU_RUN_YIELD);
    EXPECT_EQ(result.wrong, 0);
    ASSERT_TRUE(test::Receive(kOther).has_value());
  }
}

}  // namespace
}  // namespace hf::hostile
