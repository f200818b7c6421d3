// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The report of an abort: what it shows, and what it must not.

#include "hypervisor/exits/report.h"

#include <gtest/gtest.h>

#include <sstream>
#include <vector>

#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::Call;

class ReportTest : public testing::Test {
 protected:
  ReportTest() { t_.Run(2); }

  // The lines that the console shows when the VM that runs leaves by this exit.
  std::vector<std::string> Report(const arch::Exit& exit) {
    t_.machine().TakeConsole();
    t_.Exit(exit);
    std::istringstream console(t_.machine().TakeConsole());
    std::vector<std::string> lines;
    for (std::string line; std::getline(console, line);) lines.push_back(line);
    return lines;
  }
  uint64_t Unknown(uint64_t number, uint64_t x1) { return t_.CallOn(0, number, x1, 2, 3); }

  TestSystem t_{WithSecondaries({{}, {.vcpus = 2}})};
};

TEST_F(ReportTest, ShowsTheVmsRegisters) {
  arch::Registers& r = t_.on().registers;
  for (uint64_t i = 0; i < r.x.size(); ++i) r.x[i] = i << 32 | 0xabc;
  r.pc = 0x1234;
  // They are in hardware: of what was saved before, nothing is shown.
  arch::El1Registers& el1 = t_.el1();
  uint64_t value = 0x100;
  for (uint64_t* field : {&el1.sp_el0, &el1.sp_el1, &el1.elr, &el1.spsr, &el1.esr, &el1.far,
                          &el1.vbar, &el1.sctlr, &el1.ttbr0, &el1.ttbr1, &el1.tcr}) {
    *field = value++;
  }
  const auto lines = Report(DataAbort{.ipa = 0x40001238,
                                      .write = true,
                                      .access = Access{.size = 2, .rt = 7},
                                      .va = 0xffff000000001238}
                                .exit());
  const auto line = [](const char* text) { return "hafnia: VM 2 vCPU 0 " + std::string(text); };
  const std::vector<std::string> wanted = {
      line("aborted: data abort writing 0x40001238: translation fault at pc 0x1234"),
      line("on CPU 0 EL1 DAIF pstate 0x3c5 syndrome 0x93470047 va 0xffff000000001238 level "
           "3 bytes 2 x7"),
      line("x0 0xabc x1 0x100000abc x2 0x200000abc x3 0x300000abc x4 0x400000abc x5 "
           "0x500000abc"),
      line("x6 0x600000abc x7 0x700000abc x8 0x800000abc x9 0x900000abc x10 0xa00000abc x11 "
           "0xb00000abc"),
      line("x12 0xc00000abc x13 0xd00000abc x14 0xe00000abc x15 0xf00000abc x16 "
           "0x1000000abc x17 0x1100000abc"),
      line("x18 0x1200000abc x19 0x1300000abc x20 0x1400000abc x21 0x1500000abc x22 "
           "0x1600000abc x23 0x1700000abc"),
      line("x24 0x1800000abc x25 0x1900000abc x26 0x1a00000abc x27 0x1b00000abc x28 "
           "0x1c00000abc x29 0x1d00000abc"),
      line("x30 0x1e00000abc sp_el0 0x100 sp_el1 0x101 elr_el1 0x102 spsr_el1 0x103 esr_el1 "
           "0x104"),
      line("far_el1 0x105 vbar_el1 0x106 sctlr_el1 0x107 ttbr0_el1 0x108 ttbr1_el1 0x109 "
           "tcr_el1 0x10a"),
  };
  EXPECT_EQ(lines, wanted);
  // What it had in hardware is what was saved when the CPU was handed over.
  EXPECT_EQ(t_.vcpu(2, 0).registers.el1.tcr, 0x10au);
}

