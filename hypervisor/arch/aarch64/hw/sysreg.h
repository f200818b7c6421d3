// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Access to system registers. What their bits mean is in the model, which the host tests.

#ifndef HYPERVISOR_ARCH_AARCH64_HW_SYSREG_H_
#define HYPERVISOR_ARCH_AARCH64_HW_SYSREG_H_

#include <cstdint>

#define HF_READ_SYSREG(name)                         \
  ({                                                 \
    uint64_t hf_value;                               \
    asm volatile("mrs %0, " #name : "=r"(hf_value)); \
    hf_value;                                        \
  })

#define HF_WRITE_SYSREG(name, value)                                           \
  do {                                                                         \
    asm volatile("msr " #name ", %x0" : : "rZ"(static_cast<uint64_t>(value))); \
  } while (false)

namespace hf::arch {

// What changes of system registers precede is executed with them in effect (Arm ARM D1.2.3).
inline void Isb() { asm volatile("isb" : : : "memory"); }

// A field of an ID register.
constexpr unsigned IdField(uint64_t value, unsigned low) { return (value >> low) & 0xf; }

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_HW_SYSREG_H_
