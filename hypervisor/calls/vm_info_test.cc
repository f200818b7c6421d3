// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What holds for every hypercall, by way of the calls that change nothing: numbers, argument
// widths, registers; and those calls themselves.

#include <gtest/gtest.h>

#include <cstring>

#include "hypervisor/testing/snapshot.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::Call;

constexpr uint64_t kMinusOne = ~uint64_t{0};
constexpr uint64_t kUpper = 0xabcdef01'00000000;  // ignored in arguments of 32 bits

class CallsTest : public testing::Test {
 protected:
  TestSystem t_{WithSecondaries({{.vcpus = 3}, {}})};
};

TEST_F(CallsTest, VmGetId) {
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVmGetId), 0u);
  t_.Run(2);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVmGetId), 2u);
}

TEST_F(CallsTest, VmGetCount) {
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVmGetCount), 3u);
  t_.Run(1);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVmGetCount), 3u);
}

TEST_F(CallsTest, VcpuGetCount) {
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuGetCount, 0), 2u);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuGetCount, 1), 3u);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuGetCount, 2), 1u);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuGetCount, kUpper | 1), 3u);
  for (const uint64_t absent : {uint64_t{3}, uint64_t{15}, uint64_t{16}, uint64_t{0x80000001},
                                uint64_t{abi::kInvalidVmId}, kMinusOne}) {
    EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuGetCount, absent), kMinusOne) << absent;
  }
  t_.Run(1);
  for (uint64_t vm = 0; vm < 4; ++vm) {
    EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuGetCount, vm), kMinusOne) << vm;
  }
}

TEST_F(CallsTest, UnknownNumbers) {
  constexpr uint64_t kNumbers[] = {0,          1,          0xfeff,     0xff0f,     0xffff,
                                   0x1ff00,    0x7fffffff, 0x8000ff00, 0xffffffff, 0x2000ff00,
                                   0x84000000, 0xc4000003, kMinusOne};
  t_.Run(1);  // for the primary some are PSCI's
  for (const uint64_t number : kNumbers) {
    EXPECT_EQ(CallWithoutEffect(t_, static_cast<Call>(number)), kMinusOne) << number;
  }
  t_.Exit(Interrupt());
  for (const uint64_t number : {0xfeff, 0xff0f, 0x1ff00}) {
    EXPECT_EQ(CallWithoutEffect(t_, static_cast<Call>(number)), kMinusOne) << number;
  }
}

TEST_F(CallsTest, OfTheNumber32BitsCountWithoutBit30) {
  t_.Run(2);
  for (const uint64_t number :
       {uint64_t{0xff00}, uint64_t{0x4000ff00}, kUpper | 0xff00, kUpper | 0x4000ff00}) {
    EXPECT_EQ(t_.CallOn(0, number), 2u) << number;
  }
}

TEST_F(CallsTest, NoRegisterButX0ToX3Changes) {
  t_.Run(1);
  arch::Registers& r = t_.on().registers;
  const auto fill = [&r] {
    auto* words = reinterpret_cast<uint64_t*>(&r);
    for (size_t i = 0; i < sizeof(r) / 8; ++i) words[i] = 0x5a5a0000 + i;
  };
  for (const uint64_t number :
       {uint64_t{0xff00}, uint64_t{0xff01}, uint64_t{0xff05}, uint64_t{0xff06}, uint64_t{0xff07},
        uint64_t{0xff08}, uint64_t{0xff0e}, uint64_t{0x12345678}}) {
    fill();
    arch::Registers expected = r;
    r.x[1] = 0;  // not a blocking receive
    const uint64_t result = t_.CallOn(0, number);
    expected.x[0] = result;
    expected.x[1] = expected.x[2] = expected.x[3] = 0;
    EXPECT_EQ(&t_.on().registers, &r);
    EXPECT_EQ(std::memcmp(&expected, &r, sizeof(r)), 0) << number;
  }
}

TEST_F(CallsTest, HvcWithAnotherImmediateIsNoCall) {
  for (const bool primary : {true, false}) {
    if (!primary) t_.Run(1);
    for (const int immediate : {1, 0x4a48, 0xffff}) {
      arch::Registers& r = t_.on().registers;
      r.x[0] = 0xff01;
      const uint64_t pc = r.pc;
      t_.Exit(Hvc(static_cast<uint16_t>(immediate)));
      EXPECT_EQ(r.x[0], kMinusOne);
      EXPECT_EQ(r.pc, pc);  // the CPU has advanced it
    }
  }
}

}  // namespace
}  // namespace hf::test
