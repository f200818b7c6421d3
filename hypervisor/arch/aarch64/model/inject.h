// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// How EL2 answers a VM at the VM's own EL1: the exception entry that the CPU would have made
// (Arm ARM D1.3.1). Pure: works on saved registers.

#ifndef HYPERVISOR_ARCH_AARCH64_MODEL_INJECT_H_
#define HYPERVISOR_ARCH_AARCH64_MODEL_INJECT_H_

#include "hypervisor/arch/aarch64/model/syndrome.h"
#include "hypervisor/arch/features.h"
#include "hypervisor/arch/registers.h"

namespace hf::arch {

// As a bus would answer an access to nothing: a synchronous external abort. `abort` is what EL2
// was told; `far` the virtual address.
void InjectExternalAbort(Registers& registers, AbortSyndrome abort, uint64_t far,
                         const CpuFeatures& features);

// As the CPU answers an instruction that does not exist.
void InjectUndefined(Registers& registers, const CpuFeatures& features);

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_MODEL_INJECT_H_
