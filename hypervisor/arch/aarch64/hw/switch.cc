// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/switch.h"

#include <array>

#include "hypervisor/arch/aarch64/hw/prepare_traps.h"
#include "hypervisor/arch/aarch64/hw/primary_state.h"
#include "hypervisor/arch/aarch64/hw/primary_timer.h"
#include "hypervisor/arch/aarch64/hw/sysreg.h"
#include "hypervisor/arch/aarch64/model/traps.h"
#include "hypervisor/arch/aarch64/registers/switched.h"
#include "hypervisor/arch/features.h"

extern "C" {
void hf_fp_save(hf::arch::FpRegisters* to);
void hf_fp_load(const hf::arch::FpRegisters* from);
}

namespace hf::arch {
namespace {

// For each class of VM; written once by the boot CPU before any other runs.
constinit std::array<TrapControls, 2> trap_controls = {};

constexpr uint64_t kMpamTraps = TrapsFor(VmClass::kSecondary, {}).mpam2;

[[gnu::noinline]] void SaveEl1(El1Registers& to) {
#define HF_SAVE(field, name) to.field = HF_READ_SYSREG(name);
  HF_EACH_EL1_REGISTER(HF_SAVE)
#undef HF_SAVE
#define HF_SAVE_IF(feature, field, name) \
  if (Features().feature) to.field = HF_READ_SYSREG(name);
  HF_EACH_OPTIONAL_EL1_REGISTER(HF_SAVE_IF)
#undef HF_SAVE_IF
}

[[gnu::noinline]] void LoadEl1(const El1Registers& from) {
#define HF_LOAD(field, name) HF_WRITE_SYSREG(name, from.field);
  HF_EACH_EL1_REGISTER(HF_LOAD)
#undef HF_LOAD
#define HF_LOAD_IF(feature, field, name) \
  if (Features().feature) HF_WRITE_SYSREG(name, from.field);
  HF_EACH_OPTIONAL_EL1_REGISTER(HF_LOAD_IF)
#undef HF_LOAD_IF
}

// Leaves the timer off: no line is asserted by a mixture of two vCPUs' timers.
void SaveTimer(El1Registers& to) {
  to.cntv_cval = HF_READ_SYSREG(cntv_cval_el0);
  to.cntv_ctl = HF_READ_SYSREG(cntv_ctl_el0);
  HF_WRITE_SYSREG(cntv_ctl_el0, 0);
}

void LoadTimer(const El1Registers& from) {
  HF_WRITE_SYSREG(cntv_cval_el0, from.cntv_cval);
  HF_WRITE_SYSREG(cntv_ctl_el0, from.cntv_ctl);
}

// What decides how the CPU treats the VM. ERET synchronizes it (D1.2.3), so no ISB is needed.
void LoadControls(const Loadable& to) {
  const CpuFeatures& cpu = Features();
  const TrapControls& traps = trap_controls[static_cast<size_t>(to.vm_class)];
  HF_WRITE_SYSREG(hcr_el2, traps.hcr);
  HF_WRITE_SYSREG(cptr_el2, traps.cptr);
  HF_WRITE_SYSREG(mdcr_el2, traps.mdcr);
  HF_WRITE_SYSREG(cnthctl_el2, traps.cnthctl);
  if (cpu.hcx) HF_WRITE_SYSREG(S3_4_C1_C2_2, traps.hcrx);     // HCRX_EL2
  if (cpu.mpam) HF_WRITE_SYSREG(S3_4_C10_C5_0, traps.mpam2);  // MPAM2_EL2
  if (cpu.gic_system_registers) {
    HF_WRITE_SYSREG(S3_4_C12_C11_0, traps.ich_hcr);  // ICH_HCR_EL2
    HF_WRITE_SYSREG(S3_4_C12_C9_5, traps.icc_sre);   // ICC_SRE_EL2
  }
  if (cpu.fine_grained_traps) {
    HF_WRITE_SYSREG(S3_4_C1_C1_4, traps.hfgrtr);   // HFGRTR_EL2
    HF_WRITE_SYSREG(S3_4_C1_C1_5, traps.hfgrtr);   // HFGWTR_EL2
    HF_WRITE_SYSREG(S3_4_C1_C1_6, traps.hfgitr);   // HFGITR_EL2
    HF_WRITE_SYSREG(S3_4_C3_C1_4, traps.hdfgrtr);  // HDFGRTR_EL2
    HF_WRITE_SYSREG(S3_4_C3_C1_5, traps.hdfgrtr);  // HDFGWTR_EL2
  }
  // To a secondary this is DISR_EL1 (HCR_EL2.AMO): no deferred SError, and nobody else's.
  if (cpu.ras) HF_WRITE_SYSREG(S3_4_C12_C1_1, 0);  // VDISR_EL2
  HF_WRITE_SYSREG(vtcr_el2, to.stage2.vtcr);
  HF_WRITE_SYSREG(vttbr_el2, to.stage2.vttbr);
  HF_WRITE_SYSREG(vmpidr_el2, to.registers.vmpidr);
}

[[gnu::noinline]] void LoadSystem(const Loadable& to) {
  LoadControls(to);
  LoadEl1(to.registers.el1);
  LoadTimer(to.registers.el1);
}

}  // namespace

void PrepareTraps() {
  for (const VmClass vm_class : {VmClass::kPrimary, VmClass::kSecondary}) {
    TrapControls& traps = trap_controls[static_cast<size_t>(vm_class)];
    traps = TrapsFor(vm_class, Features());
    // What else is in MPAM2_EL2 labels EL2's own accesses: it stays as the firmware has it.
    if (Features().mpam) traps.mpam2 |= HF_READ_SYSREG(S3_4_C10_C5_0) & ~kMpamTraps;
  }
}

void SwitchVcpu(const Loadable& from, const Loadable& to) {
  SaveEl1(from.registers.el1);
  SaveTimer(from.registers.el1);
  hf_fp_save(&from.registers.fp);
  if (from.vm_class == VmClass::kPrimary) {
    GuardPrimaryTimer(from.registers.el1);
    SuspendPrimaryState();
  } else {
    ReturnTimerInterrupts();
  }
  LoadSystem(to);
  if (to.vm_class == VmClass::kPrimary) ResumePrimaryState();
  hf_fp_load(&to.registers.fp);
}

void UnloadEl1(Registers& registers) { SaveEl1(registers.el1); }

void ReloadEl1(const Registers& registers) { LoadEl1(registers.el1); }

void LoadFirstVcpu(const Loadable& to) {
  LoadSystem(to);
  hf_fp_load(&to.registers.fp);
}

}  // namespace hf::arch
