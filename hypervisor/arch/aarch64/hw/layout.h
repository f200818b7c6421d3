// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Where the linker script put EL2's parts. All are addresses in the identity map.

#ifndef HYPERVISOR_ARCH_AARCH64_HW_LAYOUT_H_
#define HYPERVISOR_ARCH_AARCH64_HW_LAYOUT_H_

#include <cstddef>
#include <cstdint>

#include "hypervisor/arch/aarch64/hw/stack.h"
#include "hypervisor/base/range.h"

extern "C" {
// What is only declared has no initializer. NOLINTBEGIN(bugprone-dynamic-static-initializers)
extern std::byte hf_image_begin[];
extern std::byte hf_text_end[];
extern std::byte hf_read_only_end[];
extern std::byte hf_stacks[];
extern std::byte hf_pool_begin[];
extern std::byte hf_pool_end[];
extern std::byte hf_trace_begin[];
extern std::byte hf_image_end[];
// NOLINTEND(bugprone-dynamic-static-initializers)
}

namespace hf::arch {

inline PhysAddr AddressOf(const void* p) { return PhysAddr(reinterpret_cast<uintptr_t>(p)); }

// All of EL2's memory: image, stacks, page pool, and the traced variant's records behind it.
inline PhysRange ImageRange() {
  return *PhysRange::FromBounds(AddressOf(hf_image_begin), AddressOf(hf_image_end));
}
inline PhysRange PoolRange() {
  return *PhysRange::FromBounds(AddressOf(hf_pool_begin), AddressOf(hf_pool_end));
}

// The index of the CPU that runs this, told by its stack. Not for the panic stack.
inline uint32_t CurrentCpuIndex() {
  uintptr_t sp;
  asm("mov %0, sp" : "=r"(sp));
  return static_cast<uint32_t>((sp - reinterpret_cast<uintptr_t>(hf_stacks) - 1) / HF_STACK_STRIDE);
}

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_HW_LAYOUT_H_
