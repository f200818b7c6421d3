// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What EL2 does to memory as such.

#ifndef HYPERVISOR_ARCH_MEMORY_H_
#define HYPERVISOR_ARCH_MEMORY_H_

#include <cstddef>
#include <cstdint>

#include "hypervisor/base/address.h"
#include "hypervisor/base/range.h"

namespace hf::arch {

// EL2's own view of RAM. Requires an address in RAM that the device tree names.
std::byte* DirectMap(PhysAddr address);

// Cleans and invalidates the range to the point of coherency: what EL2 wrote is seen by a VM whose
// caches are off, and no older line is left to hide it. Instruction caches are invalidated too.
void CleanToPoc(PhysRange range);

// Zeroes whole pages, to the point of coherency.
void ZeroToPoc(PhysRange pages);

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_MEMORY_H_
