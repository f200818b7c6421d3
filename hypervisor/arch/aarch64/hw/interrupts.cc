// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/interrupts.h"

#include "hypervisor/arch/aarch64/hw/primary_timer.h"
#include "hypervisor/arch/aarch64/hw/sysreg.h"
#include "hypervisor/arch/aarch64/model/timer.h"

namespace hf::arch {
namespace {

constexpr uint64_t kHcrVi = 1 << 7;

}  // namespace

// HCR_EL2.VI makes a virtual IRQ pending for as long as it is set (D1.3.6, D17.2.48); it is taken
// at EL1 when PSTATE.I allows. ERET synchronizes the write.
void SetInterruptLines(InterruptLines lines) {
  const uint64_t hcr = HF_READ_SYSREG(hcr_el2);
  if (lines.irq != ((hcr & kHcrVi) != 0)) HF_WRITE_SYSREG(hcr_el2, hcr ^ kHcrVi);
  if (lines.own_timer) EnableVirtualTimerInterrupt();
}

// The comparison is one of unsigned numbers (D11.2.4).
std::optional<uint64_t> TimerDeadline(const Registers&) {
  if (!IsTimerArmed(HF_READ_SYSREG(cntv_ctl_el0))) return std::nullopt;
  return HF_READ_SYSREG(cntv_cval_el0);
}

void MaskTimer(Registers&) {
  HF_WRITE_SYSREG(cntv_ctl_el0, kTimerEnable | kTimerMask);
  // The line falls before anything looks whether an interrupt is pending.
  Isb();
  DropVirtualTimerInterrupt();
}

}  // namespace hf::arch
