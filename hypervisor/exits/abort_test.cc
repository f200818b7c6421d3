// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Accesses that stage 2 refuses: what ends a secondary, what it says, and who goes on.

#include "hypervisor/exits/abort.h"

#include <gtest/gtest.h>

#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::Call;
using abi::VcpuRunReturn;
using abi::VcpuState;

const uint64_t kAborted = VcpuRunReturn::Aborted().Encode();
const uint64_t kWait = VcpuRunReturn::WaitForInterrupt().Encode();

class AbortTest : public testing::Test {
 protected:
  // What the console says when VM 2 leaves by this exit.
  std::string Aborted(const arch::Exit& exit) {
    TestSystem t(WithSecondaries({{}, {}}));
    t.Run(2);
    t.on().registers.pc = 0x1234;
    t.Exit(exit);
    EXPECT_EQ(&t.on(), &t.vcpu(0, 0));
    EXPECT_EQ(t.x0(), kAborted);
    EXPECT_EQ(t.StateOf(2, 0), VcpuState::kAborted);
    EXPECT_EQ(t.vcpu(2, 0).loaded_on.load(), nullptr);
    EXPECT_TRUE(t.vm(2).aborting());
    EXPECT_FALSE(t.vm(1).aborting());
    EXPECT_EQ(t.Call(Call::kVcpuRun, 2, 0), kWait);
    t.Run(1);
    return t.machine().TakeConsole();
  }
};

TEST_F(AbortTest, SaysWhatWhereAndWhy) {
  constexpr const char* kHead = "hafnia: VM 2 vCPU 0 aborted: ";
  const auto said = [&](const arch::Exit& exit) {
    const std::string console = Aborted(exit);
    EXPECT_EQ(console.rfind(kHead, 0), 0u) << console;
    return console.substr(std::string(kHead).size(),
                          console.find('\n') + 1 - std::string(kHead).size());
  };
  EXPECT_EQ(said(DataAbort{.ipa = 0x40001234}.exit()),
            "data abort reading 0x40001234: translation fault at pc 0x1234\n");
  EXPECT_EQ(said(DataAbort{.ipa = 0x40001234, .write = true}.exit()),
            "data abort writing 0x40001234: translation fault at pc 0x1234\n");
  EXPECT_EQ(said(DataAbort{.ipa = 0x8000000, .write = true, .cache_maintenance = true}.exit()),
            "data abort maintaining the cache at 0x8000000: translation fault at pc 0x1234\n");
  EXPECT_EQ(said(DataAbort{.ipa = 0x40000000, .stage1_walk = true}.exit()),
            "data abort walking a table at 0x40000000: translation fault at pc 0x1234\n");
  EXPECT_EQ(said(InstructionAbort(0x40000000)),
            "instruction abort executing 0x40000000: translation fault at pc 0x1234\n");
  EXPECT_EQ(said(DataAbort{.ipa = uint64_t{1} << 40, .status = kAddressSizeFault}.exit()),
            "data abort reading 0x10000000000: address size fault at pc 0x1234\n");
  // Without an IPA: the virtual address, if there is one.
  EXPECT_EQ(said(DataAbort{.status = 0x10, .va = 0xffff0000, .ipa_known = false}.exit()),
            "data abort reading 0xffff0000: synchronous external abort at pc 0x1234\n");
  EXPECT_EQ(said(DataAbort{.status = 0x10 | 1 << 10, .va = 0xffff0000, .ipa_known = false}.exit()),
            "data abort reading an unknown address: synchronous external abort at pc 0x1234\n");
}

TEST_F(AbortTest, OfEveryKindOfFault) {
  for (uint64_t status = 0; status < 64; ++status) {
    EXPECT_NE(Aborted(DataAbort{.ipa = kRam, .status = status}.exit()), "") << status;
    EXPECT_NE(Aborted(InstructionAbort(kRam, status)), "") << status;
  }
}

// All of memory that is not its own: EL2's, the primary's, another secondary's, devices, holes.
TEST_F(AbortTest, WhateverIsNotItsOwn) {
  // Two secondaries of 64 pages at the end of RAM.
  constexpr uint64_t kOther = kRam + kRamSize - 64 * kPageSize;
  constexpr uint64_t kOwn = kOther - 64 * kPageSize;
  for (const uint64_t ipa :
       {uint64_t{0}, kRam + 0x1000, kPrimaryKernel, kOther, kOwn - 1, kRam + kRamSize,
        uint64_t{0x08000000}, kUart + kPageSize, kUart - 1, uint64_t{1} << 39, ~uint64_t{0}}) {
    EXPECT_NE(Aborted(DataAbort{.ipa = ipa, .write = true, .access = Access{}}.exit()), "") << ipa;
    EXPECT_NE(Aborted(InstructionAbort(ipa)), "") << ipa;
  }
  // The console's page is no memory: not for code, nor for tables.
  EXPECT_NE(Aborted(InstructionAbort(kUart)), "");
  EXPECT_NE(Aborted(DataAbort{.ipa = kUart, .stage1_walk = true}.exit()), "");
}

