// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Exceptions that EL2 gives the calling vCPU at its own EL1. It takes them when it goes on.

#ifndef HYPERVISOR_EXITS_INJECT_H_
#define HYPERVISOR_EXITS_INJECT_H_

#include "hypervisor/arch/aarch64/model/syndrome.h"
#include "hypervisor/base/address.h"
#include "hypervisor/calls/context.h"

namespace hf {

// A synchronous external abort, as a bus answers an access to nothing.
void InjectExternalAbort(CallContext& context, arch::AbortSyndrome abort, VirtAddr far);

// As the CPU answers an instruction that does not exist.
void InjectUndefined(CallContext& context);

}  // namespace hf

#endif  // HYPERVISOR_EXITS_INJECT_H_
