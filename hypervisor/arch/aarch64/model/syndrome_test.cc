// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// ESR_EL2 values as processors report them (Arm ARM D17.2.37), decoded.

#include "hypervisor/arch/aarch64/model/syndrome.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace hf::arch {
namespace {

TEST(Syndrome, Calls) {
  const Syndrome hvc(0x5a000000);
  EXPECT_EQ(hvc.exception_class(), ExceptionClass::kHvc);
  EXPECT_EQ(hvc.immediate(), 0);
  EXPECT_EQ(hvc.instruction_size(), 4u);
  EXPECT_EQ(Syndrome(0x58000000).instruction_size(), 2u);
  EXPECT_EQ(Syndrome(0x5a00ffff).immediate(), 0xffff);
  EXPECT_EQ(Syndrome(0x5e000001).exception_class(), ExceptionClass::kSmc);
  EXPECT_EQ(Syndrome(0x07e00000).exception_class(), ExceptionClass::kWfiWfe);
  // Bits above 31 (ISS2) do not disturb.
  EXPECT_EQ(Syndrome(0x1f'5a000000).exception_class(), ExceptionClass::kHvc);
}

TEST(Syndrome, DataAbort) {
  // STR W5, [...] that met a level 3 translation fault of stage 2.
  const AccessSyndrome store(0x93850047);
  EXPECT_EQ(store.exception_class(), ExceptionClass::kDataAbortLower);
  EXPECT_EQ(store.fault_status(), 7);
  EXPECT_EQ(store.level(), 3);
  EXPECT_TRUE(store.is_stage2_fault());
  EXPECT_TRUE(store.is_write());
  EXPECT_TRUE(store.valid());
  EXPECT_EQ(store.size(), 4u);
  EXPECT_EQ(store.register_number(), 5u);
  EXPECT_FALSE(store.is_64bit_register());
  EXPECT_FALSE(store.sign_extend());
  EXPECT_FALSE(store.stage1_walk());
  EXPECT_FALSE(store.cache_maintenance());
  EXPECT_FALSE(store.far_not_valid());
  // LDRSB X30: ISV, SAS 0, SSE, SRT 30, SF; permission fault at level 2.
  const AccessSyndrome load(0x92000000 | 1 << 24 | 1 << 21 | 30 << 16 | 1 << 15 | 0x0e);
  EXPECT_EQ(load.size(), 1u);
  EXPECT_TRUE(load.sign_extend());
  EXPECT_TRUE(load.is_64bit_register());
  EXPECT_EQ(load.register_number(), 30u);
  EXPECT_FALSE(load.is_write());
  EXPECT_EQ(load.level(), 2);
  EXPECT_EQ(AccessSyndrome(1 << 22).size(), 2u);
  EXPECT_EQ(AccessSyndrome(3 << 22).size(), 8u);
  EXPECT_TRUE(AbortSyndrome(1 << 7).stage1_walk());
  EXPECT_TRUE(AbortSyndrome(1 << 8).cache_maintenance());
  EXPECT_TRUE(AbortSyndrome(1 << 10).far_not_valid());
}

// Every fault status code is of one kind, and has a name.
TEST(Syndrome, FaultStatus) {
  for (uint64_t status = 0; status < 64; ++status) {
    const AbortSyndrome abort(status);
    EXPECT_EQ(abort.is_stage2_fault(), status >= 4 && status < 16) << status;
    EXPECT_EQ(abort.is_address_size_fault(), status < 4) << status;
    EXPECT_FALSE(std::string(abort.Describe()).empty());
  }
  EXPECT_STREQ(AbortSyndrome(0x00).Describe(), "address size fault");
  EXPECT_STREQ(AbortSyndrome(0x05).Describe(), "translation fault");
  EXPECT_STREQ(AbortSyndrome(0x09).Describe(), "access flag fault");
  EXPECT_STREQ(AbortSyndrome(0x0f).Describe(), "permission fault");
  EXPECT_STREQ(AbortSyndrome(0x10).Describe(), "synchronous external abort");
  EXPECT_STREQ(AbortSyndrome(0x15).Describe(), "external abort on a table walk");
  EXPECT_STREQ(AbortSyndrome(0x21).Describe(), "alignment fault");
  EXPECT_STREQ(AbortSyndrome(0x30).Describe(), "TLB conflict");
  EXPECT_STREQ(AbortSyndrome(0x35).Describe(), "unsupported exclusive or atomic access");
  EXPECT_STREQ(AbortSyndrome(0x3f).Describe(), "other fault");
}

TEST(Syndrome, SystemRegisters) {
  // MRS X7, ACTLR_EL1 (S3_0_C1_C0_1).
  const SystemRegisterSyndrome actlr(0x623204e1);
  EXPECT_EQ(actlr.exception_class(), ExceptionClass::kSystemRegister);
  EXPECT_EQ(actlr.encoding(), 0b11'000'0001'0000'001);
  EXPECT_EQ(actlr.register_number(), 7u);
  EXPECT_TRUE(actlr.is_read());
  EXPECT_FALSE(SystemRegisterSyndrome(0x623204e0).is_read());
}

TEST(Syndrome, EncodingsOfSystemRegisters) {
  for (unsigned encoding = 0; encoding < 1u << 16; ++encoding) {
    const unsigned op0 = encoding >> 14, op1 = encoding >> 11 & 7, crn = encoding >> 7 & 15,
                   crm = encoding >> 3 & 15, op2 = encoding & 7;
    const uint64_t esr = 0x62000000 | op0 << 20 | op2 << 17 | op1 << 14 | crn << 10 | crm << 1;
    EXPECT_EQ(SystemRegisterSyndrome(esr).encoding(), encoding);
    EXPECT_EQ(SystemRegisterSyndrome(esr | 0x3e1).encoding(), encoding);
  }
}

TEST(Syndrome, EveryClassHasAName) {
  std::set<std::string> names;
  for (unsigned ec = 0; ec < 64; ++ec) names.insert(Describe(static_cast<ExceptionClass>(ec)));
  EXPECT_EQ(names.count(""), 0u);
  EXPECT_STREQ(Describe(ExceptionClass::kIllegalState), "illegal execution state");
  EXPECT_STREQ(Describe(static_cast<ExceptionClass>(0x19)), "instruction that is not offered");
  EXPECT_STREQ(Describe(ExceptionClass::kSError), "SError");
}

}  // namespace
}  // namespace hf::arch
