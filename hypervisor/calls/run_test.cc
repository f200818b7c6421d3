// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// vcpu_run and vcpu_yield: every outcome, and what is switched.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "hypervisor/testing/snapshot.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::Call;
using abi::VcpuRunReturn;
using abi::VcpuState;

const uint64_t kWait = VcpuRunReturn::WaitForInterrupt().Encode();
const uint64_t kAborted = VcpuRunReturn::Aborted().Encode();
const uint64_t kPreempted = VcpuRunReturn::Preempted().Encode();

class RunTest : public testing::Test {
 protected:
  TestSystem t_{WithSecondaries({{.vcpus = 3}, {}})};
};

TEST_F(RunTest, NothingThatCannotBeRun) {
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuRun, 0, 0), kWait);  // the primary
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuRun, 3, 0), kWait);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuRun, 0xffffffff, 0), kWait);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuRun, 1, 3), kWait);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuRun, 2, 1), kWait);
  // A vCPU's index is 32 bits wide: these are absent, not 0.
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuRun, 1, 0x10000), kWait);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuRun, 1, 0xffffffff), kWait);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuRun, 1, 1), kWait);  // off
}

TEST_F(RunTest, UpperHalvesOfItsArgumentsAreIgnored) {
  t_.Call(Call::kVcpuRun, 0xabcd'0000'0001, 0x1234'0000'0000);
  EXPECT_EQ(&t_.on(), &t_.vcpu(1, 0));
}

TEST_F(RunTest, ForThePrimaryOnly) {
  t_.Run(1);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuRun, 2, 0), kWait);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuRun, 1, 1), kWait);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuRun, 0, 0), kWait);
}

TEST_F(RunTest, SwitchesThereAndBack) {
  auto& switches = t_.machine().switches;
  switches.clear();
  t_.Run(1);
  Vcpu& primary = t_.vcpu(0, 0);
  Vcpu& vcpu = t_.vcpu(1, 0);
  ASSERT_EQ(switches.size(), 1u);
  EXPECT_EQ(switches[0].from, &primary.registers);
  EXPECT_EQ(switches[0].to, &vcpu.registers);
  EXPECT_EQ(switches[0].to_class, arch::VmClass::kSecondary);
  EXPECT_EQ(switches[0].vttbr >> 48, 1u);
  EXPECT_EQ(vcpu.loaded_on.load(), &t_.system().cpus[0]);
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kRunning);
  const auto registers = vcpu.registers.x;

  t_.Exit(Interrupt());
  ASSERT_EQ(switches.size(), 2u);
  EXPECT_EQ(switches[1].from, &vcpu.registers);
  EXPECT_EQ(switches[1].to, &primary.registers);
  EXPECT_EQ(switches[1].to_class, arch::VmClass::kPrimary);
  EXPECT_EQ(switches[1].vttbr >> 48, 0u);
  EXPECT_EQ(vcpu.loaded_on.load(), nullptr);
  EXPECT_EQ(primary.loaded_on.load(), &t_.system().cpus[0]);
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kReady);
  EXPECT_EQ(vcpu.registers.x, registers);
  EXPECT_EQ(t_.x0(), kPreempted);
  for (const int i : {1, 2, 3}) EXPECT_EQ(primary.registers.x[i], 0u);
}

TEST_F(RunTest, OneVcpuOnOneCpuAtATime) {
  t_.Run(1, 0, 0);
  EXPECT_EQ(t_.CallOn(1, 0xff03, 1, 0), kWait);
  EXPECT_EQ(&t_.on(1), &t_.vcpu(0, 1));
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kRunning);
  EXPECT_EQ(t_.vcpu(1, 0).loaded_on.load(), &t_.system().cpus[0]);
  // Another VM's runs beside it; each CPU gets back its own primary vCPU.
  t_.Run(2, 0, 1);
  t_.Exit(Interrupt(), 0);
  EXPECT_EQ(&t_.on(0), &t_.vcpu(0, 0));
  EXPECT_EQ(&t_.on(1), &t_.vcpu(2, 0));
  t_.Exit(Interrupt(), 1);
  EXPECT_EQ(&t_.on(1), &t_.vcpu(0, 1));
  // It may change the CPU.
  t_.Run(1, 0, 1);
  EXPECT_EQ(t_.vcpu(1, 0).loaded_on.load(), &t_.system().cpus[1]);
}

TEST_F(RunTest, NotABlockedOne) {
  t_.Run(1);
  t_.Exit(Wfi());
  EXPECT_EQ(t_.x0(), kWait);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuRun, 1, 0), kWait);
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kBlockedInterrupt);
  t_.Run(2);
  EXPECT_EQ(t_.Call(Call::kMailboxReceive, 1), kWait);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuRun, 2, 0), kWait);
  EXPECT_EQ(t_.StateOf(2, 0), VcpuState::kBlockedMailbox);
}

// vcpu_run says ABORTED once, and later WAIT_FOR_INTERRUPT, for every vCPU of the VM.
TEST_F(RunTest, NotOfAVmThatAborted) {
  t_.Run(1);
  t_.Exit(DataAbort{.ipa = kRam}.exit());
  EXPECT_EQ(t_.x0(), kAborted);
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuRun, 1, 0), kWait);
  EXPECT_EQ(t_.StateOf(1, 1), VcpuState::kOff);
  EXPECT_EQ(t_.Call(Call::kVcpuRun, 1, 1), kWait);
  EXPECT_EQ(t_.StateOf(1, 1), VcpuState::kAborted);
  EXPECT_EQ(t_.StateOf(1, 2), VcpuState::kOff);
  t_.Run(2);  // the others go on
}

TEST_F(RunTest, YieldOfThePrimaryDoesNothing) {
  EXPECT_EQ(CallWithoutEffect(t_, Call::kVcpuYield), 0u);
}

TEST_F(RunTest, YieldOfASecondary) {
  t_.Run(1);
  t_.Call(Call::kVcpuYield, 7, 8, 9);
  EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
  EXPECT_EQ(t_.x0(), VcpuRunReturn::Yield().Encode());
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kReady);
  t_.Run(1);
  for (const int i : {0, 1, 2, 3}) EXPECT_EQ(t_.on().registers.x[i], 0u) << i;
}

// The CPU that ran it may still be saving its registers: whoever runs it next waits for that.
TEST_F(RunTest, WaitsForTheRegisters) {
  Vcpu& vcpu = t_.vcpu(1, 0);
  vcpu.loaded_on.store(&t_.system().cpus[1]);
  std::atomic<bool> saved = false;
  std::thread other([&] {
    saved = true;
    vcpu.loaded_on.store(nullptr, std::memory_order_release);
  });
  t_.Run(1);
  EXPECT_TRUE(saved);
  EXPECT_EQ(vcpu.loaded_on.load(), &t_.system().cpus[0]);
  other.join();
}

}  // namespace
}  // namespace hf::test
