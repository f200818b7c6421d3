// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The call that the copy of the IDL adds is served by the core, for the primary and for
// secondaries.

#include "gtest/gtest.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

TEST(AddCall, ItIsServed) {
  TestSystem t{WithSecondaries({{.vcpus = 3}})};
  constexpr auto kNumber = static_cast<uint64_t>(abi::Call::kVcpuGetIndex);
  EXPECT_EQ(kNumber, 0xff10u);
  EXPECT_EQ(t.CallOn(0, kNumber), 0u);
  EXPECT_EQ(t.CallOn(1, kNumber), 1u);
  t.Run(1);
  EXPECT_EQ(t.CallOn(0, kNumber), 0u);
  EXPECT_EQ(t.CallOn(0, kNumber + 1), ~uint64_t{0});
}

}  // namespace
}  // namespace hf::test
