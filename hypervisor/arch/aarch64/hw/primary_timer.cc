// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/aarch64/hw/primary_timer.h"

#include <array>

#include "hypervisor/arch/aarch64/hw/cpu.h"
#include "hypervisor/arch/aarch64/hw/layout.h"
#include "hypervisor/arch/aarch64/hw/sysreg.h"
#include "hypervisor/arch/aarch64/model/timer.h"
#include "hypervisor/arch/memory.h"

namespace hf::arch {
namespace {

// The PPIs of CNTHP and CNTV (Arm BSA 3.8.1).
constexpr unsigned kEl2TimerIntid = 26;
constexpr unsigned kVirtualTimerIntid = 27;
constexpr uint32_t kEl2TimerBit = 1u << kEl2TimerIntid;
constexpr uint32_t kVirtualTimerBit = 1u << kVirtualTimerIntid;

// GICR registers (Arm IHI 0069, 12.11): RD_base, and SGI_base one frame of 64 KiB above it.
constexpr uint64_t kTyper = 0x0008;
constexpr uint64_t kFrame = 0x10000;
constexpr uint64_t kTyperVlpis = 1 << 1;
constexpr uint64_t kTyperLast = 1 << 4;
constexpr uint64_t kCtlr = 0x0000;
constexpr uint32_t kCtlrRegisterWritePending = 1u << 3;
constexpr uint64_t kIgroupr0 = 0x0080;
constexpr uint64_t kIsenabler0 = 0x0100;
constexpr uint64_t kIcenabler0 = 0x0180;
constexpr uint64_t kIspendr0 = 0x0200;
constexpr uint64_t kIcpendr0 = 0x0280;
constexpr uint64_t kIpriorityr = 0x0400;

// A redistributor that does not finish costs this and no more.
constexpr int kMaxPolls = 1000;

template <class T>
volatile T& Mmio(PhysAddr address) {
  return *reinterpret_cast<volatile T*>(DirectMap(address));
}

struct PerCpu {
  PhysAddr sgi_base;  // 0 when the CPU's redistributor is not known
  // EL2 has enabled the PPI. What it was before, to be put back:
  bool enabled = false;
  bool pending = false;
  uint8_t priority = 0;
  uint32_t group = 0;  // its bit of IGROUPR0
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
      per_cpu[cpu_index].sgi_base = at + kFrame;
      return;
    }
    if (typer & kTyperLast) return;
    at = at + ((typer & kTyperVlpis) ? 4 : 2) * kFrame;
  }
}

void GuardPrimaryTimer(const El1Registers& primary) {
  PerCpu& cpu = per_cpu[CurrentCpuIndex()];
  if (cpu.sgi_base.raw() == 0 || !IsTimerArmed(primary.cntv_ctl)) return;
  // If the primary does not take its timer's interrupt, it gets none in a secondary's time either.
  const uint32_t enabled = Mmio<uint32_t>(cpu.sgi_base + kIsenabler0);
  if (!(enabled & kVirtualTimerBit)) return;
  if (!(enabled & kEl2TimerBit)) {
    // In the group and with the priority of the interrupt that it stands for.
    volatile uint32_t& groups = Mmio<uint32_t>(cpu.sgi_base + kIgroupr0);
    const uint32_t old = groups;
    cpu.group = old & kEl2TimerBit;
    groups = (old & kVirtualTimerBit) ? old | kEl2TimerBit : old & ~kEl2TimerBit;
    volatile uint8_t& priority = Mmio<uint8_t>(cpu.sgi_base + kIpriorityr + kEl2TimerIntid);
    cpu.priority = priority;
    priority = Mmio<uint8_t>(cpu.sgi_base + kIpriorityr + kVirtualTimerIntid);
    cpu.pending = Mmio<uint32_t>(cpu.sgi_base + kIspendr0) & kEl2TimerBit;
    Mmio<uint32_t>(cpu.sgi_base + kIsenabler0) = kEl2TimerBit;
    cpu.enabled = true;
  }
  // CNTVOFF_EL2 is 0: virtual and physical count are one.
  HF_WRITE_SYSREG(cnthp_cval_el2, primary.cntv_cval);
  HF_WRITE_SYSREG(cnthp_ctl_el2, kTimerEnable);
}

void ReleasePrimaryTimer() {
  PerCpu& cpu = per_cpu[CurrentCpuIndex()];
  HF_WRITE_SYSREG(cnthp_ctl_el2, 0);
  if (!cpu.enabled) return;
  // The line is low before the PPI is disabled, and the PPI is disabled before the primary looks. A
  // level-sensitive one is not pending any more then; if the primary made it an edge, it is taken
  // back.
  Isb();
  Mmio<uint32_t>(cpu.sgi_base + kIcenabler0) = kEl2TimerBit;
  const volatile uint32_t& ctlr = Mmio<uint32_t>(cpu.sgi_base - kFrame + kCtlr);
  for (int i = 0; i < kMaxPolls && (ctlr & kCtlrRegisterWritePending); ++i) {
  }
  if (!cpu.pending) Mmio<uint32_t>(cpu.sgi_base + kIcpendr0) = kEl2TimerBit;
  Mmio<uint8_t>(cpu.sgi_base + kIpriorityr + kEl2TimerIntid) = cpu.priority;
  volatile uint32_t& groups = Mmio<uint32_t>(cpu.sgi_base + kIgroupr0);
  groups = (groups & ~kEl2TimerBit) | cpu.group;
  cpu.enabled = false;
}

}  // namespace hf::arch
