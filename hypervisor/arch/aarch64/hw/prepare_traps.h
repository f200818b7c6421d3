// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The values of the trap registers, made once.

#ifndef HYPERVISOR_ARCH_AARCH64_HW_PREPARE_TRAPS_H_
#define HYPERVISOR_ARCH_AARCH64_HW_PREPARE_TRAPS_H_

namespace hf::arch {

// Before the first vCPU is loaded. Requires that the features are known.
void PrepareTraps();

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_HW_PREPARE_TRAPS_H_
