// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the CPUs implement beyond the base architecture, as far as EL2 must know. All CPUs are taken
// to be alike; the boot CPU is asked.

#ifndef HYPERVISOR_ARCH_FEATURES_H_
#define HYPERVISOR_ARCH_FEATURES_H_

#include <array>
#include <cstdint>

namespace hf::arch {

struct CpuFeatures {
  bool pan = false;              // FEAT_PAN: SCTLR_EL1.SPAN decides PSTATE.PAN at an exception
  bool ssbs = false;             // FEAT_SSBS: SCTLR_EL1.DSSBS decides PSTATE.SSBS
  bool mte = false;              // FEAT_MTE2: allocation tags, PSTATE.TCO
  bool sve = false;              // FEAT_SVE
  bool sme = false;              // FEAT_SME
  bool ras = false;              // FEAT_RAS: DISR_EL1, which is VDISR_EL2 to a secondary
  bool fault_injection = false;  // FEAT_RASv1p1: error records can be injected
  bool context_number = false;   // FEAT_CSV2_2: SCXTNUM_EL1 and EL0
  bool statistical_profiling = false;  // FEAT_SPE
  bool trace_buffer = false;           // FEAT_TRBE
  bool trace_filter = false;           // FEAT_TRF
  bool branch_records = false;         // FEAT_BRBE
  bool mpam = false;                   // FEAT_MPAM
  bool ls64 = false;                   // FEAT_LS64 and what it grew to: 64-byte loads and stores
  bool ls64_status = false;
  bool ls64_accdata = false;
  bool memory_copy = false;           // FEAT_MOPS
  bool tcr2 = false;                  // FEAT_TCR2
  bool sctlr2 = false;                // FEAT_SCTLR2
  bool hcx = false;                   // FEAT_HCX: HCRX_EL2 exists
  bool fine_grained_traps = false;    // FEAT_FGT: HFGRTR_EL2 and its kin exist
  bool gic_system_registers = false;  // GICv3 CPU interface
  bool pmu = false;                   // FEAT_PMUv3
  uint8_t pmu_counters = 0;           // PMCR_EL0.N, where there is a PMU
};

const CpuFeatures& Features();

// The ID registers S3_0_C0_C1_0 to S3_0_C0_C7_7, in the order of their encodings.
using IdRegisters = std::array<uint64_t, 56>;

// What a secondary reads in them.
const IdRegisters& OfferedIdRegisters();

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_FEATURES_H_
