// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The shape of EL2's stacks, for C++ and assembly: for each CPU a guard page that is not mapped,
// and above it the stack.

#ifndef HYPERVISOR_ARCH_AARCH64_HW_STACK_H_
#define HYPERVISOR_ARCH_AARCH64_HW_STACK_H_

#define HF_STACK_GUARD 0x1000
#define HF_STACK_STRIDE 0x2000

#endif  // HYPERVISOR_ARCH_AARCH64_HW_STACK_H_
