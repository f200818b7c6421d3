// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Each way in which a case can fail. failing_test.py says what is to be seen of it.

#include "bindings/start/start.h"
#include "testing/guest/cpus.h"
#include "testing/guest/services.h"
#include "testing/guest/test.h"

namespace {

TEST(Expect, GoesOn) {
  EXPECT_EQ(uint64_t{16}, 17);
  EXPECT_TRUE(1 > 2);
  EXPECT_EQ(std::string_view("a\0\xff", 3), "b");
  EXPECT_EQ(hf::guest::Maybe<hf::guest::VmId>(), hf::guest::VmId{3});
}

TEST(Expect, AssertEndsTheCase) {
  ASSERT_LT(-1, -2);
  ADD_FAILURE("never seen");
}

TEST(Expect, GoodOnesPass) { EXPECT_EQ(1, 1); }

TEST(Expect, OnAnotherCpu) {
  hf::test::OnCpus(2, [](uint64_t cpu) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(cpu, 0);
  });
}

TEST(Expect, AServiceThatIsSilent) { hf::test::Ask(hf::test::Service("silent"), "hello"); }

TEST(Stop, Exception) { asm volatile("brk #1"); }

TEST(Stop, Panic) { guest_panic("enough"); }

TEST(Stop, PowerOff) { guest_stop(); }

TEST(Stop, GoodOnesPass) { EXPECT_EQ(1, 1); }

TEST(Hang, ForEver) {
  guest_print("hanging\n");
  for (;;) asm volatile("wfi");
}

TEST(Hang, GoodOnesPass) { EXPECT_EQ(1, 1); }

}  // namespace
