// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What is answered to trapped accesses, and what is shown in ID registers, by hand from the Arm
// ARM's encodings and fields (D17.2) and the GIC's (IHI 0069, 12.2), not from the policy.

#include "hypervisor/arch/aarch64/model/system_register.h"

#include <gtest/gtest.h>

#include "hypervisor/arch/aarch64/registers/id_registers.h"

namespace hf::arch {
namespace {

constexpr uint16_t Encoding(unsigned op0, unsigned op1, unsigned crn, unsigned crm, unsigned op2) {
  return static_cast<uint16_t>(op0 << 14 | op1 << 11 | crn << 7 | crm << 3 | op2);
}

constexpr unsigned kPfr0 = IdIndex(Encoding(3, 0, 0, 4, 0));
constexpr unsigned kPfr1 = IdIndex(Encoding(3, 0, 0, 4, 1));
constexpr unsigned kDfr0 = IdIndex(Encoding(3, 0, 0, 5, 0));
constexpr unsigned kIsar1 = IdIndex(Encoding(3, 0, 0, 6, 1));
constexpr unsigned kMmfr0 = IdIndex(Encoding(3, 0, 0, 7, 0));
constexpr unsigned kMmfr1 = IdIndex(Encoding(3, 0, 0, 7, 1));

TEST(Answer, OfEveryEncoding) {
  unsigned zeros = 0, ids = 0;
  for (unsigned encoding = 0; encoding < 1u << 16; ++encoding) {
    const unsigned crm = encoding >> 3 & 15, op2 = encoding & 7;
    RegisterAnswer expected = RegisterAnswer::kUndefined;
    switch (encoding >> 7) {
      case 0b11'000'0000:
        if (crm >= 1 && crm <= 7) expected = RegisterAnswer::kId;
        if (crm == 0 && op2 == 6) expected = RegisterAnswer::kZero;  // REVIDR_EL1
        break;
      case 0b11'000'0001:
        if (crm == 0 && op2 == 1) expected = RegisterAnswer::kZero;  // ACTLR_EL1
        break;
      case 0b11'000'0100:
        if (crm == 6 && op2 == 0) expected = RegisterAnswer::kZero;  // ICC_PMR_EL1
        break;
      case 0b11'000'1100:  // ICC_*: all that are assigned
        if (crm == 8 || crm == 12 || (crm == 9 && (op2 <= 3 || op2 == 5)) ||
            (crm == 11 && (op2 == 1 || op2 == 3 || op2 >= 5))) {
          expected = RegisterAnswer::kZero;
        }
        break;
      case 0b11'001'0000:
        if (crm == 0 && op2 == 7) expected = RegisterAnswer::kZero;  // AIDR_EL1
        break;
      default:
        break;
    }
    EXPECT_EQ(AnswerTo(static_cast<uint16_t>(encoding)), expected) << std::hex << encoding;
    zeros += expected == RegisterAnswer::kZero;
    ids += expected == RegisterAnswer::kId;
  }
  EXPECT_EQ(zeros, 4u + 16u + 5u + 5u);
  EXPECT_EQ(ids, 56u);
}

IdRegisters Shown(unsigned index, uint64_t value) {
  IdRegisters registers = {};
  registers[index] = value;
  HideWhatIsNotOffered(registers);
  return registers;
}

// The fields of SVE, SME, MTE, RAS, AMU, MPAM, GIC, EL2, EL3, debug, and so on.
TEST(IdRegisters, ShowOnlyWhatIsOffered) {
  // All that a CPU can say: CSV3 and DIT are kept; CSV2 and EL1 are at most 1.
  EXPECT_EQ(Shown(kPfr0, 0x1201'1111'2122'2222)[kPfr0], 0x1101'0000'0022'0012u);
  EXPECT_EQ(Shown(kPfr1, 0x1111'1111'1111'1321)[kPfr1], 0x21u);  // BT, SSBS
  // v8 debug, two breakpoints, two watchpoints, one of them context-aware: the least there is.
  EXPECT_EQ(Shown(kDfr0, 0x1111'1111'1030'5609)[kDfr0], 0x0010'1006u);
  EXPECT_EQ(Shown(kDfr0, 0)[kDfr0], 0x0010'1006u);
  // No pointer authentication, no LS64.
  EXPECT_EQ(Shown(kIsar1, ~uint64_t{0})[kIsar1], 0x0fff'ffff'00ff'f00fu);
  // 40 bits of physical addresses at most; less stays less. No traps (FGT), counters ordered.
  EXPECT_EQ(Shown(kMmfr0, 0x2100'0322'1021'2126)[kMmfr0], 0x1000'0000'1021'0122u);
  EXPECT_EQ(Shown(kMmfr0, 0x1)[kMmfr0], 0x1u);
  // No VHE, LOR, VMID bits, HCX.
  EXPECT_EQ(Shown(kMmfr1, 0x0011'1111'1021'1122)[kMmfr1], 0x0001'1010'0020'1002u);
}

// PMU, SVE, SME: registers that say more of what is not offered say nothing.
TEST(IdRegisters, WholeRegisters) {
  for (const uint16_t encoding :
       {Encoding(3, 0, 0, 4, 4), Encoding(3, 0, 0, 4, 5), Encoding(3, 0, 0, 5, 1),
        Encoding(3, 0, 0, 5, 4), Encoding(3, 0, 0, 7, 3), Encoding(3, 0, 0, 1, 2),
        Encoding(3, 0, 0, 1, 3), Encoding(3, 0, 0, 3, 5), Encoding(3, 0, 0, 3, 3),
        Encoding(3, 0, 0, 7, 7)}) {
    EXPECT_EQ(Shown(IdIndex(encoding), ~uint64_t{0})[IdIndex(encoding)], 0u) << encoding;
  }
  // AArch32's instructions are as they are: EL0 may use them.
  const unsigned isar0 = IdIndex(Encoding(3, 0, 0, 2, 0));
  EXPECT_EQ(Shown(isar0, 0x0210'1110)[isar0], 0x0210'1110u);
}

// No register shows a bit that the CPU does not have, but for debug's least.
TEST(IdRegisters, NothingIsInvented) {
  for (unsigned i = 0; i < IdRegisters{}.size(); ++i) {
    for (unsigned bit = 0; bit < 64; ++bit) {
      const IdRegisters shown = Shown(i, uint64_t{1} << bit);
      for (unsigned j = 0; j < shown.size(); ++j) {
        if (j == kDfr0) continue;
        // A limit may make a 1 of an 8.
        if (j != i) EXPECT_EQ(shown[j], 0u) << j;
        if (shown[j] != 0) EXPECT_EQ((63u - __builtin_clzll(shown[j])) / 4, bit / 4);
      }
    }
  }
}

TEST(Features, AreReadFromTheirFields) {
  IdRegisters id = {};
  EXPECT_FALSE(FeaturesOf(id).sve || FeaturesOf(id).pan || FeaturesOf(id).mte);
  id[kPfr0] = 0x2000'0101'2100'0000;  // CSV2 (CSV3 is above it), MPAM, SVE, RAS, GIC
  id[kPfr1] = 0x210;
  CpuFeatures cpu = FeaturesOf(id);
  EXPECT_TRUE(cpu.gic_system_registers && cpu.sve && cpu.ras && cpu.fault_injection && cpu.mpam &&
              cpu.mte && cpu.ssbs);
  EXPECT_FALSE(cpu.context_number || cpu.sme || cpu.hcx);
  id = {};
  id[kPfr0] = 0x0200'0000'1000'0000;
  id[kPfr1] = 0x100;
  id[kDfr0] = 0x0010'1001'0000'0000;
  id[kMmfr0] = 0x0100'0000'0000'0000;
  id[kMmfr1] = 0x0000'0100'0010'0000;
  cpu = FeaturesOf(id);
  EXPECT_TRUE(cpu.context_number && cpu.ras && cpu.branch_records && cpu.trace_buffer &&
              cpu.statistical_profiling && cpu.fine_grained_traps && cpu.pan && cpu.hcx);
  EXPECT_FALSE(cpu.fault_injection || cpu.mte || cpu.trace_filter || cpu.gic_system_registers);
}

}  // namespace
}  // namespace hf::arch
