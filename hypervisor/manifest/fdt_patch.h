// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The changes that the primary's device tree needs, made where it lies.

#ifndef HYPERVISOR_MANIFEST_FDT_PATCH_H_
#define HYPERVISOR_MANIFEST_FDT_PATCH_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "hypervisor/base/range.h"
#include "hypervisor/base/result.h"

namespace hf::manifest {

// Points /chosen linux,initrd-start and -end, which must be there, at `initrd`, in cells as wide as
// they were, and adds a /memreserve/ entry for each of `reserved` that is not empty, after those
// there. All else in the tree keeps its bytes. `tree` is all the room there is for it; only the
// bytes in use are moved, not the room behind them.
//
// Returns how many bytes from the start may have changed: what has to be cleaned from the caches.
// On error, which is a sentence, nothing has changed.
Result<uint64_t> PatchFdt(std::span<std::byte> tree, const PhysRange& initrd,
                          std::span<const PhysRange> reserved);

}  // namespace hf::manifest

#endif  // HYPERVISOR_MANIFEST_FDT_PATCH_H_
