// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// How a VM's stage 2 reaches the hardware.

#ifndef HYPERVISOR_ARCH_STAGE2_H_
#define HYPERVISOR_ARCH_STAGE2_H_

#include <cstdint>

namespace hf::arch {

// What the MMU needs to translate for one VM.
struct Stage2Root {
  uint64_t vttbr = 0;  // root table and VMID
  uint64_t vtcr = 0;   // shape of the tree
};

// The physical address size that the CPU implements, in bits.
unsigned PhysicalAddressBits();

// Makes earlier writes to tables visible to the table walkers of all CPUs.
void PublishTables();

// Removes all translations of the VM from all CPUs' TLBs; on return no access made by them is
// still under way.
void InvalidateVm(const Stage2Root& root);

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_STAGE2_H_
