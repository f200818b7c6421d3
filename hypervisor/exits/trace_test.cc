// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What EL2's traced variant records of a machine with VMs, in the words of hfidl. The sources of
// that variant are compiled into this test.

#include "hypervisor/exits/trace.h"

#include <gtest/gtest.h>

#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "abi/el2/fingerprint.h"
#include "abi/trace/abis.h"
#include "abi/trace/decoder.h"
#include "abi/trace/reader.h"
#include "hypervisor/arch/trace.h"
#include "hypervisor/testing/test_system.h"
#include "hypervisor/trace/recorder.h"

namespace hf {
namespace {

std::vector<uint64_t>& Memory() {
  static std::vector<uint64_t> memory(TraceRecorder::kMemorySize / 8);
  return memory;
}
std::string& Streamed() {
  static std::string bytes;
  return bytes;
}

}  // namespace

// The architecture's part.
namespace arch {

std::span<std::byte> TraceMemory() { return std::as_writable_bytes(std::span(Memory())); }
bool HasTraceDevice() { return true; }
void WriteTrace(std::span<const std::byte> bytes) {
  for (const std::byte b : bytes) Streamed().push_back(static_cast<char>(b));
}

}  // namespace arch

namespace test {
namespace {

class TraceTest : public testing::Test {
 protected:
  void SetUp() override {
    Streamed().clear();
    BeginTrace();
  }

  // Of a stream, or of memory, what stands behind "[0.000000] ".
  std::vector<std::string> Lines(const std::string& bytes) {
    std::istringstream in(bytes);
    trace::Reader reader(in, "trace");
    EXPECT_TRUE(reader.ReadHeader()) << reader.error();
    EXPECT_EQ(abis_.ProblemOf(reader.header()), "");
    reader.ExpectLevels(abis_.levels());
    trace::Decoder decoder(reader.header(), abis_);
    std::vector<std::string> lines;
    for (trace::Record r; reader.Next(r);) {
      const std::string words = decoder.Line(r).words;
      lines.push_back(words.substr(words.find("] ") + 2));
    }
    EXPECT_EQ(reader.error(), "");
    return lines;
  }
  std::string Last() {
    const auto lines = Lines(Streamed());
    return lines.empty() ? "" : lines.back();
  }

  const trace::Abis abis_ = trace::Abis::BuiltIn();
  TestSystem t_{WithSecondaries({{}, {}, {}})};
};

TEST_F(TraceTest, AMessage) {
  t_.Configure();
  t_.Run(1);
  t_.Configure();
  t_.Call(abi::Call::kMailboxReceive, 1);
  t_.Call(abi::Call::kMailboxSend, 1, 5, 0);
  t_.Run(1);
  const std::vector<std::string> lines = Lines(Streamed());
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_EQ(lines[1], "CPU 0 VM 0 vCPU 0: vcpu_run(vm_id=1, vcpu=0) -> VM 1 vCPU 0 runs");
  EXPECT_TRUE(lines[2].starts_with("CPU 0 VM 1 vCPU 0: vm_configure(send=0x")) << lines[2];
  EXPECT_TRUE(lines[2].ends_with(") -> 0")) << lines[2];
  EXPECT_EQ(
      lines[3],
      "CPU 0 VM 1 vCPU 0: mailbox_receive(block=true) -> VM 0 vCPU 0 gets WAIT_FOR_INTERRUPT");
  EXPECT_EQ(lines[4], "CPU 0 VM 0 vCPU 0: mailbox_send(vm_id=1, size=5 bytes, notify=false) -> 0");
  EXPECT_EQ(lines[5],
            "CPU 0 VM 0 vCPU 0: vcpu_run(vm_id=1, vcpu=0) -> VM 1 vCPU 0 runs; mailbox_receive "
            "returns vm_id=0, size=5 bytes");
  const auto& memory = Memory();
  EXPECT_EQ(Lines({reinterpret_cast<const char*>(memory.data()), TraceRecorder::kMemorySize}),
            lines);
}

TEST_F(TraceTest, OtherExits) {
  t_.Run(3);
  t_.Exit(Wfi());
  EXPECT_EQ(Last(), "CPU 0 VM 3 vCPU 0: WFI -> VM 0 vCPU 0 gets WAIT_FOR_INTERRUPT");
  t_.Run(1);
  t_.Exit(Interrupt());
  EXPECT_EQ(Last(), "CPU 0 VM 1 vCPU 0: interrupt -> VM 0 vCPU 0 gets PREEMPTED");
  t_.Run(1);
  t_.on().registers.pc = 0x4010'0010;
  t_.on().registers.x[0] = 0x1234;
  t_.Exit(Smc());
  EXPECT_EQ(Last(), "CPU 0 VM 1 vCPU 0: SMC #0 with x0 0x1234, pc 0x40100010 -> goes on");
  t_.Exit(Hvc(7));
  EXPECT_TRUE(Last().starts_with("CPU 0 VM 1 vCPU 0: HVC #7, pc ")) << Last();
  t_.on().registers.pc = 0x4010'0020;
  t_.Exit(DataAbort{.ipa = 0x1'0008, .write = true}.exit());
  EXPECT_EQ(Last(),
            "CPU 0 VM 1 vCPU 0: data abort writing 0x10008, pc 0x40100020 -> VM 0 vCPU 0 gets "
            "ABORTED");
  t_.Run(2);
  t_.on().registers.pc = 0x4010'0030;
  t_.Exit(InstructionAbort(0x1'0000));
  EXPECT_EQ(Last(),
            "CPU 0 VM 2 vCPU 0: instruction abort at 0x10000, pc 0x40100030 -> VM 0 vCPU 0 gets "
            "ABORTED");
}

TEST_F(TraceTest, CallsAreThoseOfTheVmsLevel) {
  t_.vm(1).set_level(abi::Level::k0_1);
  t_.Run(1);
  t_.CallOn(0, 0xff06);
  EXPECT_EQ(Last(), "CPU 0 VM 1 (0.1) vCPU 0: mailbox_clear() -> -1");
}

TEST_F(TraceTest, PsciIsThePrimarys) {
  t_.CallOn(0, 0x8400'0000);
  EXPECT_EQ(Last(), "CPU 0 VM 0 vCPU 0: PSCI VERSION(0x0, 0x0, 0x0) -> 65537");
  t_.Run(1);
  t_.CallOn(0, 0x8400'0000);
  EXPECT_EQ(Last(), "CPU 0 VM 1 vCPU 0: call 0x84000000 -> -1");
}

TEST_F(TraceTest, WhatEndsTheMachine) {
  EXPECT_THROW(t_.CallOn(0, 0x8400'0008), host::PoweredOff);
  // As the firmware's backend does; the host's has no part of the trace.
  arch::EndTrace(t_.system().cpus[0].mpidr, arch::TraceEnd::kCpu);
  EXPECT_EQ(Last(), "CPU 0 VM 0 vCPU 0: PSCI SYSTEM_OFF(0x0, 0x0, 0x0) -> does not come back");
}

TEST_F(TraceTest, ACpuStarts) {
  Vcpu& vcpu = t_.vcpu(0, 1);
  vcpu.registers.pc = 0x4020'0000;
  TraceStart(vcpu);
  EXPECT_EQ(Last(), "CPU 1 VM 0 vCPU 1: starts, pc 0x40200000 -> runs");
}

}  // namespace
}  // namespace test
}  // namespace hf
