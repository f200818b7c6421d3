// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The end of a secondary VM that did what it may not.

#ifndef HYPERVISOR_EXITS_ABORT_H_
#define HYPERVISOR_EXITS_ABORT_H_

#include "hypervisor/arch/exit.h"
#include "hypervisor/calls/context.h"

namespace hf {

// Aborts the caller's VM because of this exit: its vCPU becomes aborted, the VM aborting, the
// primary's vcpu_run returns ABORTED, and a report is printed. To every other VM it looks as
// before. Requires that the caller is a secondary.
void AbortVm(CallContext& context, const arch::Exit& exit);

}  // namespace hf

#endif  // HYPERVISOR_EXITS_ABORT_H_
