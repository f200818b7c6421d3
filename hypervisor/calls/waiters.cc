// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/calls/waiters.h"

namespace hf::calls {

int64_t BecameWritable(CallContext& context, VmState& state) {
  if (!state.mailbox.has_waiters()) return 0;
  if (context.vm().is_primary()) return 1;
  context.Return(0);
  context.Leave(state, abi::VcpuState::kReady, abi::VcpuRunReturn::NotifyWaiters());
  return 0;
}

}  // namespace hf::calls
