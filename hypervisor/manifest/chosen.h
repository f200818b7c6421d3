// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The two properties of /chosen that say where the RAM disk is.

#ifndef HYPERVISOR_MANIFEST_CHOSEN_H_
#define HYPERVISOR_MANIFEST_CHOSEN_H_

#include "hypervisor/base/range.h"
#include "hypervisor/base/result.h"
#include "hypervisor/manifest/fdt.h"
#include "hypervisor/manifest/fdt_node.h"

namespace hf::manifest {

struct Initrd {
  // Their values as they lie in the tree, 4 or 8 bytes each.
  FdtProperty start;
  FdtProperty end;
  // What they say.
  PhysRange range;
};

// Fails with a sentence when either is missing or has another width, or when the RAM disk ends
// before it starts.
Result<Initrd> FindInitrd(const Fdt& fdt);

}  // namespace hf::manifest

#endif  // HYPERVISOR_MANIFEST_CHOSEN_H_
