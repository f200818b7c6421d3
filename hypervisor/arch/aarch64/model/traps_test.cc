// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The trap registers' values by hand from the Arm ARM's fields, and the timer and reset values.

#include "hypervisor/arch/aarch64/model/traps.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "hypervisor/arch/aarch64/model/timer.h"
#include "hypervisor/arch/registers.h"

namespace hf::arch {
namespace {

TEST(Traps, Primary) {
  const TrapControls t = TrapsFor(VmClass::kPrimary, {.pmu_counters = 6});
  // VM, TSC, RW, APK, API: interrupts, WFI and everything else stay at EL1.
  EXPECT_EQ(t.hcr, 0x0000'0300'8008'0001u);
  EXPECT_EQ(t.cptr, 0x33ffu);
  EXPECT_EQ(t.mdcr, 0x6u);  // HPMN
  EXPECT_EQ(t.cnthctl, 0x3u);
  EXPECT_EQ(t.ich_hcr, 0u);
  EXPECT_EQ(t.icc_sre, 0xfu);
}

TEST(Traps, PrimaryWithExtensions) {
  const TrapControls t = TrapsFor(VmClass::kPrimary, {.mte = true, .sve = true, .sme = true});
  EXPECT_EQ(t.hcr, 0x0100'0300'8008'0001u);
  EXPECT_EQ(t.cptr, 0x22ffu);
  EXPECT_EQ(TrapsFor(VmClass::kPrimary, {.sve = true}).cptr, 0x32ffu);
  // EnSCXT and FIEN.
  const TrapControls scxt =
      TrapsFor(VmClass::kPrimary, {.ras = true, .fault_injection = true, .context_number = true});
  EXPECT_EQ(scxt.hcr, 0x0020'8300'8008'0001u);
}

// Profiling and trace buffers are EL1's, never EL2's, whose identity map would let them write
// anywhere: E2PB and E2TB are 3 for the primary, and 2, with accesses trapped, for a secondary.
TEST(Traps, BuffersAreNeverEl2s) {
  const CpuFeatures cpu{.statistical_profiling = true, .trace_buffer = true};
  EXPECT_EQ(TrapsFor(VmClass::kPrimary, cpu).mdcr, 0x0300'3000u);
  EXPECT_EQ(TrapsFor(VmClass::kSecondary, cpu).mdcr, 0x0208'6e60u);
}

// Fine-grained traps: the bits that trap when 0 are set for the primary alone.
TEST(Traps, FineGrained) {
  const CpuFeatures cpu{.sme = true, .branch_records = true, .fine_grained_traps = true};
  const TrapControls primary = TrapsFor(VmClass::kPrimary, cpu);
  EXPECT_EQ(primary.hfgrtr, 0x00c0'0000'0000'0000u);
  EXPECT_EQ(primary.hdfgrtr, 0x3800'0000'0000'0000u);
  EXPECT_EQ(primary.hfgitr, 0x0180'0000'0000'0000u);
  const TrapControls secondary = TrapsFor(VmClass::kSecondary, cpu);
  EXPECT_EQ(secondary.hfgrtr | secondary.hdfgrtr | secondary.hfgitr, 0u);
}

// HCRX_EL2: EnAS0, EnALS, EnASR, MSCEn, TCR2En, SCTLR2En let the primary use what the CPU has.
TEST(Traps, LaterExtensions) {
  const CpuFeatures cpu{.mpam = true,
                        .ls64 = true,
                        .ls64_status = true,
                        .ls64_accdata = true,
                        .memory_copy = true,
                        .tcr2 = true,
                        .sctlr2 = true,
                        .hcx = true};
  EXPECT_EQ(TrapsFor(VmClass::kPrimary, cpu).hcrx, 0xc807u);
  EXPECT_EQ(TrapsFor(VmClass::kPrimary, {}).hcrx, 0u);
  EXPECT_EQ(TrapsFor(VmClass::kPrimary, cpu).hfgrtr, uint64_t{1} << 50);
  EXPECT_EQ(TrapsFor(VmClass::kSecondary, cpu).hcrx, 0u);
  // MPAM2_EL2: TIDR, TRAPMPAM0EL1, TRAPMPAM1EL1.
  EXPECT_EQ(TrapsFor(VmClass::kSecondary, cpu).mpam2, 0x0403'0000'0000'0000u);
  EXPECT_EQ(TrapsFor(VmClass::kPrimary, cpu).mpam2, 0u);
}

TEST(Traps, Secondary) {
  const TrapControls t = TrapsFor(VmClass::kSecondary, {.pmu_counters = 6});
  // VM, SWIO, FMO, IMO, AMO, FB, BSU inner, TWI, TID1, TID3, TSC, TIDCP, TACR, RW, TLOR, TERR.
  EXPECT_EQ(t.hcr, 0x0000'0018'803d'263bu);
  EXPECT_EQ(t.cptr, 0x4010'33ffu);
  EXPECT_EQ(t.mdcr, 0x0008'4e66u);
  EXPECT_EQ(t.cnthctl, 0x1u);
  EXPECT_EQ(t.ich_hcr, 0x5c00u);
  EXPECT_EQ(t.icc_sre, 0x7u);
}

// What the CPU has beyond the base is never a secondary's.
TEST(Traps, SecondariesAreOfferedNoExtension) {
  const TrapControls all =
      TrapsFor(VmClass::kSecondary, {.mte = true, .sve = true, .sme = true, .pmu_counters = 6});
  const TrapControls none = TrapsFor(VmClass::kSecondary, {.pmu_counters = 6});
  EXPECT_EQ(all.hcr, none.hcr | uint64_t{1} << 58);  // TID5: GMID_EL1
  EXPECT_EQ(all.cptr, none.cptr);
  EXPECT_EQ(all.mdcr, none.mdcr);
}

// FP is trapped for nobody: CPTR_EL2.TFP.
TEST(Traps, FloatingPointWorks) {
  for (const VmClass c : {VmClass::kPrimary, VmClass::kSecondary}) {
    EXPECT_EQ(TrapsFor(c, {}).cptr & 1 << 10, 0u);
  }
}

TEST(Timer, Armed) {
  EXPECT_FALSE(IsTimerArmed(0));
  EXPECT_TRUE(IsTimerArmed(1));
  EXPECT_TRUE(IsTimerArmed(5));
  EXPECT_FALSE(IsTimerArmed(3));
  EXPECT_FALSE(IsTimerArmed(2));
}

TEST(Registers, ResetAsTheBootProtocolSays) {
  Registers r;
  std::fill_n(reinterpret_cast<uint64_t*>(&r), sizeof(r) / 8, ~uint64_t{0});
  r.Reset(0x40200000, 0x41000000, 0x80000003);
  EXPECT_EQ(r.pc, 0x40200000u);
  EXPECT_EQ(r.x[0], 0x41000000u);
  EXPECT_EQ(r.vmpidr, 0x80000003u);
  EXPECT_EQ(r.pstate, 0x3c5u);
  EXPECT_EQ(r.el1.sctlr, 0x30d00800u);
  r.pc = r.x[0] = r.vmpidr = r.pstate = r.el1.sctlr = 0;
  const auto* words = reinterpret_cast<const uint64_t*>(&r);
  for (size_t i = 0; i < sizeof(r) / 8; ++i) EXPECT_EQ(words[i], 0u) << i;
}

}  // namespace
}  // namespace hf::arch
