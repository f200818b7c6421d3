// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/aarch64/hw/primary_timer.h"

#include <array>

#include "hypervisor/arch/aarch64/hw/cpu.h"
#include "hypervisor/arch/aarch64/hw/layout.h"
#include "hypervisor/arch/aarch64/hw/sysreg.h"
#include "hypervisor/arch/aarch64/model/ppi_loan.h"
#include "hypervisor/arch/aarch64/model/timer.h"
#include "hypervisor/arch/memory.h"

namespace hf::arch {
namespace {

// The PPIs of CNTHP and CNTV (Arm BSA 3.8.1).
constexpr unsigned kEl2TimerIntid = 26;
constexpr unsigned kVirtualTimerIntid = 27;

// RD_base, and SGI_base one frame of 64 KiB above it (Arm IHI 0069, 12.11).
constexpr uint64_t kTyper = 0x0008;
constexpr uint64_t kFrame = 0x10000;
constexpr uint64_t kTyperVlpis = 1 << 1;
constexpr uint64_t kTyperLast = 1 << 4;
constexpr uint64_t kCtlr = 0x0000;
constexpr uint32_t kCtlrRegisterWritePending = 1u << 3;

// A redistributor that does not finish costs this and no more.
constexpr int kMaxPolls = 1000;

template <class T>
volatile T& Mmio(PhysAddr address) {
  return *reinterpret_cast<volatile T*>(DirectMap(address));
}

class Redistributor {
 public:
  constexpr Redistributor() = default;
  explicit Redistributor(PhysAddr sgi_base) : sgi_base_(sgi_base) {}
  // The CPU's redistributor is known.
  bool found() const { return sgi_base_.raw() != 0; }

  uint32_t Read32(uint64_t offset) { return Mmio<uint32_t>(sgi_base_ + offset); }
  void Write32(uint64_t offset, uint32_t value) { Mmio<uint32_t>(sgi_base_ + offset) = value; }
  uint8_t Read8(uint64_t offset) { return Mmio<uint8_t>(sgi_base_ + offset); }
  void Write8(uint64_t offset, uint8_t value) { Mmio<uint8_t>(sgi_base_ + offset) = value; }
  void WaitForWrites() {
    const volatile uint32_t& ctlr = Mmio<uint32_t>(sgi_base_ - kFrame + kCtlr);
    for (int i = 0; i < kMaxPolls && (ctlr & kCtlrRegisterWritePending); ++i) {
    }
  }

 private:
  PhysAddr sgi_base_;
};

struct PerCpu {
  Redistributor gicr;
  PpiLoan el2_timer{kEl2TimerIntid};
  PpiLoan virtual_timer{kVirtualTimerIntid};
};
constinit std::array<PerCpu, 8> per_cpu;

}  // namespace

void FindRedistributor(PhysRange redistributors, uint32_t cpu_index, uint64_t mpidr) {
  // GICR_TYPER has Aff3 to Aff0 in bits 63:32.
  const uint64_t affinity = (mpidr & 0xffffff) | ((mpidr >> 32 & 0xff) << 24);
  PhysAddr at = redistributors.begin();
  while (at + 2 * kFrame <= redistributors.end()) {
    const uint64_t typer = Mmio<uint64_t>(at + kTyper);
    if (typer >> 32 == affinity) {
      per_cpu[cpu_index].gicr = Redistributor(at + kFrame);
      return;
    }
    if (typer & kTyperLast) return;
    at = at + ((typer & kTyperVlpis) ? 4 : 2) * kFrame;
  }
}

void GuardPrimaryTimer(const El1Registers& primary) {
  PerCpu& cpu = per_cpu[CurrentCpuIndex()];
  if (!cpu.gicr.found() || !IsTimerArmed(primary.cntv_ctl)) return;
  // If the primary does not take its timer's interrupt, it gets none in a secondary's time either.
  if (!(cpu.gicr.Read32(kGicrIsenabler0) & PpiBit(kVirtualTimerIntid))) return;
  // In the group and with the priority of the interrupt that it stands for.
  cpu.el2_timer.Take(cpu.gicr, SettingOf(cpu.gicr, kVirtualTimerIntid));
  // CNTVOFF_EL2 is 0: virtual and physical count are one.
  HF_WRITE_SYSREG(cnthp_cval_el2, primary.cntv_cval);
  HF_WRITE_SYSREG(cnthp_ctl_el2, kTimerEnable);
}

void EnableVirtualTimerInterrupt() {
  PerCpu& cpu = per_cpu[CurrentCpuIndex()];
  if (!cpu.gicr.found() || cpu.virtual_timer.is_out()) return;
  // In a group that the CPU takes, and of the highest priority: neither the primary's priority mask
  // nor an interrupt that it is handling keeps it back. Who is disturbed is the secondary alone.
  const bool group1 = (HF_READ_SYSREG(S3_0_C12_C12_7) & 1) != 0 ||  // ICC_IGRPEN1_EL1
                      SettingOf(cpu.gicr, kVirtualTimerIntid).group1;
  // Off for the while, so that what is pending is the primary's.
  const uint64_t control = HF_READ_SYSREG(cntv_ctl_el0);
  HF_WRITE_SYSREG(cntv_ctl_el0, 0);
  Isb();
  cpu.virtual_timer.Take(cpu.gicr, {.group1 = group1, .priority = 0});
  HF_WRITE_SYSREG(cntv_ctl_el0, control);
}

void DropVirtualTimerInterrupt() {
  PerCpu& cpu = per_cpu[CurrentCpuIndex()];
  // The line falls with the mask. Pending is still an interrupt that the primary made an edge.
  if (cpu.gicr.found()) cpu.gicr.Write32(kGicrIcpendr0, PpiBit(kVirtualTimerIntid));
}

void ReturnTimerInterrupts() {
  PerCpu& cpu = per_cpu[CurrentCpuIndex()];
  HF_WRITE_SYSREG(cnthp_ctl_el2, 0);
  // Both lines are low before the PPIs are disabled, and they are disabled before the primary
  // looks.
  Isb();
  if (!cpu.gicr.found()) return;
  cpu.el2_timer.Return(cpu.gicr);
  cpu.virtual_timer.Return(cpu.gicr);
}

}  // namespace hf::arch
