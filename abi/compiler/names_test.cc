// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "abi/compiler/names.h"

#include "gtest/gtest.h"

namespace hf::idl {
namespace {

TEST(NamesTest, Conversions) {
  EXPECT_EQ(SnakeCase("VcpuRun"), "vcpu_run");
  EXPECT_EQ(UpperSnakeCase("VcpuRun"), "VCPU_RUN");
  EXPECT_EQ(CamelCase("WAIT_FOR_INTERRUPT"), "WaitForInterrupt");
  EXPECT_EQ(CamelCase("wake_up"), "WakeUp");
}

}  // namespace
}  // namespace hf::idl
