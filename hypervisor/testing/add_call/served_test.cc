// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The call that the copy of the IDL adds is served by the core, for the primary and for secondaries
// of its level; to those of lower levels it is unknown.

#include "gtest/gtest.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

constexpr auto kNumber = static_cast<uint64_t>(abi::Call::kVcpuGetIndex);
constexpr uint64_t kMinusOne = ~uint64_t{0};

TEST(AddCall, ItIsServed) {
  TestSystem t{WithSecondaries({{.vcpus = 3, .abi = "1.1"}, {}}, "1.1")};
  EXPECT_EQ(kNumber, 0xff10u);
  EXPECT_EQ(t.CallOn(0, kNumber), 0u);
  EXPECT_EQ(t.CallOn(1, kNumber), 1u);
  t.Run(1);
  EXPECT_EQ(t.CallOn(0, kNumber), 0u);
  EXPECT_EQ(t.CallOn(0, kNumber + 1), kMinusOne);
}

TEST(AddCall, LowerLevelsDoNotHaveIt) {
  TestSystem t{WithSecondaries({{}})};
  EXPECT_EQ(t.CallOn(0, kNumber), kMinusOne);
  t.Run(1);
  EXPECT_EQ(t.CallOn(0, kNumber), kMinusOne);
}

}  // namespace
}  // namespace hf::test