// Another CPU was changing the tables: the access is allowed by now, so it is made again.
TEST_F(AbortTest, AStaleFaultIsRetried) {
  TestSystem t(WithSecondaries({{}}));
  t.Run(1);
  const uint64_t own = t.MemoryOf(1);
  const arch::Registers before = t.on().registers;
  for (const uint64_t fault : {kTranslationFault | 3, kPermissionFault | 3, kAccessFlagFault | 2}) {
    t.Exit(DataAbort{.ipa = own + 8, .status = fault}.exit());
    t.Exit(DataAbort{.ipa = own + 8, .write = true, .status = fault}.exit());
    t.Exit(DataAbort{.ipa = own, .status = fault, .stage1_walk = true}.exit());
    t.Exit(InstructionAbort(own, fault));
    EXPECT_EQ(&t.on(), &t.vcpu(1, 0)) << fault;
  }
  EXPECT_EQ(t.on().registers.pc, before.pc);
  EXPECT_EQ(t.machine().TakeConsole(), "");
}

// What the tables refuse is not retried for ever, whatever the page allows otherwise.
TEST_F(AbortTest, AMailboxPageHasFewerRights) {
  for (int i = 0; i < 4; ++i) {
    TestSystem t(WithSecondaries({{}}));
    t.Run(1);
    t.Configure();
    const uint64_t send = t.SendPageOf(1), receive = t.ReceivePageOf(1);
    const uint64_t fault = kPermissionFault | 3;
    t.Exit(DataAbort{.ipa = receive, .status = fault}.exit());
    t.Exit(DataAbort{.ipa = send, .write = true, .status = fault}.exit());
    EXPECT_EQ(&t.on(), &t.vcpu(1, 0));
    t.Exit(i == 0   ? DataAbort{.ipa = receive, .write = true, .status = fault}.exit()
           : i == 1 ? InstructionAbort(send, fault)
           : i == 2 ? InstructionAbort(receive, fault)
                    : DataAbort{.ipa = receive, .write = true, .status = fault, .stage1_walk = true}
                          .exit());
    EXPECT_EQ(t.x0(), kAborted) << i;
  }
}

// A vCPU of the same VM that runs elsewhere is stopped at its next exit, whatever that is.
TEST_F(AbortTest, SiblingsStopAtTheirNextExit) {
  const arch::Exit kExits[] = {Interrupt(),
                               Wfi(),
                               Hvc(),
                               Smc(),
                               SError(),
                               DataAbort{.ipa = kUart, .write = true, .access = Access{}}.exit(),
                               DataAbort{.ipa = 0}.exit()};
  for (const arch::Exit& exit : kExits) {
    TestSystem t(WithSecondaries({{.vcpus = 2}}));
    t.vm(1).state().Lock()->vcpus[1] = VcpuState::kReady;
    t.Run(1, 0, 0);
    t.Run(1, 1, 1);
    t.Exit(DataAbort{.ipa = 0}.exit(), 0);
    EXPECT_EQ(t.StateOf(1, 1), VcpuState::kRunning);
    // While it runs, vcpu_run leaves it alone.
    EXPECT_EQ(t.Call(Call::kVcpuRun, 1, 1), kWait);
    EXPECT_EQ(t.StateOf(1, 1), VcpuState::kRunning);
    t.on(1).registers.x[0] = 0xff00;
    t.Exit(exit, 1);
    EXPECT_EQ(&t.on(1), &t.vcpu(0, 1));
    EXPECT_EQ(t.x0(1), kAborted);
    EXPECT_EQ(t.StateOf(1, 1), VcpuState::kAborted);
  }
}

TEST_F(AbortTest, SiblingsDoNotBlockOrYield) {
  for (const Call call : {Call::kVcpuYield, Call::kMailboxReceive}) {
    TestSystem t(WithSecondaries({{.vcpus = 2}}));
    t.vm(1).state().Lock()->vcpus[1] = VcpuState::kReady;
    t.Run(1, 0, 0);
    t.Run(1, 1, 1);
    t.Exit(DataAbort{.ipa = 0}.exit(), 0);
    EXPECT_EQ(t.CallOn(1, static_cast<uint64_t>(call), 1), kAborted);
    EXPECT_EQ(t.StateOf(1, 1), VcpuState::kAborted);
  }
}

// A sibling aborts the VM while a message is being copied. The message is sent, and who gets it is
// told of it; the sender runs no more.
TEST_F(AbortTest, InTheMiddleOfASiblingsSend) {
  for (const uint32_t to : {0, 2}) {
    TestSystem t(WithSecondaries({{.vcpus = 2}, {}}));
    t.vm(1).state().Lock()->vcpus[1] = VcpuState::kReady;
    t.Configure();
    for (const uint32_t vm : {2, 1}) {
      t.Run(vm);
      t.Configure();
      if (vm == 2) t.Exit(Interrupt());
    }
    t.Run(1, 1, 1);
    t.machine().at_next_access = [&] { t.Exit(DataAbort{.ipa = 0}.exit(), 0); };
    const uint64_t code = t.CallOn(1, static_cast<uint64_t>(Call::kMailboxSend), to, 5);
    EXPECT_EQ(t.x0(0), kAborted);
    EXPECT_EQ(code, to == 0 ? VcpuRunReturn::Message(5).Encode()
                            : VcpuRunReturn::WakeUp(2, 0xffff).Encode());
    EXPECT_EQ(t.StateOf(1, 1), VcpuState::kAborted);
    EXPECT_NE(t.vm(to).state().Lock()->mailbox.state(), abi::MailboxState::kEmpty);
    EXPECT_EQ(t.CallOn(1, static_cast<uint64_t>(Call::kVcpuRun), 1, 1), kWait);
  }
}

}  // namespace
}  // namespace hf::test
