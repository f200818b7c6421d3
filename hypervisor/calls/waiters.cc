// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// mailbox_waiter_get and mailbox_writable_get: who waits for a mailbox, and whom it has become
// writable for.

#include "hypervisor/calls/waiters.h"

#include "abi/el2/dispatch.h"

namespace hf::calls {

namespace {

// Takes the next waiter off the list of a VM's mailbox, and lets it know of the VM. Both lists
// change as one: the waiter's has a lock of its own, of a higher rank than a VM's, so it is taken
// while the mailbox's VM, whose state this is, is locked.
[[gnu::always_inline]] inline std::optional<uint32_t> MoveWaiter(System& system, uint32_t vm_id,
                                                                 VmState& state) {
  const std::optional<uint32_t> waiter = state.mailbox.TakeWaiter();
  if (waiter) system.vms[*waiter].writable().Lock()->Add(vm_id);
  return waiter;
}

// The vCPU of a VM that is told of mailboxes: the lowest that has enabled the interrupt. Without
// one it stays pending for the first.
uint32_t ListenerOf(const Vm& vm, const VmState& state) {
  for (uint32_t vcpu = 0; vcpu < vm.vcpus().size(); ++vcpu) {
    if (state.interrupts[vcpu].is_enabled(abi::kMailboxWritableIntid)) return vcpu;
  }
  return 0;
}

}  // namespace

int64_t NewlyWritable::Notify(VmState& state) {
  if (!state.mailbox.has_waiters()) return 0;
  System& system = context_.system();
  Vm& vm = context_.vm();
  const bool notifies = abi::Has(system.primary().level(), abi::Call::kMailboxWaiterGet);
  if (!notifies) [[unlikely]] {
    while (const auto waiter = MoveWaiter(system, vm.id(), state)) to_tell_ |= 1 << *waiter;
  }
  if (vm.is_primary()) return notifies ? 1 : 0;
  context_.Return(0);
  context_.Leave(state, abi::VcpuState::kReady, abi::VcpuRunReturn::NotifyWaiters());
  return 0;
}

// What a primary of level 1.0 does with mailbox_waiter_get and interrupt_inject. The vCPUs that it
// would then run, or kick, are those that its next calls of vcpu_run name.
void NewlyWritable::Tell() {
  System& system = context_.system();
  for (uint32_t id = 0; id < system.vm_count; ++id) {
    if ((to_tell_ & 1 << id) == 0) continue;
    Vm& vm = system.vms[id];
    auto state = vm.state().Lock();
    const uint32_t vcpu = ListenerOf(vm, *state);
    const bool acts = state->interrupts[vcpu].Inject(abi::kMailboxWritableIntid);
    vm.ShowInterrupts(*state, vcpu);
    if (!acts) continue;
    state->Wake(vcpu);
    system.wake_ups.Add(id, vcpu);
  }
}

int64_t MailboxWaiterGet(CallContext& context, const abi::MailboxWaiterGetArgs& args) {
  System& system = context.system();
  Vm* vm = system.FindVm(args.vm_id);
  if (vm == nullptr) return -1;
  auto state = vm->state().Lock();
  const std::optional<uint32_t> waiter = MoveWaiter(system, vm->id(), *state);
  return waiter ? int64_t{*waiter} : -1;
}

int64_t MailboxWritableGet(CallContext& context) {
  const std::optional<uint32_t> vm = context.vm().writable().Lock()->Take();
  if (!vm) return -1;
  return *vm;
}

}  // namespace hf::calls
