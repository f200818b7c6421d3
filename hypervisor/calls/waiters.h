// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What a mailbox's becoming writable means for those who wait for it.

#ifndef HYPERVISOR_CALLS_WAITERS_H_
#define HYPERVISOR_CALLS_WAITERS_H_

#include <cstdint>

#include "hypervisor/calls/context.h"

namespace hf::calls {

// The result of vm_configure and mailbox_clear: 0 when nobody waits; 1 for the primary, which is to
// look after its waiters; a secondary switches to the primary with NOTIFY_WAITERS. Requires that
// `state` is the caller's, locked.
int64_t BecameWritable(CallContext& context, VmState& state);

}  // namespace hf::calls

#endif  // HYPERVISOR_CALLS_WAITERS_H_
