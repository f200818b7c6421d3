// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Everything of a vCPU that lives in registers while it runs. VMs are AArch64 whatever EL2's own
// backend is, so the layout is the same on the host; the assembly's offsets are checked against it
// in arch/aarch64/hw/offsets.h.
//
// Ownership: while a CPU has the vCPU loaded, only that CPU touches this; otherwise whoever holds
// the VM's lock.

#ifndef HYPERVISOR_ARCH_REGISTERS_H_
#define HYPERVISOR_ARCH_REGISTERS_H_

#include <array>
#include <cstdint>

#include "hypervisor/base/address.h"

namespace hf::arch {

// The EL1 and EL0 system registers that a VM can write, in the order in which they are switched.
struct El1Registers {
  uint64_t sctlr;
  uint64_t cpacr;
  uint64_t ttbr0;
  uint64_t ttbr1;
  uint64_t tcr;
  uint64_t mair;
  uint64_t amair;
  uint64_t contextidr;
  uint64_t vbar;
  uint64_t esr;
  uint64_t far;
  uint64_t afsr0;
  uint64_t afsr1;
  uint64_t elr;
  uint64_t spsr;
  uint64_t sp_el0;
  uint64_t sp_el1;
  uint64_t par;
  uint64_t tpidr_el0;
  uint64_t tpidrro_el0;
  uint64_t tpidr_el1;
  uint64_t tpidr2_el0;  // only where there is SME
  uint64_t csselr;
  uint64_t cntkctl;
  uint64_t cntv_cval;
  uint64_t cntv_ctl;
};

struct FpRegisters {
  std::array<std::array<uint64_t, 2>, 32> q;
  uint32_t fpsr;
  uint32_t fpcr;
};

struct Registers {
  std::array<uint64_t, 31> x;
  uint64_t pc;      // ELR_EL2
  uint64_t pstate;  // SPSR_EL2
  uint64_t vmpidr;  // what MPIDR_EL1 reads
  El1Registers el1;
  FpRegisters fp;

  // As the boot protocol enters every vCPU: EL1h, MMU off, DAIF masked, x0 given, all else 0.
  void Reset(uint64_t entry, uint64_t x0, uint64_t mpidr);
};

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_REGISTERS_H_
