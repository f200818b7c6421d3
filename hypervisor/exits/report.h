// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What EL2 says of a VM that did what it may not.
//
// A report has a bounded number of lines, and a vCPU aborts once: a VM cannot fill the console by
// aborting. It shows the VM's own registers and arguments, never an address of EL2's.

#ifndef HYPERVISOR_EXITS_REPORT_H_
#define HYPERVISOR_EXITS_REPORT_H_

#include "hypervisor/arch/exit.h"
#include "hypervisor/calls/context.h"

namespace hf {

// The report of a secondary's abort, in one piece: what it did where, the general and some system
// registers, its last hypercalls. docs/debugging.md reads one.
void ReportAbort(CallContext& context, const arch::Exit& exit);

// A line about an access of the primary's that is refused, if its budget allows.
void ReportRefused(CallContext& context, const arch::Exit& exit);

}  // namespace hf

#endif  // HYPERVISOR_EXITS_REPORT_H_
