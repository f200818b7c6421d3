// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The exception entries that EL2 makes in a VM's place, value by value (Arm ARM D1.3.1).

#include "hypervisor/arch/aarch64/model/inject.h"

#include <gtest/gtest.h>

namespace hf::arch {
namespace {

constexpr uint64_t kVbar = 0xffff800010081000;
constexpr uint64_t kPc = 0xffff800010123454;
constexpr uint64_t kFar = 0xffff800012345678;
constexpr uint64_t kSpan = uint64_t{1} << 23;
constexpr uint64_t kDssbs = uint64_t{1} << 44;
constexpr uint64_t kPan = uint64_t{1} << 22;
constexpr uint64_t kSsbs = uint64_t{1} << 12;
constexpr uint64_t kTco = uint64_t{1} << 25;
constexpr uint64_t kNothing = 0x3c5;  // EL1h, DAIF, and nothing else

Registers At(uint64_t pstate) {
  Registers r{};
  for (size_t i = 0; i < r.x.size(); ++i) r.x[i] = 100 + i;
  r.pc = kPc;
  r.pstate = pstate;
  r.el1.vbar = kVbar;
  r.el1.sctlr = kSpan;
  return r;
}

struct Origin {
  const char* name;
  uint64_t pstate;
  uint64_t vector;
  bool same_level;
};
constexpr Origin kOrigins[] = {
    {"EL1 on SP_EL0", 0x4, 0x000, true},
    {"EL1 on SP_EL1", 0x5, 0x200, true},
    {"EL0", 0x0, 0x400, false},
    {"EL0 in AArch32", 0x10, 0x600, false},
};

TEST(Inject, DataAbortFromEachOrigin) {
  for (const Origin& from : kOrigins) {
    SCOPED_TRACE(from.name);
    Registers r = At(from.pstate);
    // A write, described completely (ISV and the rest), with a level 1 translation fault.
    InjectExternalAbort(r, AbortSyndrome(0x93850045), kFar, {});
    EXPECT_EQ(r.el1.esr, from.same_level ? 0x96000050u : 0x92000050u);
    EXPECT_EQ(r.el1.far, kFar);
    EXPECT_EQ(r.el1.elr, kPc);
    EXPECT_EQ(r.el1.spsr, from.pstate);
    EXPECT_EQ(r.pc, kVbar + from.vector);
    EXPECT_EQ(r.pstate, kNothing);
    for (size_t i = 0; i < r.x.size(); ++i) EXPECT_EQ(r.x[i], 100 + i);
  }
}

TEST(Inject, InstructionAbortFromEachOrigin) {
  for (const Origin& from : kOrigins) {
    SCOPED_TRACE(from.name);
    Registers r = At(from.pstate);
    InjectExternalAbort(r, AbortSyndrome(0x82000007), kPc, {});
    EXPECT_EQ(r.el1.esr, from.same_level ? 0x86000010u : 0x82000010u);
    EXPECT_EQ(r.el1.far, kPc);
    EXPECT_EQ(r.pc, kVbar + from.vector);
  }
}

// PSTATE.DIT stands elsewhere in an AArch32 SPSR, and stays.
TEST(Inject, DitFromAarch32) {
  Registers r = At(0x10 | 1 << 21);
  InjectUndefined(r, {});
  EXPECT_EQ(r.pstate, kNothing | 1 << 24);
  r = At(0x10 | 1 << 24);  // J there
  InjectUndefined(r, {});
  EXPECT_EQ(r.pstate, kNothing);
}

TEST(Inject, UndefinedFromEachOrigin) {
  for (const Origin& from : kOrigins) {
    SCOPED_TRACE(from.name);
    Registers r = At(from.pstate);
    r.el1.far = 0x1234;
    InjectUndefined(r, {});
    EXPECT_EQ(r.el1.esr, 0x02000000u);
    EXPECT_EQ(r.el1.far, 0x1234u);  // no address belongs to it
    EXPECT_EQ(r.el1.elr, kPc);
    EXPECT_EQ(r.el1.spsr, from.pstate);
    EXPECT_EQ(r.pc, kVbar + from.vector);
    EXPECT_EQ(r.pstate, kNothing);
  }
}

TEST(Inject, WhatTheSyndromeKeeps) {
  const auto esr = [](uint64_t told) {
    Registers r = At(0x5);
    InjectExternalAbort(r, AbortSyndrome(told), kFar, {});
    return r.el1.esr;
  };
  EXPECT_EQ(esr(0x92000007), 0x96000010u);  // a read
  EXPECT_EQ(esr(0x90000007), 0x94000010u);  // of a T32 instruction of 16 bits: IL is clear
  EXPECT_EQ(esr(0x92000147), 0x96000150u);  // cache maintenance: CM and WnR
  EXPECT_EQ(esr(0x93df80c7), 0x96000057u);  // S1PTW and a write: on the walk, at level 3
  EXPECT_EQ(esr(0x92000084), 0x96000014u);  // on the walk of level 0
  EXPECT_EQ(esr(0x82000086), 0x86000016u);  // of an instruction fetch
}

TEST(Inject, FlagsStayAndTheRestIsCleared) {
  Registers r = At(0x5);
  // NZCV, DIT; and UAO, SS, IL, BTYPE, which are cleared.
  r.pstate = 0xf1000005 | 1 << 23 | 1 << 21 | 1 << 20 | 3 << 10;
  const uint64_t before = r.pstate;
  InjectUndefined(r, {});
  EXPECT_EQ(r.pstate, 0xf10003c5u);
  EXPECT_EQ(r.el1.spsr, before);
}

TEST(Inject, PrivilegedAccessNever) {
  const auto pstate = [](uint64_t sctlr, uint64_t from, bool has_pan) {
    Registers r = At(from);
    r.el1.sctlr = sctlr;
    InjectUndefined(r, {.pan = has_pan});
    return r.pstate;
  };
  EXPECT_EQ(pstate(0, 0x5, true), kNothing | kPan);
  EXPECT_EQ(pstate(kSpan, 0x5, true), kNothing);
  EXPECT_EQ(pstate(kSpan, 0x5 | kPan, true), kNothing | kPan);
  EXPECT_EQ(pstate(0, 0x5, false), kNothing);
  EXPECT_EQ(pstate(0, 0x0, true), kNothing | kPan);
}

TEST(Inject, SpeculativeStoreBypassSafe) {
  const auto pstate = [](uint64_t sctlr, uint64_t from, bool has_ssbs) {
    Registers r = At(from);
    r.el1.sctlr = kSpan | sctlr;
    InjectUndefined(r, {.ssbs = has_ssbs});
    return r.pstate;
  };
  EXPECT_EQ(pstate(kDssbs, 0x5, true), kNothing | kSsbs);
  EXPECT_EQ(pstate(0, 0x5 | kSsbs, true), kNothing);
  EXPECT_EQ(pstate(kDssbs, 0x5, false), kNothing);
}

TEST(Inject, TagChecksAreOverridden) {
  Registers r = At(0x5);
  InjectUndefined(r, {.mte = true});
  EXPECT_EQ(r.pstate, kNothing | kTco);
}

}  // namespace
}  // namespace hf::arch
