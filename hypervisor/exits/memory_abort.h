// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Accesses that stage 2 refused.

#ifndef HYPERVISOR_EXITS_MEMORY_ABORT_H_
#define HYPERVISOR_EXITS_MEMORY_ABORT_H_

#include "hypervisor/arch/exit.h"
#include "hypervisor/calls/context.h"

namespace hf {

// A data or instruction abort: emulates the console, retries what another CPU's change of the
// tables made fail in passing, answers the primary as a bus would, aborts a secondary.
void HandleMemoryAbort(CallContext& context, const arch::Exit& exit);

}  // namespace hf

#endif  // HYPERVISOR_EXITS_MEMORY_ABORT_H_
