// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The check of a tree's structure block, apart from the header's.

#ifndef HYPERVISOR_MANIFEST_FDT_CHECK_H_
#define HYPERVISOR_MANIFEST_FDT_CHECK_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "hypervisor/base/result.h"

namespace hf::manifest {

// Requires that the strings block, whose size this is, is empty or ends with a NUL. Returns where
// the root's FDT_BEGIN_NODE is in the block. Takes one pass.
Result<uint32_t> CheckFdtStructure(std::span<const std::byte> structure, uint32_t strings_size);

}  // namespace hf::manifest

#endif  // HYPERVISOR_MANIFEST_FDT_CHECK_H_
