// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The EL2 control registers that decide what a VM may do by itself and what it must ask for. There
// are two classes of VM, so there are two sets of values.

#ifndef HYPERVISOR_ARCH_AARCH64_MODEL_TRAPS_H_
#define HYPERVISOR_ARCH_AARCH64_MODEL_TRAPS_H_

#include <cstdint>

#include "hypervisor/arch/features.h"
#include "hypervisor/arch/switch.h"

namespace hf::arch {

struct TrapControls {
  uint64_t hcr;
  uint64_t cptr;
  uint64_t mdcr;
  uint64_t cnthctl;
  uint64_t ich_hcr;  // only where there is a GICv3
  uint64_t icc_sre;  // ICC_SRE_EL2, likewise
  uint64_t hfgrtr;   // only where there are fine-grained traps; for writes too
  uint64_t hdfgrtr;
  uint64_t hfgitr;
};

constexpr uint64_t Bit(unsigned n) { return uint64_t{1} << n; }

// HCR_EL2 (D17.2.48).
inline constexpr uint64_t kHcrVm = Bit(0);    // stage 2 on
inline constexpr uint64_t kHcrSwio = Bit(1);  // set/way invalidation also cleans
inline constexpr uint64_t kHcrFmo = Bit(3);   // FIQ, IRQ and SError come to EL2
inline constexpr uint64_t kHcrImo = Bit(4);
inline constexpr uint64_t kHcrAmo = Bit(5);
inline constexpr uint64_t kHcrFb = Bit(9);         // local TLB and cache maintenance is broadcast
inline constexpr uint64_t kHcrBsuInner = Bit(10);  // barriers are at least inner shareable
inline constexpr uint64_t kHcrTwi = Bit(13);       // WFI
inline constexpr uint64_t kHcrTsc = Bit(19);       // SMC
inline constexpr uint64_t kHcrTidcp = Bit(20);     // implementation-defined registers
inline constexpr uint64_t kHcrTacr = Bit(21);      // ACTLR_EL1
inline constexpr uint64_t kHcrRw = Bit(31);        // EL1 is AArch64
inline constexpr uint64_t kHcrTlor = Bit(35);      // limited ordering regions
inline constexpr uint64_t kHcrTerr = Bit(36);      // RAS error records
inline constexpr uint64_t kHcrApk = Bit(40);       // pointer authentication keys are not trapped
inline constexpr uint64_t kHcrApi = Bit(41);       // nor are its instructions
inline constexpr uint64_t kHcrFien = Bit(47);      // nor is the injection of error records
inline constexpr uint64_t kHcrEnScxt = Bit(53);    // nor are SCXTNUM_EL1 and EL0
inline constexpr uint64_t kHcrAta = Bit(56);       // nor are allocation tags

constexpr TrapControls TrapsFor(VmClass vm_class, const CpuFeatures& cpu) {
  const bool primary = vm_class == VmClass::kPrimary;
  TrapControls t{};
  // The primary owns the physical interrupts and keeps all of EL1 and EL0; only SMC is EL2's,
  // because it answers PSCI. A secondary is stopped by every physical interrupt.
  t.hcr = primary ? kHcrVm | kHcrTsc | kHcrRw | kHcrApk | kHcrApi | (cpu.mte ? kHcrAta : 0) |
                        (cpu.fault_injection ? kHcrFien : 0) | (cpu.context_number ? kHcrEnScxt : 0)
                  : kHcrVm | kHcrSwio | kHcrFmo | kHcrImo | kHcrAmo | kHcrFb | kHcrBsuInner |
                        kHcrTwi | kHcrTsc | kHcrTidcp | kHcrTacr | kHcrRw | kHcrTlor | kHcrTerr;

  // CPTR_EL2 (D17.2.30): bits 13, 12, 9:0 are RES1 but where 12 is SME's and 8 SVE's trap. FP is
  // never trapped. A secondary has neither SVE nor SME, trace registers (TTA) or activity monitors
  // (TAM).
  t.cptr = 0x32ff | Bit(12) | Bit(8);
  if (primary && cpu.sve) t.cptr &= ~Bit(8);
  if (primary && cpu.sme) t.cptr &= ~Bit(12);
  if (!primary) t.cptr |= Bit(20) | Bit(30);

  // MDCR_EL2 (D17.2.88): HPMN leaves all event counters to EL1. For a secondary: TPMCR, TPM (PMU),
  // TDE clear, TDA, TDOSA, TDRA (debug), TPMS (profiling), TTRF (trace filter). E2PB and E2TB say
  // whose the profiling and trace buffers are: 0 would make them EL2's, written through its
  // identity map; 2 is EL1's with accesses trapped, 3 without.
  t.mdcr = cpu.pmu_counters;
  if (!primary) t.mdcr |= Bit(5) | Bit(6) | Bit(9) | Bit(10) | Bit(11) | Bit(14) | Bit(19);
  const uint64_t buffers = primary ? 3 : 2;
  if (cpu.statistical_profiling) t.mdcr |= buffers << 12;
  if (cpu.trace_buffer) t.mdcr |= buffers << 24;

  // CNTHCTL_EL2 (D17.10.2): EL1PCTEN, the physical counter is readable; EL1PCEN, the physical
  // timer, is the primary's.
  t.cnthctl = Bit(0) | (primary ? Bit(1) : 0);

  // ICH_HCR_EL2 (D17.9.8): TC, TALL0 and TALL1 trap a secondary's CPU interface; TDIR too.
  // ICC_SRE_EL2: SRE, DFB, DIB, and Enable, without which ICC_SRE_EL1 traps.
  t.ich_hcr = primary ? 0 : Bit(10) | Bit(11) | Bit(12) | Bit(14);
  t.icc_sre = primary ? 0xf : 0x7;

  // HFGRTR_EL2, HDFGRTR_EL2, HFGITR_EL2 (D17.2.62 to 65): nothing is trapped. The bits that trap
  // when they are 0 are set for the primary: nTPIDR2_EL0, nSMPRI_EL1; nBRBDATA, nBRBCTL, nBRBIDR;
  // nBRBIALL, nBRBINJ.
  if (primary && cpu.sme) t.hfgrtr = Bit(54) | Bit(55);
  if (primary && cpu.branch_records) {
    t.hdfgrtr = Bit(59) | Bit(60) | Bit(61);
    t.hfgitr = Bit(55) | Bit(56);
  }
  return t;
}

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_MODEL_TRAPS_H_
