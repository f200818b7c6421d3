// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// PSCI of the primary, by HVC and SMC, and what a secondary's SMC gets.

#include "hypervisor/exits/psci.h"

#include <gtest/gtest.h>

#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

constexpr uint64_t kMinusOne = ~uint64_t{0};
constexpr uint64_t kSmc64 = 0x40000000;
constexpr uint64_t kVersion = 0x84000000, kCpuSuspend = 0x84000001, kCpuOff = 0x84000002,
                   kCpuOn = 0x84000003, kAffinityInfo = 0x84000004, kMigrateInfoType = 0x84000006,
                   kSystemOff = 0x84000008, kSystemReset = 0x84000009, kFeatures = 0x8400000a,
                   kSmcccVersion = 0x80000000;

Spec FourCpus() {
  Spec spec = WithSecondaries({{}});
  spec.cpus = {0, 1, 0x100, 0x1'0000'0000};
  return spec;
}

// The calls reach EL2 by either instruction.
class PsciTest : public testing::TestWithParam<bool> {
 protected:
  int64_t Psci(uint64_t x0, uint64_t x1 = 0, uint64_t x2 = 0, uint64_t x3 = 0) {
    arch::Registers& r = t_.on().registers;
    r.x[0] = x0;
    r.x[1] = x1;
    r.x[2] = x2;
    r.x[3] = x3;
    r.x[4] = 0x44;
    const uint64_t pc = r.pc;
    t_.Exit(GetParam() ? Smc() : Hvc());
    EXPECT_EQ(r.pc, GetParam() ? pc + 4 : pc);
    EXPECT_EQ(r.x[4], 0x44u);
    for (const int i : {1, 2, 3}) EXPECT_EQ(r.x[i], 0u);
    return static_cast<int64_t>(r.x[0]);
  }
  TestSystem t_{FourCpus()};
};
INSTANTIATE_TEST_SUITE_P(ByHvcAndSmc, PsciTest, testing::Bool());

TEST_P(PsciTest, Versions) {
  for (const uint64_t id : {kVersion, kVersion | kSmc64, kSmcccVersion}) {
    EXPECT_EQ(Psci(id), 0x10001) << id;
  }
  EXPECT_EQ(Psci(uint64_t{0xabcd} << 32 | kVersion), 0x10001);
  EXPECT_EQ(Psci(kMigrateInfoType), 2);
}

TEST_P(PsciTest, Features) {
  for (const uint64_t served : {kVersion, kCpuOff, kCpuOn, kAffinityInfo, kMigrateInfoType,
                                kSystemOff, kSystemReset, kFeatures}) {
    EXPECT_EQ(Psci(kFeatures, served), 0) << served;
    EXPECT_EQ(Psci(kFeatures, served | kSmc64), 0) << served;
  }
  EXPECT_EQ(Psci(kFeatures, kSmcccVersion), 0);
  for (const uint64_t other : {kCpuSuspend, kCpuSuspend | kSmc64, uint64_t{0x84000005},
                               uint64_t{0x84000007}, uint64_t{0x8400000b}, uint64_t{0x8400001f},
                               uint64_t{0}, uint64_t{0x80000001}, uint64_t{0xff00}}) {
    EXPECT_EQ(Psci(kFeatures, other), -1) << other;
  }
}

TEST_P(PsciTest, WhatIsNotServed) {
  for (uint64_t id = 0x84000000; id < 0x84000020; ++id) {
    if (id != kCpuSuspend && id != 0x84000005 && id != 0x84000007 && id < 0x8400000b) continue;
    EXPECT_EQ(Psci(id), -1) << id;
    EXPECT_EQ(Psci(id | kSmc64), -1) << id;
  }
}

TEST_P(PsciTest, AffinityInfo) {
  EXPECT_EQ(Psci(kAffinityInfo, 0), 0);
  EXPECT_EQ(Psci(kAffinityInfo, 1), 1);
  EXPECT_EQ(Psci(kAffinityInfo | kSmc64, 0x1'0000'0000), 1);
  EXPECT_EQ(Psci(kAffinityInfo, 2), -2);
  EXPECT_EQ(Psci(kAffinityInfo, kMinusOne), -2);
  EXPECT_EQ(Psci(kAffinityInfo, 1, 1), -2);  // only CPUs have a state
  t_.machine().power_states[0x100] = 0;      // on its way off: the firmware has it still
  EXPECT_EQ(Psci(kAffinityInfo, 0x100), 0);
  t_.machine().power_states[0x100] = 2;
  EXPECT_EQ(Psci(kAffinityInfo, 0x100), 0);
}

