// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Records as lines: what people and programs read, word by word.

#include "abi/trace/decoder.h"

#include <gtest/gtest.h>

#include "abi/trace/test_records.h"

namespace hf::trace {
namespace {

constexpr Level kZeroOne = {.major = 0, .minor = 1};
constexpr Level kOneOne = {.major = 1, .minor = 1};

class DecoderTest : public testing::Test {
 protected:
  std::string Words(const Record& record) { return decoder_.Line(record).words; }
  // What stands behind who left.
  std::string What(const Record& record) {
    const std::string words = Words(record);
    return words.substr(words.find(": ") + 2);
  }

  const Abis abis_ = Abis::BuiltIn();
  Decoder decoder_{TestHeader(), abis_};
};

Record Other(Kind kind, uint64_t syndrome = 0) {
  Record record = CallRecord(1, {});
  record.kind = kind;
  record.syndrome = syndrome;
  return record;
}

Record Leaves(Record record, VcpuAtLevel next, uint64_t x0) {
  record.outcome = Outcome::kLeaves;
  record.next = next;
  record.next_x0 = x0;
  return record;
}

TEST_F(DecoderTest, ACallThatReturns) {
  Record record = CallRecord(17, {0xff00, 0, 0, 0});
  record.next_x0 = 1;
  const Text line = decoder_.Line(record);
  EXPECT_EQ(line.words, "[1.500000] CPU 2 VM 1 vCPU 0: vm_get_id() -> 1");
  EXPECT_EQ(line.json, R"({"sequence":17,"time_ns":1500000000,"took_ns":7000,"cpu":2,)"
                       R"("from":{"vm":1,"vcpu":0,"level":"1.0"},"kind":"call","call":"vm_get_id",)"
                       R"("arguments":{},"x":["0xff00","0x0","0x0","0x0"],"pc":"0x40100010",)"
                       R"("pstate":"0x3c5","esr":"0x5a000000",)"
                       R"("outcome":{"what":"returns","x0":"0x1","result":1},)"
                       R"("words":"[1.500000] CPU 2 VM 1 vCPU 0: vm_get_id() -> 1"})");
}

TEST_F(DecoderTest, ACallThatLeaves) {
  const Record record =
      Leaves(CallRecord(1, {0xff06, 0, 12, 0}), Who(0, 2), uint64_t{12} << 32 | 4);
  const Text line = decoder_.Line(record);
  EXPECT_EQ(line.words,
            "[1.500000] CPU 2 VM 1 vCPU 0: mailbox_send(vm_id=0, size=12 bytes, notify=false) -> "
            "VM 0 vCPU 2 gets MESSAGE(size=12 bytes)");
  EXPECT_NE(line.json.find(R"("outcome":{"what":"leaves","x0":"0xc00000004",)"
                           R"("next":{"vm":0,"vcpu":2,"level":"1.0"},)"
                           R"("run_code":{"code":"MESSAGE","size":12}})"),
            std::string::npos)
      << line.json;
}

TEST_F(DecoderTest, ACallWhoseResultComesLater) {
  EXPECT_EQ(What(Leaves(CallRecord(1, {0xff07, 1, 0, 0}), Who(0, 2), 2)),
            "mailbox_receive(block=true) -> VM 0 vCPU 2 gets WAIT_FOR_INTERRUPT");
  Record run = Leaves(CallRecord(2, {0xff03, 1, 0, 0}), Who(1, 0), uint64_t{5} << 32 | 3);
  run.from = Who(0, 2);
  EXPECT_EQ(What(run),
            "vcpu_run(vm_id=1, vcpu=0) -> VM 1 vCPU 0 runs; mailbox_receive returns vm_id=3, "
            "size=5 bytes");
  // It has the result: it was interrupted, and goes on.
  EXPECT_EQ(What(Leaves(Other(Kind::kInterrupt), Who(0, 2), 0)),
            "interrupt -> VM 0 vCPU 2 gets PREEMPTED");
  EXPECT_EQ(What(run), "vcpu_run(vm_id=1, vcpu=0) -> VM 1 vCPU 0 runs");
}

TEST_F(DecoderTest, ACallThatWillBeMadeAgain) {
  Record record = CallRecord(1, {0xff0e, 1, 0x4010'0000, 0x1000});
  record.outcome = Outcome::kAgain;
  record.next_x0 = 0xff0e;
  EXPECT_TRUE(What(record).ends_with(" -> will be made again")) << What(record);
  record.next = Who(0, 2);
  record.next_x0 = 0;
  EXPECT_TRUE(What(record).ends_with(" -> will be made again; VM 0 vCPU 2 gets PREEMPTED"))
      << What(record);
  // Nor is what it finds then a result of it.
  Record run = Leaves(CallRecord(2, {0xff03, 1, 0, 0}), Who(1, 0), 0xff0e);
  run.from = Who(0, 2);
  EXPECT_EQ(What(run), "vcpu_run(vm_id=1, vcpu=0) -> VM 1 vCPU 0 runs");
}

TEST_F(DecoderTest, EachVmAtItsLevel) {
  Record record =
      Leaves(CallRecord(1, {0xff04, 0, 12, 0}), Who(0, 2, kOneOne), uint64_t{12} << 32 | 4);
  record.from.level = kZeroOne;
  EXPECT_EQ(Words(record),
            "[1.500000] CPU 2 VM 1 (0.1) vCPU 0: mailbox_send(vm_id=0, size=12 bytes) -> "
            "VM 0 (1.1) vCPU 2 gets MESSAGE(size=12 bytes)");
  record.next = Who(0, 2, kZeroOne);
  record.next_x0 = uint64_t{12} << 32 | 3;
  EXPECT_EQ(What(record),
            "mailbox_send(vm_id=0, size=12 bytes) -> "
            "VM 0 (0.1) vCPU 2 gets MESSAGE(size=12 bytes)");
  Record version = CallRecord(2, {0xff0f, 0, 0, 0});
  version.from = version.next = Who(1, 0, kOneOne);
  version.next_x0 = 0x1'0001;
  EXPECT_EQ(What(version), "abi_version() -> major=1, minor=1");
}

TEST_F(DecoderTest, WhatDoesNotComeBack) {
  Record record = Other(Kind::kPsci, kHvc);
  record.x = {0x8400'0008, 0, 0, 0};
  record.outcome = Outcome::kNone;
  record.next = {};
  EXPECT_EQ(What(record), "PSCI SYSTEM_OFF(0x0, 0x0, 0x0) -> does not come back");
  record.sequence = kNotFinished;
  const Text line = decoder_.Line(record);
  EXPECT_TRUE(line.words.ends_with("-> has not come back")) << line.words;
  EXPECT_TRUE(line.json.starts_with(R"({"time_ns":1500000000,"cpu":2,)")) << line.json;
  EXPECT_NE(line.json.find(R"("outcome":{"what":"open"})"), std::string::npos) << line.json;
}

TEST_F(DecoderTest, Psci) {
  Record record = Other(Kind::kPsci, kHvc);
  record.x = {0xc400'0003, 1, 0x1000, 0};
  record.next_x0 = ~uint64_t{1};
  EXPECT_EQ(What(record), "PSCI CPU_ON(0x1, 0x1000, 0x0) -> -2");
  record.x[0] = 0x8400'001f;
  EXPECT_EQ(What(record), "PSCI 0x8400001f(0x1, 0x1000, 0x0) -> -2");
}

TEST_F(DecoderTest, OtherExits) {
  EXPECT_EQ(What(Leaves(Other(Kind::kSError), Who(0, 2), 7)), "SError -> VM 0 vCPU 2 gets ABORTED");
  EXPECT_EQ(What(Other(Kind::kWait, 0)), "WFI -> goes on");
  EXPECT_EQ(What(Other(Kind::kWait, 1)), "WFE -> goes on");
  EXPECT_EQ(What(Other(Kind::kHypervisorCall, kHvc | 7)), "HVC #7, pc 0x40100010 -> goes on");
  EXPECT_EQ(What(Other(Kind::kSecureMonitorCall, uint64_t{0x17} << 26)),
            "SMC #0 with x0 0x0, pc 0x40100010 -> goes on");
  EXPECT_EQ(What(Other(Kind::kOther, uint64_t{0x07} << 26)),
            "exception of class 0x7, pc 0x40100010 -> goes on");
  Record start = Other(Kind::kStart);
  start.sequence = 1;
  EXPECT_EQ(What(start), "starts, pc 0x40100010 -> runs");
}

TEST_F(DecoderTest, SystemRegisters) {
  // op0 3, op1 0, CRn 1, CRm 0, op2 1: ACTLR_EL1.
  constexpr uint64_t kActlr = uint64_t{0x18} << 26 | 3 << 20 | 1 << 17 | 1 << 10 | 5 << 5;
  EXPECT_EQ(What(Other(Kind::kSystemRegister, kActlr | 1)),
            "MRS x5, S3_0_C1_C0_1, pc 0x40100010 -> goes on");
  EXPECT_EQ(What(Other(Kind::kSystemRegister, kActlr)),
            "MSR S3_0_C1_C0_1, x5, pc 0x40100010 -> goes on");
}

TEST_F(DecoderTest, Aborts) {
  Record record = Other(Kind::kDataAbort, uint64_t{0x24} << 26);
  record.far = 0xffff'0000'0000'0123;
  EXPECT_EQ(What(record),
            "data abort reading virtual address 0xffff000000000123, pc 0x40100010 -> goes on");
  record.ipa = 0x900'0018;
  record.syndrome |= 1 << 6;
  const Text line = decoder_.Line(record);
  EXPECT_TRUE(line.words.ends_with("data abort writing 0x9000018, pc 0x40100010 -> goes on"))
      << line.words;
  EXPECT_NE(line.json.find(R"("far":"0xffff000000000123","ipa":"0x9000018")"), std::string::npos)
      << line.json;
  record.kind = Kind::kInstructionAbort;
  EXPECT_EQ(What(Leaves(record, Who(0, 2), 7)),
            "instruction abort at 0x9000018, pc 0x40100010 -> VM 0 vCPU 2 gets ABORTED");
}

TEST_F(DecoderTest, WhatRepeats) {
  Record record = Other(Kind::kDataAbort);
  record.ipa = 0x900'0018;
  const std::string text = decoder_.Repeats(record);
  EXPECT_EQ(text, "CPU 2 VM 1 vCPU 0: more data aborts at 0x9000000");
  record.ipa = 0x900'0000;
  record.pc += 4;
  EXPECT_EQ(decoder_.Repeats(record), text);
  record.ipa = 0x900'1000;
  EXPECT_NE(decoder_.Repeats(record), text);
  EXPECT_EQ(decoder_.Repeats(Leaves(record, Who(0, 2), 7)), "");
  EXPECT_EQ(decoder_.Repeats(CallRecord(1, {0xff00, 0, 0, 0})), "");
}

// A record may say what no hypervisor would do: it is shown nonetheless.
TEST_F(DecoderTest, Nonsense) {
  for (int kind = 1; kind <= static_cast<int>(Kind::kStart); ++kind) {
    for (int outcome = 0; outcome <= static_cast<int>(Outcome::kAgain); ++outcome) {
      for (const Level level : abis_.levels()) {
        Record record = CallRecord(kNotFinished, {~uint64_t{0}, 1, 2, ~uint64_t{0}});
        record.kind = static_cast<Kind>(kind);
        record.outcome = static_cast<Outcome>(outcome);
        record.from = record.next = Who(0, 0xffff, level);
        record.syndrome = record.next_x0 = ~uint64_t{0};
        EXPECT_NE(Words(record), "");
      }
    }
  }
}

}  // namespace
}  // namespace hf::trace
