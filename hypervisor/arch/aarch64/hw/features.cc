// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/features.h"

#include "hypervisor/arch/aarch64/hw/cpu.h"
#include "hypervisor/arch/aarch64/hw/prepare_traps.h"
#include "hypervisor/arch/aarch64/hw/sysreg.h"

namespace hf::arch {
namespace {

// Written once by the boot CPU before any other runs.
constinit CpuFeatures features;

}  // namespace

void DetectFeatures() {
  const uint64_t pfr0 = HF_READ_SYSREG(id_aa64pfr0_el1);
  const uint64_t pfr1 = HF_READ_SYSREG(id_aa64pfr1_el1);
  const uint64_t mmfr0 = HF_READ_SYSREG(id_aa64mmfr0_el1);
  const uint64_t mmfr1 = HF_READ_SYSREG(id_aa64mmfr1_el1);
  const uint64_t dfr0 = HF_READ_SYSREG(id_aa64dfr0_el1);
  features.gic_system_registers = IdField(pfr0, 24) != 0;
  features.ras = IdField(pfr0, 28) != 0;
  features.fault_injection = IdField(pfr0, 28) >= 2;
  features.context_number = IdField(pfr0, 56) >= 2;
  features.statistical_profiling = IdField(dfr0, 32) != 0;
  features.trace_filter = IdField(dfr0, 40) != 0;
  features.trace_buffer = IdField(dfr0, 44) != 0;
  features.branch_records = IdField(dfr0, 52) != 0;
  features.sve = IdField(pfr0, 32) != 0;
  features.ssbs = IdField(pfr1, 4) != 0;
  features.mte = IdField(pfr1, 8) >= 2;
  features.sme = IdField(pfr1, 24) != 0;
  features.fine_grained_traps = IdField(mmfr0, 56) != 0;
  features.pan = IdField(mmfr1, 20) != 0;
  features.hcx = IdField(mmfr1, 40) != 0;
  // PMUVer 0xf: a PMU that is not Arm's.
  const unsigned pmu = IdField(dfr0, 8);
  if (pmu != 0 && pmu != 0xf) {
    features.pmu_counters = (HF_READ_SYSREG(pmcr_el0) >> 11) & 0x1f;
  }
  PrepareTraps();
}

const CpuFeatures& Features() { return features; }

}  // namespace hf::arch
