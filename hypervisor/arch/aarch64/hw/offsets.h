// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Numbers that C++ and assembly share; checked against the C++ types in exit.cc.

#ifndef HYPERVISOR_ARCH_AARCH64_HW_OFFSETS_H_
#define HYPERVISOR_ARCH_AARCH64_HW_OFFSETS_H_

#define HF_REGISTERS_PC 248
#define HF_FP_FPSR 512

#define HF_EXIT_SYNCHRONOUS 0
#define HF_EXIT_INTERRUPT 1
#define HF_EXIT_SERROR 2

#endif  // HYPERVISOR_ARCH_AARCH64_HW_OFFSETS_H_