TEST_F(ReportTest, ShowsTheLastCalls) {
  t_.Configure();
  Unknown(0x1'0000'1234, 0x11);
  t_.Call(Call::kVmGetId, 0x12);
  t_.Call(Call::kMailboxSend, 1, 4097, 1);
  t_.Call(Call::kVcpuYield, 0x13);
  t_.Run(2);
  const auto lines = Report(SError());
  ASSERT_EQ(lines.size(), 9u + CallHistory::kCapacity);
  EXPECT_EQ(lines[0], "hafnia: VM 2 vCPU 0 aborted: SError at pc " + lines[0].substr(42));
  EXPECT_EQ(lines[9], "hafnia: VM 2 vCPU 0 call 2: 0x1234 ? 0x11 0x2 0x3 -> 0xffffffffffffffff");
  EXPECT_EQ(lines[10], "hafnia: VM 2 vCPU 0 call 3: 0xff00 vm_get_id 0x12 0x0 0x0 -> 0x2");
  EXPECT_EQ(lines[11],
            "hafnia: VM 2 vCPU 0 call 4: 0xff06 mailbox_send 0x1 0x1001 0x1 -> 0xffffffffffffffff");
  EXPECT_EQ(lines[12], "hafnia: VM 2 vCPU 0 call 5: 0xff04 vcpu_yield 0x13 0x0 0x0 -> left");
}

// Of another vCPU, or VM, nothing is shown.
TEST_F(ReportTest, ShowsCallsOfItsOwnVcpuOnly) {
  t_.vm(2).state().Lock()->vcpus[1] = abi::VcpuState::kReady;
  t_.Call(Call::kVmGetId);
  t_.Exit(Interrupt());
  t_.Run(2, 1);
  t_.Call(Call::kVmGetCount);
  const auto lines = Report(DataAbort{.ipa = 0}.exit());
  ASSERT_EQ(lines.size(), 10u);
  EXPECT_EQ(lines[9], "hafnia: VM 2 vCPU 1 call 1: 0xff01 vm_get_count 0x0 0x0 0x0 -> 0x3");
}

TEST(Report, SaysInWhichStateTheVmWas) {
  struct {
    uint64_t pstate;
    const char* words;
  } constexpr kStates[] = {{0, "EL0 ----"},
                           {0x3c4, "EL1 DAIF"},
                           {0x85, "EL1 --I-"},
                           {0x240, "EL0 D--F"},
                           {0x110, "EL0 AArch32 -A--"}};
  for (const auto& [pstate, words] : kStates) {
    TestSystem t(WithSecondaries({{}}));
    t.Run(1);
    t.on().registers.pstate = pstate;
    t.Exit(SError());
    const std::string wanted = std::string("hafnia: VM 1 vCPU 0 on CPU 0 ") + words + " pstate 0x";
    EXPECT_NE(t.machine().TakeConsole().find("\n" + wanted), std::string::npos) << wanted;
  }
}

TEST_F(ReportTest, HasNoAddressThatIsNotKnown) {
  const auto lines =
      Report(DataAbort{.status = 0x10 | 1 << 10, .va = 0xabcd, .ipa_known = false}.exit());
  for (const std::string& line : lines) EXPECT_EQ(line.find("0xabcd"), std::string::npos) << line;
}

// The largest numbers everywhere: no line is cut.
TEST(Report, LinesOfAnyValuesAreWhole) {
  TestSystem t(WithSecondaries(std::vector<Secondary>(15, {.memory = 2 * kPageSize})));
  t.Run(15);
  arch::Registers& r = t.on().registers;
  constexpr uint64_t kAll = ~uint64_t{0};
  for (int i = 0; i < 5; ++i) t.CallOn(0, kAll, kAll, kAll, kAll);
  r.x.fill(kAll);
  r.pc = kAll;
  auto* el1 = reinterpret_cast<uint64_t*>(&t.el1());
  for (size_t i = 0; i < sizeof(arch::El1Registers) / 8; ++i) el1[i] = kAll;
  t.Exit(DataAbort{.ipa = kAll, .access = Access{.size = 8, .rt = 31, .is_64bit = true}}.exit());
  std::istringstream console(t.machine().TakeConsole());
  size_t registers = 0;
  for (std::string line; std::getline(console, line);) {
    EXPECT_LT(line.size(), 200u);
    if (line.find(" sp_el1 ") != std::string::npos || line.find(" tcr_el1 ") != std::string::npos) {
      ++registers;
      EXPECT_EQ(line.substr(line.size() - 19), " 0xffffffffffffffff");
    }
  }
  EXPECT_EQ(registers, 2u);
}

}  // namespace
}  // namespace hf::test
