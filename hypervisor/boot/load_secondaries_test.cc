// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Secondary VMs: where their memory is taken from, what is in it, and what is reported and skipped.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "hypervisor/arch/memory.h"
#include "hypervisor/mm/table_walk.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::VcpuState;
using arch::Ownership;
using arch::Stage2Page;

constexpr Stage2Page kOwned{
    .read = true, .write = true, .execute = true, .ownership = Ownership::kOwned};
constexpr uint64_t kEnd = kRam + kRamSize;

Spec WithVms(const std::string& text) {
  Spec spec;
  spec.files = {{"vmlinuz", "primary"}, {"vms.txt", text}, {"k", "kernel"}};
  return spec;
}

// The console after loading, and how many VMs there are.
struct Loaded {
  explicit Loaded(const Spec& spec) : t(spec, false) {
    t.Load();
    console = t.machine().TakeConsole();
  }
  bool Said(const std::string& text) const { return console.find(text) != std::string::npos; }
  uint32_t count() { return t.system().vm_count; }
  TestSystem t;
  std::string console;
};

// What the MMU is given: VTTBR_EL2 and VTCR_EL2 (T0SZ), which starts at level 1.
Tree TreeOf(Vm& vm) {
  const arch::Stage2Root root = vm.state().Lock()->memory.root();
  const unsigned bits = 64 - (root.vtcr & 0x3f);
  return Tree::Walk(PhysAddr(root.vttbr & 0xffff'ffff'fffe), uint64_t{1} << (bits - 30));
}

TEST(LoadSecondaries, None) { EXPECT_EQ(Loaded(Spec{}).count(), 1u); }

TEST(LoadSecondaries, MemoryIsItsOwn) {
  Loaded l(WithVms("65536 2 k"));
  ASSERT_EQ(l.count(), 2u);
  const uint64_t begin = kEnd - 65536;
  EXPECT_TRUE(l.Said("hafnia: VM 1: k, 65536 bytes at 0x43ff0000, 2 vCPUs\n"));
  for (uint64_t p = begin; p < kEnd; p += kPageSize) {
    EXPECT_EQ(l.t.PageOf(1, p), kOwned);
    EXPECT_EQ(l.t.PageOf(0, p), Stage2Page{});
  }
  EXPECT_EQ(l.t.PageOf(0, begin - kPageSize), kOwned);
  EXPECT_EQ(l.t.PageOf(1, begin - kPageSize), Stage2Page{});
  EXPECT_EQ(l.t.PageOf(1, kEnd), Stage2Page{});
  EXPECT_EQ(l.t.PageOf(1, kUart), Stage2Page{});
  EXPECT_EQ(l.t.PageOf(1, 0), Stage2Page{});
  const auto root = l.t.vm(1).state().Lock()->memory.root();
  EXPECT_EQ(root.vttbr >> 48, 1u);
  EXPECT_EQ(root.vtcr & 0x3f, 33u);  // 31 bits are enough for this RAM
}

// All of each VM's tables, so all addresses that there are: a secondary's lead to its own memory
// and nowhere else, the primary's to no memory of EL2's or a secondary's.
TEST(LoadSecondaries, NothingElseIsMappedAnywhere) {
  Loaded l(WithVms("65536 2 k\n2097152 1 k\n4096 8 k\n6295552 1 k\n"));
  ASSERT_EQ(l.count(), 5u);
  constexpr uint64_t kSizes[] = {0, 65536, 2097152, 4096, 6295552};
  uint64_t end = kEnd;
  for (uint32_t vm = 1; vm < l.count(); ++vm) {
    const uint64_t begin = l.t.MemoryOf(vm);
    uint64_t mapped = 0;
    for (const Leaf& leaf : TreeOf(l.t.vm(vm)).leaves) {
      if (!leaf.valid()) continue;
      EXPECT_EQ(leaf.begin, leaf.output());
      EXPECT_GE(leaf.begin, begin);
      EXPECT_LE(leaf.begin + leaf.size(), begin + kSizes[vm]);
      mapped += leaf.size();
    }
    EXPECT_EQ(mapped, kSizes[vm]);
    EXPECT_LE(begin + kSizes[vm], end) << "VM " << vm << " has memory of the one before it";
    end = begin;
  }
  const PhysRange el2 = l.t.image();
  for (const Leaf& leaf : TreeOf(l.t.vm(0)).leaves) {
    if (!leaf.valid()) continue;
    const auto range = *PhysRange::FromSize(PhysAddr(leaf.output()), leaf.size());
    EXPECT_EQ(leaf.begin, leaf.output());
    EXPECT_FALSE(range.Overlaps(el2)) << std::hex << leaf.begin;
    for (uint32_t vm = 1; vm < l.count(); ++vm) {
      const auto theirs = *PhysRange::FromSize(PhysAddr(l.t.MemoryOf(vm)), kSizes[vm]);
      EXPECT_FALSE(range.Overlaps(theirs)) << std::hex << leaf.begin;
    }
  }
}

