// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/aarch64/hw/cpu.h"

#include "hypervisor/arch/aarch64/hw/sysreg.h"
#include "hypervisor/arch/aarch64/model/psci.h"
#include "hypervisor/arch/features.h"
#include "hypervisor/arch/switch.h"

namespace hf::arch {

void SetUpCpu() {
  const CpuFeatures& cpu = Features();
  HF_WRITE_SYSREG(hstr_el2, 0);  // no AArch32 trap by CRn
  HF_WRITE_SYSREG(vpidr_el2, HF_READ_SYSREG(midr_el1));
  HF_WRITE_SYSREG(cntvoff_el2, 0);  // all VMs see one counter
  HF_WRITE_SYSREG(cnthp_ctl_el2, 0);
  HF_WRITE_SYSREG(cntp_ctl_el0, 0);
  HF_WRITE_SYSREG(cntv_ctl_el0, 0);
  if (cpu.gic_system_registers) {
    // ICC_SRE_EL2: SRE, DFB, DIB, Enable; ICH_HCR_EL2: no virtual interface.
    HF_WRITE_SYSREG(S3_4_C12_C9_5, 0xf);
    Isb();
    HF_WRITE_SYSREG(S3_4_C12_C11_0, 0);
  }
  // Vectors of 128 bits for the primary: a secondary, which has only the FP registers, then leaves
  // no part of a longer vector changed that a switch does not restore. EL2's own traps, CPTR_EL2.TZ
  // and TSM, must be off while these are written.
  HF_WRITE_SYSREG(cptr_el2, 0x22ff);
  Isb();
  if (cpu.sve) HF_WRITE_SYSREG(S3_4_C1_C2_0, 0);  // ZCR_EL2.LEN
  if (cpu.sme) HF_WRITE_SYSREG(S3_4_C1_C2_6, 0);  // SMCR_EL2.LEN
  Isb();
}

uint64_t ThisMpidr() { return HF_READ_SYSREG(mpidr_el1) & psci::kAffinityMask; }

void InvalidateEl2() { asm volatile("dsb ishst\n\ttlbi alle2is\n\tdsb ish\n\tisb" : : : "memory"); }

uint64_t Now() { return HF_READ_SYSREG(cntpct_el0); }
uint64_t CounterFrequency() { return HF_READ_SYSREG(cntfrq_el0); }

}  // namespace hf::arch
