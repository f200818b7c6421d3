// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// How much a VM may say.

#include "hypervisor/vm/console_line.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "hypervisor/arch/host/machine.h"

namespace hf {
namespace {

class ConsoleLineTest : public testing::Test {
 protected:
  static constexpr size_t kBurst = ConsoleLine::kPrinted.burst;
  static constexpr size_t kPerSecond = ConsoleLine::kPrinted.per_second;

  void Print(const std::string& text, int times = 1, uint32_t vm_id = 3) {
    for (int i = 0; i < times; ++i) {
      for (const char c : text) (vm_id == 3 ? line_ : other_).Put(vm_id, c);
    }
  }
  std::string Take() { return machine_.TakeConsole(); }
  void Wait(uint64_t seconds) { machine_.now += seconds * machine_.counter_frequency; }
  static size_t CountOf(const std::string& what, const std::string& text) {
    size_t n = 0;
    for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; ++at) ++n;
    return n;
  }

  host::Machine machine_{{}};
  ConsoleLine line_;
  ConsoleLine other_;
};

TEST_F(ConsoleLineTest, ThousandsOfLinesAtOnce) {
  Print("a line of a test suite that says a good deal: 0123456789\n", 4000);
  const std::string console = Take();
  EXPECT_EQ(CountOf("\n", console), 4000u);
  EXPECT_EQ(CountOf("vm 3: ", console), 4000u);
}

TEST_F(ConsoleLineTest, AMillionLinesAreBounded) {
  Print("flood\n", 1000000);
  const std::string console = Take();
  EXPECT_LE(console.size(), kBurst + 100);
  const size_t printed = CountOf("vm 3: flood\n", console);
  EXPECT_EQ(printed, kBurst / 12);
  // That lines are lost is said at once, and how many as soon as one is printed again.
  const std::string end = "vm 3: flood\nhafnia: VM 3 says too much: lines are dropped\n";
  EXPECT_EQ(console.substr(console.size() - end.size()), end);
  Wait(1);
  Print("again\n");
  EXPECT_EQ(Take(),
            "hafnia: VM 3: " + std::to_string(1000000 - printed) + " lines dropped\nvm 3: again\n");
  Print("and again\n");
  EXPECT_EQ(Take(), "vm 3: and again\n");
}

// However fast it prints, and for however long.
TEST_F(ConsoleLineTest, ASustainedFloodIsBounded) {
  size_t size = 0;
  constexpr int kSeconds = 100;
  for (int i = 0; i < kSeconds * 10; ++i) {
    Print("flood of longer lines, to be quicker: 0123456789012345678901234567890123\n", 1000);
    size += Take().size();
    machine_.now += machine_.counter_frequency / 10;
  }
  // What EL2 says of it itself is two lines a second.
  EXPECT_LE(size, kBurst + kSeconds * (kPerSecond + 200));
  EXPECT_GE(size, kBurst + (kSeconds - 1) * kPerSecond);
}

TEST_F(ConsoleLineTest, ABudgetIsTheVmsOwn) {
  Print("flood\n", 1000000);
  Take();
  Print("quiet\n", 1, 4);
  EXPECT_EQ(Take(), "vm 4: quiet\n");
}

// A line that is longer than what came back waits; nothing is printed in crumbs.
TEST_F(ConsoleLineTest, AfterAFloodASecondIsQuiet) {
  Print("flood\n", 1000000);
  Take();
  machine_.now += machine_.counter_frequency * 9 / 10;
  Print("x\n");
  EXPECT_EQ(Take(), "");
  machine_.now += machine_.counter_frequency / 10;
  Print("y\n");
  EXPECT_EQ(CountOf("vm 3: y\n", Take()), 1u);
}

// The end of a VM: its last words appear, and how many are missing before them.
TEST_F(ConsoleLineTest, TheEndIsAlwaysToldOf) {
  Print("flood\n", 1000000);
  Take();
  Print("last words");
  line_.Flush(3);
  const std::string console = Take();
  EXPECT_EQ(CountOf(" lines dropped\nvm 3: last words\n", console), 1u) << console;
  line_.Flush(3);
  EXPECT_EQ(Take(), "");
}

TEST_F(ConsoleLineTest, LongLinesArePrintedInParts) {
  Print(std::string(160, 'z'));
  EXPECT_EQ(Take(), "");
  Print("z\n");
  EXPECT_EQ(Take(), "vm 3: " + std::string(160, 'z') + "\nvm 3: z\n");
}

}  // namespace
}  // namespace hf
