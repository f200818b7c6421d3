// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Exits that are neither calls nor memory aborts: WFI, interrupts, SError, trapped registers, and
// whatever else.

#include "hypervisor/arch/exit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::VcpuRunReturn;
using abi::VcpuState;

const uint64_t kAborted = VcpuRunReturn::Aborted().Encode();

class HandleExitTest : public testing::Test {
 protected:
  TestSystem t_{WithSecondaries({{.vcpus = 2}, {}})};
};

TEST_F(HandleExitTest, WfiBlocksAndContinuesAfterIt) {
  t_.Run(1);
  const uint64_t pc = t_.on().registers.pc;
  t_.Exit(Wfi());
  EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
  EXPECT_EQ(t_.x0(), VcpuRunReturn::WaitForInterrupt().Encode());
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kBlockedInterrupt);
  EXPECT_EQ(t_.vcpu(1, 0).registers.pc, pc + 4);
}

TEST_F(HandleExitTest, AnInterruptIsThePrimarys) {
  t_.Run(1);
  const uint64_t pc = t_.on().registers.pc;
  t_.Exit(Interrupt());
  EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
  EXPECT_EQ(t_.x0(), VcpuRunReturn::Preempted().Encode());
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kReady);
  EXPECT_EQ(t_.vcpu(1, 0).registers.pc, pc);
}

TEST_F(HandleExitTest, SErrorAborts) {
  t_.Run(1);
  t_.Exit(SError());
  EXPECT_EQ(t_.x0(), kAborted);
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kAborted);
  EXPECT_NE(t_.machine().TakeConsole().find("VM 1 vCPU 0 aborted: SError at pc 0x"),
            std::string::npos);
}

// The classes that are instructions which a secondary is not offered (Arm ARM D17.2.37).
constexpr uint64_t kRefused[] = {0x00, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a,
                                 0x0c, 0x14, 0x18, 0x19, 0x1a, 0x1b, 0x1d, 0x27, 0x2d};

