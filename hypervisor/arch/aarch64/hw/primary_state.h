// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What of the primary lives on in the CPU while a secondary runs, because only the primary can
// write it, and would act upon the secondary or upon EL2's own memory: debug exceptions, the
// profiling and trace buffers, streaming mode. It is put to sleep on the way to a secondary and
// woken on the way back. The primary's vCPU n is CPU n, so the place for it is per CPU.

#ifndef HYPERVISOR_ARCH_AARCH64_HW_PRIMARY_STATE_H_
#define HYPERVISOR_ARCH_AARCH64_HW_PRIMARY_STATE_H_

namespace hf::arch {

// Requires that the primary's FP registers are saved.
void SuspendPrimaryState();
// Requires that the primary's controls are loaded, and its FP registers are not yet.
void ResumePrimaryState();

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_HW_PRIMARY_STATE_H_
