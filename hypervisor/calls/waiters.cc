// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// mailbox_waiter_get and mailbox_writable_get: who waits for a mailbox, and whom it has become
// writable for.

#include "hypervisor/calls/waiters.h"

#include "abi/el2/dispatch.h"

namespace hf::calls {

int64_t BecameWritable(CallContext& context, VmState& state) {
  if (!state.mailbox.has_waiters()) return 0;
  if (context.vm().is_primary()) return 1;
  context.Return(0);
  context.Leave(state, abi::VcpuState::kReady, abi::VcpuRunReturn::NotifyWaiters());
  return 0;
}

// Both lists change as one: the waiter's has a lock of its own, of a higher rank than a VM's, so it
// is taken while the mailbox's VM is locked.
int64_t MailboxWaiterGet(CallContext& context, const abi::MailboxWaiterGetArgs& args) {
  System& system = context.system();
  Vm* vm = system.FindVm(args.vm_id);
  if (vm == nullptr) return -1;
  auto state = vm->state().Lock();
  const std::optional<uint32_t> waiter = state->mailbox.TakeWaiter();
  if (!waiter) return -1;
  system.vms[*waiter].writable().Lock()->Add(vm->id());
  return *waiter;
}

int64_t MailboxWritableGet(CallContext& context) {
  const std::optional<uint32_t> vm = context.vm().writable().Lock()->Take();
  if (!vm) return -1;
  return *vm;
}

}  // namespace hf::calls
