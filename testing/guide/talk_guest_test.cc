// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include <hf/hf.h>

#include "testing/guest/services.h"
#include "testing/guest/test.h"

TEST(VmInfo, ThePrimaryIsVm0) { EXPECT_EQ(hf::guest::VmGetId(), hf::guest::kPrimaryVmId); }

TEST(Talk, EveryEchoSendsBack) {
  for (const auto echo : {hf::test::Service("echo_c"), hf::test::Service("echo_rust")}) {
    EXPECT_EQ(hf::test::Ask(echo, "hello"), "hello");
  }
}
