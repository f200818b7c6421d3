// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The primary's bad accesses: answered like a bus would, with a line on the console now and then.

#include "hypervisor/exits/memory_abort.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

class PrimaryAbortTest : public testing::Test {
 protected:
  PrimaryAbortTest() {
    t_.el1().vbar = 0x5000'0000;
    t_.on().registers.pc = 0x4020'1000;
  }
  TestSystem t_{WithSecondaries({{}})};
};

TEST_F(PrimaryAbortTest, DataAbort) {
  const uint64_t secret = t_.MemoryOf(1);
  t_.Exit(test::DataAbort{
      .ipa = secret, .write = true, .access = Access{.size = 8}, .va = 0xffff'0000'0000'1000}
              .exit());
  EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
  EXPECT_EQ(t_.on().registers.pc, 0x5000'0200u);
  EXPECT_EQ(t_.on().registers.pstate, 0x3c5u);
  EXPECT_EQ(t_.el1().esr, 0x9600'0050u);
  EXPECT_EQ(t_.el1().far, 0xffff'0000'0000'1000u);
  EXPECT_EQ(t_.el1().elr, 0x4020'1000u);
  EXPECT_EQ(t_.el1().spsr, 0x3c5u);
  EXPECT_EQ(t_.machine().TakeConsole(),
            "hafnia: primary vCPU 0 writing 0x43fc0000: translation fault at pc 0x40201000; "
            "answered by an external abort\n");
  EXPECT_FALSE(t_.vm(0).aborting());
}

TEST_F(PrimaryAbortTest, FromEl0) {
  t_.on().registers.pstate = 0;
  t_.Exit(InstructionAbort(t_.image().begin().raw()));
  EXPECT_EQ(t_.on().registers.pc, 0x5000'0400u);
  EXPECT_EQ(t_.el1().esr, 0x8200'0010u);
  EXPECT_EQ(t_.el1().spsr, 0u);
}

TEST_F(PrimaryAbortTest, OnTheWalkOfItsTables) {
  t_.Exit(test::DataAbort{.ipa = t_.image().begin().raw(), .stage1_walk = true}.exit());
  EXPECT_EQ(t_.el1().esr & 0x3f, 0x17u);
  EXPECT_NE(t_.machine().TakeConsole().find(" walking a table at 0x40001000"), std::string::npos);
}

TEST_F(PrimaryAbortTest, AStaleFaultIsRetried) {
  t_.Exit(test::DataAbort{.ipa = kPrimaryKernel, .write = true}.exit());
  t_.Exit(test::DataAbort{.ipa = kUart, .write = true}.exit());
  EXPECT_EQ(t_.on().registers.pc, 0x4020'1000u);
  // But a device is not executable.
  t_.Exit(InstructionAbort(kUart, kPermissionFault | 3));
  EXPECT_EQ(t_.on().registers.pc, 0x5000'0200u);
}

TEST_F(PrimaryAbortTest, LinesAreRateLimited) {
  const auto lines = [&](int tries) {
    for (int i = 0; i < tries; ++i) {
      t_.Exit(test::DataAbort{.ipa = t_.image().begin().raw()}.exit());
      // Answered all the same.
      EXPECT_EQ(t_.el1().esr, 0x9600'0010u);
      t_.el1().esr = 0;
    }
    return t_.machine().TakeConsole();
  };
  const auto count = [](const std::string& text) {
    return static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n'));
  };
  const std::string first = lines(1000);
  EXPECT_EQ(count(first), ConsoleLine::kRefused.burst + 1) << first;
  EXPECT_NE(first.find("\nhafnia: VM 0 says too much: lines are dropped\n"), std::string::npos);
  EXPECT_EQ(lines(1000), "");
  // One more a second, and how many were not printed.
  t_.machine().now += t_.machine().counter_frequency;
  const std::string second = lines(1000);
  EXPECT_EQ(count(second), 3u) << second;
  EXPECT_EQ(second.rfind("hafnia: VM 0: 1992 lines dropped\nhafnia: primary vCPU 0 ", 0), 0u);
}

// The UART is the primary's own: nothing is emulated for it, and its page is mapped.
TEST_F(PrimaryAbortTest, HasTheRealUart) {
  EXPECT_TRUE(t_.PageOf(0, kUart).device);
  EXPECT_TRUE(t_.PageOf(0, kUart).write);
}

}  // namespace
}  // namespace hf::test
