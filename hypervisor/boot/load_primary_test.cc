// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The primary: where its kernel comes to lie, what it is given, and what ends the boot.

#include <gtest/gtest.h>

#include "hypervisor/boot/loader.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using arch::Ownership;
using arch::Stage2Page;

constexpr Stage2Page kOwned{
    .read = true, .write = true, .execute = true, .ownership = Ownership::kOwned};
constexpr Stage2Page kDevice{.read = true, .write = true, .device = true};

Spec WithKernel(const std::string& kernel) {
  Spec spec;
  spec.files = {{"vmlinuz", kernel}};
  return spec;
}

uint64_t EntryOf(const std::string& kernel) {
  TestSystem t(WithKernel(kernel));
  const uint64_t entry = t.vcpu(0, 0).registers.pc;
  EXPECT_EQ(t.Read(entry, kernel.size()), kernel);
  return entry;
}

// What the console says of a boot that ends.
std::string Failure(const Spec& spec) {
  TestSystem t(spec, false);
  EXPECT_THROW(t.Load(), host::PoweredOff);
  return t.machine().TakeConsole();
}

TEST(LoadPrimary, TextOffset) {
  EXPECT_EQ(EntryOf("no header"), 0x4020'0000u);
  EXPECT_EQ(EntryOf(std::string(100000, 'x')), 0x4020'0000u);
  EXPECT_EQ(EntryOf(MakeKernel(0x1000, 0x5000, 64)), 0x4020'1000u);
  EXPECT_EQ(EntryOf(MakeKernel(0x80000, 1, 5000)), 0x4028'0000u);
  EXPECT_EQ(EntryOf(MakeKernel(0, 0x5000, 5000)), 0x4020'0000u);
  // Before image_size was there, text_offset meant nothing.
  EXPECT_EQ(EntryOf(MakeKernel(0x1000, 0, 5000)), 0x4020'0000u);
  // Nothing is placed by image_size: smaller than the file, larger than RAM.
  EXPECT_EQ(EntryOf(MakeKernel(0x1000, 1, 300000)), 0x4020'1000u);
  EXPECT_EQ(EntryOf(MakeKernel(0x1000, uint64_t{1} << 60, 5000)), 0x4020'1000u);
  // A file that ends inside the header has none.
  EXPECT_EQ(EntryOf(MakeKernel(0x1000, 0x5000, 64).substr(0, 63)), 0x4020'0000u);
  // Only image_size's upper half is not 0.
  EXPECT_EQ(EntryOf(MakeKernel(0x3000, uint64_t{1} << 32, 5000)), 0x4020'3000u);
  std::string no_magic = MakeKernel(0x1000, 0x5000, 5000);
  no_magic[59] = 'D';
  EXPECT_EQ(EntryOf(no_magic), 0x4020'0000u);
}

TEST(LoadPrimary, AboveTheNextBoundary) {
  Spec spec;
  spec.image = 0x4038'0000;  // ends on 4 MiB
  EXPECT_EQ(TestSystem(spec).vcpu(0, 0).registers.pc, 0x4040'0000u);
  spec.image = 0x4028'0000;
  EXPECT_EQ(TestSystem(spec).vcpu(0, 0).registers.pc, 0x4040'0000u);
}

TEST(LoadPrimary, VcpusAsTheBootProtocolSays) {
  Spec spec;
  spec.cpus = {0, 1, 0x100};
  TestSystem t(spec, false);
  t.Load();
  ASSERT_EQ(t.vm(0).vcpus().size(), 3u);
  for (uint32_t i = 0; i < 3; ++i) {
    const Vcpu& vcpu = t.vcpu(0, i);
    EXPECT_EQ(t.system().cpus[i].primary_vcpu, &vcpu);
    EXPECT_EQ(vcpu.loaded_on.load(), &t.system().cpus[i]);
    EXPECT_EQ(vcpu.vm, &t.vm(0));
    EXPECT_EQ(vcpu.index, i);
    EXPECT_EQ(t.StateOf(0, i), abi::VcpuState::kRunning);
  }
  const arch::Registers& r = t.vcpu(0, 0).registers;
  EXPECT_EQ(r.x[0], t.device_tree().begin().raw());
  for (size_t i = 1; i < r.x.size(); ++i) EXPECT_EQ(r.x[i], 0u);
  EXPECT_EQ(r.pstate, 0x3c5u);
  EXPECT_EQ(t.el1().sctlr, 0x30d0'0800u);
  EXPECT_NE(t.machine().TakeConsole().find("primary VM: 20 bytes at 0x40200000, 3 vCPUs"),
            std::string::npos);
}

TEST(LoadPrimary, Memory) {
  Spec spec;
  spec.ram = {{kRam, kRamSize}, {0x8000'0000, 4 * kMiB}};
  TestSystem t(spec);
  EXPECT_EQ(t.PageOf(0, kRam), kOwned);
  EXPECT_EQ(t.PageOf(0, kPrimaryKernel), kOwned);
  EXPECT_EQ(t.PageOf(0, kRam + kRamSize - kPageSize), kOwned);
  EXPECT_EQ(t.PageOf(0, 0x8000'0000), kOwned);
  EXPECT_EQ(t.PageOf(0, 0x8040'0000), kDevice);
  EXPECT_EQ(t.PageOf(0, kRam + kRamSize), kDevice);
  EXPECT_EQ(t.PageOf(0, 0), kDevice);
  EXPECT_EQ(t.PageOf(0, kUart), kDevice);
  EXPECT_EQ(t.PageOf(0, (uint64_t{1} << 40) - kPageSize), kDevice);
  // All of EL2's, and nothing else, is missing.
  for (PhysAddr p = t.image().begin(); p < t.image().end(); p = p + kPageSize) {
    EXPECT_EQ(t.PageOf(0, p.raw()), Stage2Page{});
  }
  EXPECT_EQ(t.PageOf(0, t.image().end().raw()), kOwned);
}

TEST(LoadPrimary, ACpuOfFewerAddressBits) {
  Spec spec;
  spec.physical_address_bits = 36;
  TestSystem t(spec);
  auto state = t.vm(0).state().Lock();
  EXPECT_EQ(state->memory.limit(), uint64_t{1} << 36);
  EXPECT_EQ(state->memory.root().vtcr & 0x3f, 28u);
  EXPECT_EQ(state->memory.root().vttbr >> 48, 0u);
}

TEST(LoadPrimary, WithoutAKernel) {
  constexpr const char* kWhy =
      "hafnia: cannot boot: the RAM disk has no file \"vmlinuz\", which is the primary's kernel\n";
  Spec spec;
  spec.files = {{"initrd.img", "x"}};
  EXPECT_EQ(Failure(spec), kWhy);
  EXPECT_EQ(Failure(WithKernel("")), kWhy);
}

TEST(LoadPrimary, FromADamagedArchive) {
  TestSystem t({}, false);
  t.Write(t.archive().begin().raw(), "0707xx");
  EXPECT_THROW(t.Load(), host::PoweredOff);
  EXPECT_EQ(t.machine().TakeConsole().rfind(
                "hafnia: cannot boot: the RAM disk, before a file \"vmlinuz\": ", 0),
            0u);
}

TEST(LoadPrimary, TooLargeForRam) {
  Spec spec = WithKernel(std::string(5 * kMiB, 'k'));
  spec.ram = {{kRam, 6 * kMiB}, {0x4800'0000, 16 * kMiB}};
  spec.device_tree = 0x4800'0000;
  spec.archive = 0x4810'0000;
  EXPECT_EQ(Failure(spec),
            "hafnia: cannot boot: no RAM for the primary's kernel, 5242880 bytes at 0x40200000 + "
            "0x0\n");
  spec.files = {{"vmlinuz", MakeKernel(~uint64_t{0}, 1, 64)}};
  EXPECT_NE(Failure(spec).find("+ 0xffffffffffffffff"), std::string::npos);
  spec.files = {{"vmlinuz", MakeKernel(uint64_t{1} << 63, 1, 64)}};
  EXPECT_NE(Failure(spec).find("no RAM for the primary's kernel"), std::string::npos);
}

TEST(LoadPrimary, OverWhatTheBootLoaderLeft) {
  Spec spec = WithKernel(std::string(5 * kMiB, 'k'));
  spec.archive = 0x4060'0000;
  EXPECT_EQ(Failure(spec),
            "hafnia: cannot boot: the primary's kernel, 5242880 bytes at 0x40200000, would "
            "overwrite what the boot loader put at 0x40600000\n");
  spec.archive = 0x4200'0000;
  spec.device_tree = 0x4030'0000;
  EXPECT_NE(Failure(spec).find("put at 0x40300000"), std::string::npos);
  // Up to it there is room.
  spec.device_tree = 0x4070'0000;
  EXPECT_EQ(TestSystem(spec).vcpu(0, 0).registers.pc, 0x4020'0000u);
}

TEST(LoadPrimary, PoolOfEverySize) {
  size_t pages = 0;
  while (true) {
    Spec spec;
    spec.pool_pages = pages;
    TestSystem t(spec, false);
    try {
      t.Load();
      break;
    } catch (const host::PoweredOff&) {
      EXPECT_NE(t.machine().TakeConsole().find("cannot boot: the page pool is too small"),
                std::string::npos);
    }
    ++pages;
    ASSERT_LT(pages, 40u);
  }
  EXPECT_GT(pages, 3u);
}

}  // namespace
}  // namespace hf::test
