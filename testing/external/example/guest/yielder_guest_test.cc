// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include <hf/hf.h>

#include "testing/guest/services.h"
#include "testing/guest/test.h"

namespace {

TEST(Yielder, Yields) {
  const auto result = hf::guest::VcpuRun(hf::test::Service("yielder"), {0});
  EXPECT_EQ(result.code(), hf::guest::RunCode::kYield);
}

}  // namespace
