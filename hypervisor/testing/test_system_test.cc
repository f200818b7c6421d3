// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The fixture itself: that what other tests take from it is so.

#include "hypervisor/testing/test_system.h"

#include <gtest/gtest.h>

#include "hypervisor/arch/memory.h"

#include "hypervisor/testing/snapshot.h"

namespace hf::test {
namespace {

TEST(TestSystem, LoadsWhatItSays) {
  TestSystem t(WithSecondaries({{.vcpus = 2}, {.memory = 8 * kMiB}}));
  EXPECT_EQ(t.system().vm_count, 3u);
  EXPECT_EQ(t.vm(1).vcpus().size(), 2u);
  EXPECT_EQ(t.MemoryOf(0), kPrimaryKernel);
  EXPECT_EQ(t.MemoryOf(1), kRam + kRamSize - 64 * kPageSize);
  EXPECT_EQ(t.MemoryOf(2), t.MemoryOf(1) - 8 * kMiB);
  EXPECT_EQ(t.Read(t.MemoryOf(2), 14), std::string("kernel of VM 2"));
  EXPECT_EQ(&t.on(0), &t.vcpu(0, 0));
  EXPECT_EQ(&t.on(1), &t.vcpu(0, 1));
}

TEST(TestSystem, RunsAndLeaves) {
  TestSystem t(WithSecondaries({{}}));
  t.Run(1);
  EXPECT_EQ(t.StateOf(1, 0), abi::VcpuState::kRunning);
  t.Exit(Interrupt());
  EXPECT_EQ(&t.on(), &t.vcpu(0, 0));
  EXPECT_EQ(t.x0(), abi::VcpuRunReturn::Preempted().Encode());
}

TEST(TestSystem, SnapshotsSeeEachKindOfChange) {
  TestSystem t(WithSecondaries({{}}));
  const auto before = TakeSnapshot(t);
  EXPECT_EQ(before, TakeSnapshot(t));
  t.vcpu(1, 0).registers.el1.far = 1;
  const auto with_register = TakeSnapshot(t);
  EXPECT_NE(before, with_register);
  t.vm(1).state().Lock()->mailbox.AddWaiter(0);
  const auto with_waiter = TakeSnapshot(t);
  EXPECT_NE(with_register, with_waiter);
  t.vm(1).state().Lock()->interrupts[0].Inject(63);
  const auto with_pending = TakeSnapshot(t);
  EXPECT_NE(with_waiter, with_pending);
  t.vm(1).state().Lock()->interrupts[0].Enable(62, true);
  const auto with_enabled = TakeSnapshot(t);
  EXPECT_NE(with_pending, with_enabled);
  t.vm(1).writable().Lock()->Add(0);
  const auto with_writable = TakeSnapshot(t);
  EXPECT_NE(with_enabled, with_writable);
  t.Configure();
  EXPECT_NE(with_writable, TakeSnapshot(t));
}

// The exceptions that end everything pass through the code under test and its locks.
TEST(TestSystem, PanicIsAnException) {
  TestSystem t;
  EXPECT_THROW(t.system().pool.Free(PhysAddr(1)), host::Panicked);
  EXPECT_THROW(arch::DirectMap(PhysAddr(kUart)), host::Panicked);
}

}  // namespace
}  // namespace hf::test