TEST(LoadSecondaries, MemoryIsZeroedAndCleaned) {
  TestSystem t(WithVms("65536 1 k"), false);
  std::memset(arch::DirectMap(PhysAddr(kEnd - 65536)), 0xee, 65536);
  t.Load();
  EXPECT_EQ(t.Read(kEnd - 65536, 6), "kernel");
  EXPECT_EQ(t.Read(kEnd - 65530, 65530), std::string(65530, '\0'));
  const PhysRange memory = *PhysRange::FromSize(PhysAddr(kEnd - 65536), 65536);
  EXPECT_EQ(std::count(t.machine().cleaned.begin(), t.machine().cleaned.end(), memory), 1);
}

TEST(LoadSecondaries, VcpusAsTheBootProtocolSays) {
  Loaded l(WithVms("65536 3 k"));
  for (uint32_t i = 0; i < 3; ++i) {
    const Vcpu& vcpu = l.t.vcpu(1, i);
    EXPECT_EQ(vcpu.registers.pc, kEnd - 65536);
    for (const uint64_t x : vcpu.registers.x) EXPECT_EQ(x, 0u);
    EXPECT_EQ(vcpu.registers.pstate, 0x3c5u);
    EXPECT_EQ(vcpu.registers.vmpidr, 0x80000000u | i);
    EXPECT_EQ(vcpu.registers.el1.sctlr, 0x30d0'0800u);
    EXPECT_EQ(vcpu.loaded_on.load(), nullptr);
    EXPECT_EQ(l.t.StateOf(1, i), i == 0 ? VcpuState::kReady : VcpuState::kOff);
  }
}

TEST(LoadSecondaries, AHeaderInTheKernelIsIgnored) {
  Spec spec = WithVms("65536 1 k");
  spec.files.back().second = MakeKernel(0x1000, 0x2000, 100);
  Loaded l(spec);
  EXPECT_EQ(l.t.vcpu(1, 0).registers.pc, kEnd - 65536);
  EXPECT_EQ(l.t.Read(kEnd - 65536, 100), spec.files.back().second);
}

TEST(LoadSecondaries, MemoryIsRoundedUpToPages) {
  Loaded l(WithVms("4097 1 k\n1 1 k\n"));
  EXPECT_EQ(l.t.MemoryOf(1), kEnd - 2 * kPageSize);
  // One byte is a page, into which the kernel's 6 bytes fit.
  ASSERT_EQ(l.count(), 3u);
  EXPECT_EQ(l.t.MemoryOf(2), kEnd - 3 * kPageSize);
}

TEST(LoadSecondaries, FromTheEndOfTheFirstRamThatFits) {
  Spec spec = WithVms("16777216 1 k\n1048576 1 k\n4096 1 k");
  spec.ram = {{kRam, 4 * kMiB}, {0x4400'0000, 20 * kMiB}, {0x5000'0000, 8 * kMiB}};
  spec.device_tree = 0x4028'0000;
  spec.archive = 0x4030'0000;
  Loaded l(spec);
  EXPECT_EQ(l.t.MemoryOf(1), 0x4540'0000 - 16 * kMiB);
  // Below the archive, the tree and the primary's kernel; the small one has room above them.
  EXPECT_EQ(l.t.MemoryOf(2), kRam + kMiB);
  EXPECT_EQ(l.t.MemoryOf(3), kRam + 4 * kMiB - kPageSize);
}

TEST(LoadSecondaries, AroundWhatIsThereAlready) {
  Spec spec = WithVms("8388608 1 k\n8388608 1 k\n");
  spec.ram = {{kRam, 32 * kMiB}};
  spec.device_tree = kRam + 12 * kMiB;
  spec.archive = kRam + 24 * kMiB + 16;
  Loaded l(spec);
  // Above the archive there are less than 8 MiB.
  EXPECT_EQ(l.t.MemoryOf(1), kRam + 16 * kMiB);
  // Nor below the tree and above the kernel, but for one of them.
  EXPECT_EQ(l.t.MemoryOf(2), kRam + 4 * kMiB);
  EXPECT_EQ(l.t.Read(kPrimaryKernel, 7), "primary");
}

TEST(LoadSecondaries, WhatCannotBeServedIsSkippedAndUsesNoId) {
  Spec spec = WithVms(
      "65536 1 absent\n"
      "65536 1 empty\n"
      "4096 1 large\n"
      "1099511627776 1 k\n"
      "18446744073709551615 1 k\n"
      "65536 9 k\n"
      "65536 0 k\n"
      "nonsense\n"
      "65536 1 k\n");
  spec.files.emplace_back("empty", "");
  spec.files.emplace_back("large", std::string(4097, 'l'));
  Loaded l(spec);
  ASSERT_EQ(l.count(), 2u);
  EXPECT_EQ(l.t.MemoryOf(1), kEnd - 65536);
  EXPECT_TRUE(l.Said("vms.txt:1: absent: the RAM disk has no such file: skipped\n"));
  EXPECT_TRUE(l.Said("vms.txt:2: empty: the file is empty: skipped\n"));
  EXPECT_TRUE(
      l.Said("vms.txt:3: large: its 4097 bytes do not fit into 4096 bytes of memory: skipped\n"));
  EXPECT_TRUE(l.Said("vms.txt:4: k: there is not so much free memory in one piece: skipped\n"));
  for (const char* line : {"vms.txt:5: ", "vms.txt:6: ", "vms.txt:7: ", "vms.txt:8: "}) {
    EXPECT_TRUE(l.Said(line)) << line;
  }
  EXPECT_TRUE(l.Said("VM 1: k, "));
}

TEST(LoadSecondaries, SixteenVmsAreTheMost) {
  std::string text;
  for (int i = 0; i < 17; ++i) text += "8192 8 k\n";
  Spec spec = WithVms(text);
  spec.cpus = {0, 1, 2, 3, 4, 5, 6, 7};
  spec.pool_pages = 86;  // EL2 has 90 pages; its own map takes some of them
  Loaded l(spec);
  EXPECT_EQ(l.count(), 16u);
  const std::string why = "there are 15 secondary VMs already, no more are possible: skipped\n";
  EXPECT_TRUE(l.Said("vms.txt:16: k: " + why));
  EXPECT_TRUE(l.Said("vms.txt:17: k: " + why));
  for (uint32_t vm = 1; vm < 16; ++vm) {
    EXPECT_EQ(l.t.MemoryOf(vm), kEnd - 8192 * vm);
    l.t.Run(vm);
    l.t.Exit(Interrupt());
  }
}

// With a pool of every size from what the primary needs: a VM is there wholly or not at all.
TEST(LoadSecondaries, PoolOfEverySize) {
  bool all = false;
  int too_small = 0;
  for (size_t pages = 8; !all; ++pages) {
    ASSERT_LT(pages, 60u);
    Spec spec = WithVms("65536 8 k\n65536 8 k\n2097152 8 k\n");
    spec.pool_pages = pages;
    TestSystem t(spec, false);
    try {
      t.Load();
    } catch (const host::PoweredOff&) {
      continue;
    }
    const uint32_t count = t.system().vm_count;
    all = count == 4;
    if (!all) {
      ++too_small;
      EXPECT_NE(t.machine().TakeConsole().find(": the page pool is too small: skipped\n"),
                std::string::npos);
    }
    for (uint32_t vm = 1; vm < count; ++vm) {
      EXPECT_EQ(t.PageOf(0, t.MemoryOf(vm)), Stage2Page{});
      EXPECT_EQ(t.PageOf(vm, t.MemoryOf(vm)), kOwned);
    }
    // The memory of those that are not there stays the primary's.
    if (count == 1) EXPECT_EQ(t.PageOf(0, kEnd - kPageSize), kOwned);
  }
  EXPECT_GT(too_small, 0);
}

}  // namespace
}  // namespace hf::test
