// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The end of everything.

#ifndef HYPERVISOR_ARCH_AARCH64_HW_PANIC_H_
#define HYPERVISOR_ARCH_AARCH64_HW_PANIC_H_

namespace hf::arch {

// From now on only the calling CPU prints, past all locks. False if a CPU panics already, possibly
// this one: then there is nothing more to say.
bool BeginPanic();

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_HW_PANIC_H_
