// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Each invariant is broken once, by hand, and is seen to be.

#include "hypervisor/testing/invariants.h"

#include <gtest/gtest.h>

#include <string>

namespace hf::test {
namespace {

using arch::Ownership;
using arch::Stage2Page;

class InvariantsTest : public testing::Test {
 protected:
  // Changes a VM's tables behind EL2's back.
  void Set(uint32_t vm, uint64_t address, const Stage2Page& page) {
    const PhysRange range = *PhysRange::FromSize(PhysAddr(address), kPageSize);
    const auto state = t_.vm(vm).state().Lock();
    PageTable::Reservation tables(t_.system().pool);
    ASSERT_TRUE(state->memory.Reserve(range, tables));
    state->memory.Set(range, page, tables);
  }
  std::string Check() { return invariants_.Check(t_); }
  void ExpectWrong(const std::string& what) {
    EXPECT_NE(Check().find(what), std::string::npos) << Check();
  }

  TestSystem t_{WithSecondaries({{.vcpus = 2}, {}})};
  const Invariants invariants_{t_};
};

TEST_F(InvariantsTest, HoldAtFirstAndInNormalOperation) {
  EXPECT_EQ(Check(), "");
  t_.Configure();
  EXPECT_EQ(Check(), "");
  t_.Run(1);
  t_.Configure();
  EXPECT_EQ(Check(), "");
  t_.Exit(DataAbort{.ipa = kRam}.exit());
  EXPECT_EQ(t_.StateOf(1, 0), abi::VcpuState::kAborted);
  EXPECT_EQ(Check(), "");
}

TEST_F(InvariantsTest, Owners) {
  const uint64_t page = t_.MemoryOf(1);
  Set(2, page, {.read = true, .ownership = Ownership::kOwned});
  ExpectWrong("two owners, VM 0x1 and VM 0x2");
  Set(2, page, {.read = true, .ownership = Ownership::kBorrowed});
  ExpectWrong("is VM 0x1's alone, and lent to VM 0x2");
  Set(2, page, {.read = true});
  ExpectWrong("is open to VM 0x2");
  Set(2, page, {.read = true, .device = true});
  ExpectWrong("is a device to VM 0x2");
  Set(2, page, {});
  EXPECT_EQ(Check(), "");
  Set(1, page, {});
  ExpectWrong("has no owner");
}

TEST_F(InvariantsTest, Borrowers) {
  const uint64_t page = t_.MemoryOf(1);
  Set(1, page, {.read = true, .ownership = Ownership::kShared});
  Set(2, page, {.read = true, .ownership = Ownership::kBorrowed});
  EXPECT_EQ(Check(), "");
  Set(0, page, {.read = true, .ownership = Ownership::kBorrowed});
  ExpectWrong("is lent to both");
}

TEST_F(InvariantsTest, MemoryOfEl2) {
  Set(2, t_.image().begin().raw(), {.read = true});
  ExpectWrong("is EL2's, and VM 0x2 has it too");
}

TEST_F(InvariantsTest, MailboxPages) {
  t_.Configure();
  Set(0, t_.ReceivePageOf(0), {.read = true, .write = true, .ownership = Ownership::kShared});
  ExpectWrong("other access to its mailbox");
}

TEST_F(InvariantsTest, LostPages) {
  ASSERT_TRUE(t_.system().pool.Allocate());
  ExpectWrong("the pool and the trees have");
}

TEST_F(InvariantsTest, WhoRuns) {
  t_.Run(1);
  t_.vm(1).state().Lock()->vcpus[0] = abi::VcpuState::kReady;
  ExpectWrong("vCPU 0 of VM 0x1 is");
  t_.vm(1).state().Lock()->vcpus[0] = abi::VcpuState::kRunning;
  EXPECT_EQ(Check(), "");
  t_.vm(1).state().Lock()->vcpus[1] = abi::VcpuState::kAborted;
  ExpectWrong("is aborted, its VM 0x1 is not");
  t_.vm(1).state().Lock()->vcpus[1] = abi::VcpuState::kOff;
  t_.vcpu(2, 0).loaded_on.store(&t_.system().cpus[1]);
  ExpectWrong("does not run, but is loaded");
}

}  // namespace
}  // namespace hf::test