TEST_P(PsciTest, CpuOn) {
  Vcpu& vcpu = t_.vcpu(0, 2);
  t_.machine().Save(vcpu.registers);  // it runs nothing: the CPU is off
  vcpu.registers.vmpidr = 0x80000100;
  vcpu.registers.x[7] = 7;
  EXPECT_EQ(Psci(kCpuOn | kSmc64, 0x100, 0xffff'8000'1234'5678, kMinusOne), 0);
  ASSERT_EQ(t_.machine().start_calls.size(), 1u);
  EXPECT_EQ(t_.machine().start_calls[0], (host::Machine::Started{0x100, 2}));
  EXPECT_EQ(vcpu.registers.pc, 0xffff'8000'1234'5678u);
  EXPECT_EQ(vcpu.registers.x[0], kMinusOne);
  EXPECT_EQ(vcpu.registers.x[7], 0u);
  EXPECT_EQ(vcpu.registers.pstate, 0x3c5u);
  EXPECT_EQ(vcpu.registers.el1.sctlr, 0x30d00800u);
  EXPECT_EQ(vcpu.registers.vmpidr, 0x80000100u);
  EXPECT_EQ(Psci(kAffinityInfo, 0x100), 0);
  // Twice is once.
  EXPECT_EQ(Psci(kCpuOn, 0x100, 0x1000, 5), -4);
  EXPECT_EQ(vcpu.registers.pc, 0xffff'8000'1234'5678u);
  EXPECT_EQ(t_.machine().start_calls.size(), 1u);
}

TEST_P(PsciTest, CpuOnOfOthers) {
  EXPECT_EQ(Psci(kCpuOn, 0, 0x1000), -4);  // itself
  for (const uint64_t absent : {uint64_t{2}, uint64_t{0x101}, uint64_t{0x80000001}, kMinusOne}) {
    EXPECT_EQ(Psci(kCpuOn | kSmc64, absent, 0x1000), -2) << absent;
  }
  EXPECT_TRUE(t_.machine().start_calls.empty());
}

// A CPU that said it is off and that the firmware still has: it is asked again, boundedly.
TEST_P(PsciTest, CpuOnWaitsForACpuOnItsWayOff) {
  t_.machine().start_answers = {-4, -5, -4, 0};
  EXPECT_EQ(Psci(kCpuOn, 1, 0x1000), 0);
  EXPECT_EQ(t_.machine().start_calls.size(), 4u);
  t_.machine().start_calls.clear();
  t_.machine().start_answers.assign(1000000, -4);
  EXPECT_EQ(Psci(kCpuOn, 0x100, 0x1000), -4);
  EXPECT_LE(t_.machine().start_calls.size(), 100000u);
  t_.machine().start_answers.assign(1000000, -5);
  EXPECT_EQ(Psci(kCpuOn, 0x100, 0x1000), -4);
  // It was not turned on, so it can be later.
  t_.machine().start_answers.clear();
  EXPECT_EQ(Psci(kCpuOn, 0x100, 0x1000), 0);
}

TEST_P(PsciTest, CpuOnThatTheFirmwareRefuses) {
  t_.machine().start_answers = {-6};
  EXPECT_EQ(Psci(kCpuOn, 1, 0x1000), -6);
  EXPECT_EQ(t_.machine().start_calls.size(), 1u);
  EXPECT_EQ(Psci(kAffinityInfo, 1), 1);
  EXPECT_EQ(Psci(kCpuOn, 1, 0x1000), 0);
}

TEST_P(PsciTest, CpuOff) {
  EXPECT_THROW(Psci(kCpuOff), host::CpuStopped);
  EXPECT_EQ(t_.system().cpus[0].power.load(), Cpu::Power::kOff);
  t_.machine().stop_refusal = -3;
  EXPECT_THROW(Psci(kCpuOff), host::Panicked);
}

TEST_P(PsciTest, SystemOffAndReset) {
  EXPECT_THROW(Psci(kSystemOff), host::PoweredOff);
  EXPECT_THROW(Psci(kSystemReset), host::WasReset);
}

TEST_P(PsciTest, ASecondaryHasNone) {
  t_.Run(1);
  for (const uint64_t id : {kVersion, kCpuOff, kCpuOn, kAffinityInfo, kSystemOff, kSystemReset,
                            kFeatures, kSmcccVersion, uint64_t{0xff00}}) {
    arch::Registers& r = t_.on().registers;
    const arch::Registers before = r;
    r.x[0] = id;
    t_.Exit(Smc());
    EXPECT_EQ(r.x[0], kMinusOne);
    EXPECT_EQ(r.pc, before.pc + 4);
    EXPECT_EQ(&t_.on(), &t_.vcpu(1, 0));
    r.x[0] = id;
    if (id != 0xff00) {
      t_.Exit(Hvc());
      EXPECT_EQ(r.x[0], kMinusOne);
    }
  }
  EXPECT_TRUE(t_.machine().start_calls.empty());
}

TEST_P(PsciTest, AnotherImmediateIsNoCall) {
  arch::Registers& r = t_.on().registers;
  r.x[0] = kSystemOff;
  t_.Exit(GetParam() ? Smc(1) : Hvc(1));
  EXPECT_EQ(r.x[0], kMinusOne);
}

// Hypercalls are made by HVC only.
TEST_P(PsciTest, SmcIsNoHypercall) {
  arch::Registers& r = t_.on().registers;
  r.x[0] = 0xff01;
  t_.Exit(Smc());
  EXPECT_EQ(r.x[0], kMinusOne);
}

TEST(IsPsci, TheRangeOfTheStandardService) {
  EXPECT_TRUE(IsPsci(0x84000000));
  EXPECT_TRUE(IsPsci(0x8400001f));
  EXPECT_TRUE(IsPsci(0xc4000003));
  EXPECT_TRUE(IsPsci(0x80000000));
  EXPECT_FALSE(IsPsci(0x84000020));
  EXPECT_FALSE(IsPsci(0x83ffffff));
  EXPECT_FALSE(IsPsci(0x80000001));
  EXPECT_FALSE(IsPsci(0xff00));
  EXPECT_FALSE(IsPsci(0));
}

}  // namespace
}  // namespace hf::test
