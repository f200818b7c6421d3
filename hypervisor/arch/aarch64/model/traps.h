// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The EL2 control registers that decide what a VM may do by itself and what it must ask for. There
// are two classes of VM, so there are two sets of values. Their bits are in registers.policy, each
// with its reason. Some exist only on some CPUs:
//
//   ich_hcr, icc_sre         with a GICv3: ICH_HCR_EL2, ICC_SRE_EL2
//   hcrx                     with FEAT_HCX
//   hfgrtr, hdfgrtr, hfgitr  with fine-grained traps; the first two are those of writes too
//   mpam2                    with FEAT_MPAM

#ifndef HYPERVISOR_ARCH_AARCH64_MODEL_TRAPS_H_
#define HYPERVISOR_ARCH_AARCH64_MODEL_TRAPS_H_

#include "hypervisor/arch/aarch64/registers/trap_values.h"
#include "hypervisor/arch/features.h"
#include "hypervisor/arch/switch.h"

namespace hf::arch {

constexpr TrapControls TrapsFor(VmClass vm_class, const CpuFeatures& cpu) {
  TrapControls t = TrapBits(vm_class, cpu);
  // MDCR_EL2.HPMN leaves all event counters to EL1.
  t.mdcr |= cpu.pmu_counters;
  return t;
}

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_MODEL_TRAPS_H_