// An instruction that is not offered is undefined. Whatever else is not handled ends a secondary,
// and gives the primary an undefined instruction. Nothing panics.
TEST(EveryExceptionClass, IsAnswered) {
  for (uint64_t ec = 0; ec < 64; ++ec) {
    const bool handled = ec == 0x01 || ec == 0x16 || ec == 0x17 || ec == 0x20 || ec == 0x24;
    if (handled) continue;
    SCOPED_TRACE(ec);
    TestSystem t(WithSecondaries({{}}));
    t.el1().vbar = 0x5000'0000;
    t.Exit(Exception(ec, 0x3f'ffff));
    EXPECT_EQ(&t.on(), &t.vcpu(0, 0));
    EXPECT_EQ(t.on().registers.pc, 0x5000'0200u);
    EXPECT_EQ(t.el1().esr, 0x0200'0000u);
    EXPECT_EQ(t.machine().TakeConsole(), "");
    t.Run(1);
    t.el1().vbar = 0x6000'0000;
    t.Exit(Exception(ec, 0x3f'ffff));
    if (std::find(std::begin(kRefused), std::end(kRefused), ec) != std::end(kRefused)) {
      EXPECT_EQ(&t.on(), &t.vcpu(1, 0));
      EXPECT_EQ(t.on().registers.pc, 0x6000'0200u);
      EXPECT_EQ(t.el1().esr, 0x0200'0000u);
      EXPECT_EQ(t.machine().TakeConsole(), "");
      continue;
    }
    EXPECT_EQ(&t.on(), &t.vcpu(0, 0));
    EXPECT_EQ(t.x0(), kAborted);
    EXPECT_EQ(t.machine().TakeConsole().rfind("hafnia: VM 1 vCPU 0 aborted: ", 0), 0u);
  }
}

TEST_F(HandleExitTest, TheActlrAndTheGicReadZero) {
  t_.Run(1);
  arch::Registers& r = t_.on().registers;
  const auto access = [&](const arch::Exit& exit) {
    const uint64_t pc = r.pc;
    r.x[9] = 99;
    t_.Exit(exit);
    EXPECT_EQ(&t_.on(), &t_.vcpu(1, 0));
    EXPECT_EQ(r.pc, pc + 4);
    return r.x[9];
  };
  EXPECT_EQ(access(SystemRegister(3, 0, 1, 0, 1, true, 9)), 0u);  // ACTLR_EL1
  EXPECT_EQ(access(SystemRegister(3, 0, 1, 0, 1, false, 9)), 99u);
  EXPECT_EQ(access(SystemRegister(3, 0, 12, 12, 4, true, 9)), 0u);  // ICC_CTLR_EL1
  EXPECT_EQ(access(SystemRegister(3, 0, 12, 12, 4, false, 9)), 99u);
  EXPECT_EQ(access(SystemRegister(3, 0, 4, 6, 0, true, 9)), 0u);      // ICC_PMR_EL1
  EXPECT_EQ(access(SystemRegister(3, 0, 12, 11, 5, false, 9)), 99u);  // ICC_SGI1R_EL1
  EXPECT_EQ(access(SystemRegister(3, 0, 12, 12, 0, true, 31)), 99u);  // to XZR
}

TEST_F(HandleExitTest, IdRegistersReadWhatIsOffered) {
  auto& ids = t_.machine().offered_ids;
  for (size_t i = 0; i < ids.size(); ++i) ids[i] = 0xabcd'0000'0000'0000 | i;
  t_.Run(1);
  arch::Registers& r = t_.on().registers;
  for (unsigned i = 0; i < ids.size(); ++i) {
    const uint64_t pc = r.pc;
    t_.Exit(SystemRegister(3, 0, 0, 1 + i / 8, i % 8, true, i % 31));
    EXPECT_EQ(r.x[i % 31], 0xabcd'0000'0000'0000 | i);
    EXPECT_EQ(r.pc, pc + 4);
  }
}

// From each place that it can be at, with what the CPU itself would have left in its registers.
TEST_F(HandleExitTest, OtherRegistersAreUndefinedToASecondary) {
  constexpr struct {
    uint64_t pstate;
    uint64_t vector;
  } kFrom[] = {
      {0x6000'0004, 0x000}, {0x6000'0005, 0x200}, {0x6000'0000, 0x400}, {0x6000'0010, 0x600}};
  for (const auto& [pstate, vector] : kFrom) {
    t_.Run(1);
    arch::Registers& r = t_.on().registers;
    t_.el1().vbar = 0x5000'0000;
    r.pc = 0x4020'1000;
    r.pstate = pstate;
    r.x[9] = 99;
    t_.Exit(SystemRegister(3, 3, 9, 12, 0, true, 9));  // PMCR_EL0
    EXPECT_EQ(&t_.on(), &t_.vcpu(1, 0));
    EXPECT_EQ(r.pc, 0x5000'0000u + vector);
    EXPECT_EQ(r.pstate, 0x6000'03c5u);
    EXPECT_EQ(r.x[9], 99u);
    EXPECT_EQ(t_.el1().esr, 0x0200'0000u);
    EXPECT_EQ(t_.el1().elr, 0x4020'1000u);
    EXPECT_EQ(t_.el1().spsr, pstate);
    t_.Exit(Interrupt());
  }
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kReady);
  EXPECT_EQ(t_.machine().TakeConsole(), "");
}

// Its EL1 registers are in hardware at that time.
TEST_F(HandleExitTest, ThePrimaryGetsAnUndefinedInstruction) {
  arch::Registers& r = t_.on().registers;
  t_.el1().vbar = 0x5000'0000;
  t_.el1().ttbr0 = 0x1234'5000;
  r.pc = 0x4020'1000;
  r.pstate = 0x6000'0005;
  t_.Exit(SystemRegister(3, 0, 1, 0, 1, true, 9));
  EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
  EXPECT_EQ(r.pc, 0x5000'0200u);
  EXPECT_EQ(r.pstate, 0x6000'03c5u);
  EXPECT_EQ(t_.el1().esr, 0x0200'0000u);
  EXPECT_EQ(t_.el1().elr, 0x4020'1000u);
  EXPECT_EQ(t_.el1().spsr, 0x6000'0005u);
  EXPECT_EQ(t_.el1().ttbr0, 0x1234'5000u);
  EXPECT_EQ(t_.el1().vbar, 0x5000'0000u);
}

}  // namespace
}  // namespace hf::test
