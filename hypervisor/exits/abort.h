// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The end of a secondary VM that did what it may not.

#ifndef HYPERVISOR_EXITS_ABORT_H_
#define HYPERVISOR_EXITS_ABORT_H_

#include <cstdint>

#include "hypervisor/base/log.h"
#include "hypervisor/calls/context.h"

namespace hf {

// Aborts the caller's VM: its vCPU becomes aborted, the VM aborting, the primary's vcpu_run returns
// ABORTED; the console says which VM and vCPU did what, where. To every other VM it looks as
// before. Requires that the caller is a secondary.
void AbortVm(CallContext& context, const char* what, uint64_t syndrome);

// The same with the access that was refused, e.g. "data abort", " writing ", 0x40001000,
// "translation fault".
struct RefusedAccess {
  const char* what;
  const char* action;
  uint64_t address;
  const char* fault;
};
void AbortVm(CallContext& context, const RefusedAccess& access);

}  // namespace hf

#endif  // HYPERVISOR_EXITS_ABORT_H_
