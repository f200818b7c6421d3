// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A secondary's console: the PL011 that it sees, and the lines that come of it.

#include "hypervisor/exits/uart.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

constexpr uint64_t kFlags = kUart + 0x18;

class UartTest : public testing::Test {
 protected:
  UartTest() { t_.Run(1); }

  // An access of the VM's; true if it was emulated and the VM goes on behind it.
  bool Do(uint64_t address, bool write, const Access& access) {
    const uint64_t pc = t_.on().registers.pc;
    t_.Exit(DataAbort{.ipa = address, .write = write, .access = access}.exit());
    return t_.on().vm->id() == 1 && t_.on().registers.pc == pc + 4;
  }
  void Print(const std::string& text) {
    for (const char c : text) {
      t_.on().registers.x[3] = 0xffff'ff00 | static_cast<unsigned char>(c);
      ASSERT_TRUE(Do(kUart, true, {.size = 4, .rt = 3}));
    }
  }
  uint64_t ReadFlags(const Access& access) {
    t_.on().registers.x[access.rt] = 0x1234'5678'9abc'def0;
    EXPECT_TRUE(Do(kFlags, false, access));
    return t_.on().registers.x[access.rt];
  }
  std::string Console() { return t_.machine().TakeConsole(); }

  TestSystem t_{WithSecondaries({{}, {}})};
};

TEST_F(UartTest, WholeLinesWithTheVmsName) {
  Print("hello");
  EXPECT_EQ(Console(), "");
  Print(", world\n");
  EXPECT_EQ(Console(), "vm 1: hello, world\n");
  Print("\n\r\nx\r\n");
  EXPECT_EQ(Console(), "vm 1: \nvm 1: \nvm 1: x\n");
}

TEST_F(UartTest, OfTwoVmsDoNotMix) {
  Print("one");
  t_.Exit(Interrupt());
  t_.Run(2);
  const auto print_as_2 = [&](char c) {
    t_.on().registers.x[3] = static_cast<unsigned char>(c);
    t_.Exit(DataAbort{.ipa = kUart, .write = true, .access = Access{.rt = 3}}.exit());
  };
  for (const char c : std::string("two\n")) print_as_2(c);
  EXPECT_EQ(Console(), "vm 2: two\n");
  t_.Exit(Interrupt());
  t_.Run(1);
  Print("!\n");
  EXPECT_EQ(Console(), "vm 1: one!\n");
}

TEST_F(UartTest, ControlCharactersAreReplaced) {
  Print("a\x1b[0m\tb\x80\n");
  EXPECT_EQ(Console(), "vm 1: a?[0m?b?\n");
}

TEST_F(UartTest, ALongLineIsPrintedInParts) {
  Print(std::string(400, 'z') + "\n");
  std::string console = Console();
  EXPECT_EQ(std::count(console.begin(), console.end(), 'z'), 400);
  for (size_t at = 0; at < console.size(); at = console.find('\n', at) + 1) {
    EXPECT_EQ(console.compare(at, 7, "vm 1: z"), 0);
    EXPECT_LE(console.find('\n', at) - at, 200u);
  }
}

TEST_F(UartTest, APartialLineComesBeforeTheAbort) {
  Print("last words");
  t_.Exit(DataAbort{.ipa = 0}.exit());
  const std::string console = Console();
  EXPECT_EQ(console.rfind("vm 1: last words\nhafnia: VM 1 vCPU 0 aborted: ", 0), 0u) << console;
}

TEST_F(UartTest, WritesOfEachWidth) {
  for (const unsigned size : {1, 2, 4}) {
    for (const bool is_64bit : {false, true}) {
      t_.on().registers.x[0] = 0x1122'3344'5566'7700 | 'A';
      EXPECT_TRUE(Do(kUart, true, {.size = size, .is_64bit = is_64bit}));
    }
  }
  Print("\n");
  EXPECT_EQ(Console(), "vm 1: AAAAAA\n");
  // XZR stores a NUL.
  EXPECT_TRUE(Do(kUart, true, {.rt = 31}));
  Print("\n");
  EXPECT_EQ(Console(), "vm 1: ?\n");
}

TEST_F(UartTest, ReadsOfEachWidth) {
  for (const unsigned size : {1, 2, 4}) {
    EXPECT_EQ(ReadFlags({.size = size}), 0x90u) << size;
    EXPECT_EQ(ReadFlags({.size = size, .rt = 30, .is_64bit = true}), 0x90u) << size;
  }
  // LDRSB: bit 7 of the flags is the byte's sign.
  EXPECT_EQ(ReadFlags({.size = 1, .sign_extend = true}), 0xffff'ff90u);
  EXPECT_EQ(ReadFlags({.size = 1, .sign_extend = true, .is_64bit = true}), 0xffff'ffff'ffff'ff90u);
  EXPECT_EQ(ReadFlags({.size = 2, .sign_extend = true}), 0x90u);
  EXPECT_EQ(ReadFlags({.size = 4, .sign_extend = true, .is_64bit = true}), 0x90u);
}

TEST_F(UartTest, ReadsToXzrChangeNothing) {
  arch::Registers before = t_.on().registers;
  EXPECT_TRUE(Do(kFlags, false, {.rt = 31}));
  before.pc += 4;
  EXPECT_EQ(std::memcmp(&before, &t_.on().registers, sizeof(before)), 0);
}

TEST_F(UartTest, TheRestReadsZeroAndIgnoresWrites) {
  for (uint64_t offset = 0; offset < kPageSize; offset += 4) {
    if (offset == 0x18) continue;
    t_.on().registers.x[5] = 0x5555;
    ASSERT_TRUE(Do(kUart + offset, false, {.rt = 5}));
    EXPECT_EQ(t_.on().registers.x[5], 0u) << offset;
    if (offset == 0) continue;
    t_.on().registers.x[5] = '\n';
    ASSERT_TRUE(Do(kUart + offset, true, {.rt = 5}));
  }
  EXPECT_EQ(Console(), "");
}

TEST(Uart, WhatCannotBeEmulatedAborts) {
  const auto aborts = [](const DataAbort& abort) {
    TestSystem t(WithSecondaries({{}}));
    t.Run(1);
    t.Exit(abort.exit());
    return t.x0() == abi::VcpuRunReturn::Aborted().Encode();
  };
  EXPECT_TRUE(aborts({.ipa = kUart, .write = true}));  // a pair, or with write-back
  EXPECT_TRUE(aborts({.ipa = kUart, .write = true, .access = Access{.size = 8}}));
  EXPECT_TRUE(aborts({.ipa = kFlags, .access = Access{.size = 8, .is_64bit = true}}));
  EXPECT_TRUE(aborts({.ipa = kUart, .status = 0x21, .access = Access{}}));  // alignment
  EXPECT_TRUE(aborts({.ipa = kUart, .access = Access{}, .stage1_walk = true}));
}

TEST(Uart, ThereMayBeNone) {
  Spec spec = WithSecondaries({{}});
  spec.console = false;
  TestSystem t(spec);
  t.Run(1);
  t.Exit(DataAbort{.ipa = kUart, .write = true, .access = Access{}}.exit());
  EXPECT_EQ(t.x0(), abi::VcpuRunReturn::Aborted().Encode());
}

}  // namespace
}  // namespace hf::test
