// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/stage2.h"

#include "hypervisor/arch/aarch64/hw/sysreg.h"

namespace hf::arch {

unsigned PhysicalAddressBits() {
  // ID_AA64MMFR0_EL1.PARange (D17.2.64); 52 bits need descriptors of another form.
  constexpr unsigned kBits[] = {32, 36, 40, 42, 44, 48};
  const unsigned range = IdField(HF_READ_SYSREG(id_aa64mmfr0_el1), 0);
  return range < 6 ? kBits[range] : 48;
}

void PublishTables() {
  // Writes to tables are visible to walkers after a DSB (D8.2.6).
  asm volatile("dsb ishst\n\tisb" : : : "memory");
}

void InvalidateVm(const Stage2Root& root) {
  // TLBI for stage 2 acts on the current VMID, so the VM's is put in place for the while. The first
  // DSB makes the change of the tables visible before the invalidation, the second waits until all
  // CPUs have done it and their accesses by the old entries are complete (D8.13.5).
  const uint64_t current = HF_READ_SYSREG(vttbr_el2);
  const bool foreign = current != root.vttbr;
  if (foreign) {
    HF_WRITE_SYSREG(vttbr_el2, root.vttbr);
    Isb();
  }
  asm volatile("dsb ishst\n\ttlbi vmalls12e1is\n\tdsb ish\n\tisb" : : : "memory");
  if (foreign) {
    HF_WRITE_SYSREG(vttbr_el2, current);
    Isb();
  }
}

}  // namespace hf::arch
