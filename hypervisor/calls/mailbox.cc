// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// mailbox_send, mailbox_receive, mailbox_clear: messages.

#include <cstring>

#include "abi/el2/dispatch.h"
#include "hypervisor/arch/memory.h"
#include "hypervisor/calls/context.h"
#include "hypervisor/calls/waiters.h"

namespace hf::calls {
namespace {

using abi::MailboxReceiveReturn;
using abi::VcpuRunReturn;
using abi::VcpuState;

constexpr MailboxReceiveReturn kNoMessage{abi::kInvalidVmId, 0};

// The page that the VM sends from. It never changes, so the VM's lock is not kept: two VMs' locks
// are never held together.
std::optional<PhysAddr> SendPage(Vm& vm) {
  auto state = vm.state().Lock();
  if (!state->mailbox.configured()) return std::nullopt;
  return state->mailbox.send_page();
}

// The vCPU that blocked last in mailbox_receive; those that were aborted since do not count.
std::optional<uint32_t> PopBlocked(VmState& state) {
  std::optional<uint32_t> vcpu = state.mailbox.PopBlockedReceiver();
  while (vcpu && state.vcpus[*vcpu] != VcpuState::kBlockedMailbox) {
    vcpu = state.mailbox.PopBlockedReceiver();
  }
  return vcpu;
}

}  // namespace

int64_t MailboxSend(CallContext& context, const abi::MailboxSendArgs& args) {
  Vm* recipient = context.system().FindVm(args.vm_id);
  if (recipient == nullptr) return -1;
  const std::optional<PhysAddr> from = SendPage(context.vm());
  if (!from) return -1;
  const uint32_t sender = context.vm().id();
  const auto size = static_cast<uint32_t>(args.size);  // at most a page: checked by the dispatch

  std::optional<uint32_t> woken;
  {
    auto state = recipient->state().Lock();
    if (!state->mailbox.writable()) {
      if (args.notify) state->mailbox.AddWaiter(sender);
      return -1;
    }
    // The sender may write its page meanwhile: the message is then torn, never longer.
    std::memcpy(arch::DirectMap(state->mailbox.receive_page()), arch::DirectMap(*from), size);
    if (!recipient->is_primary()) woken = PopBlocked(*state);
    state->mailbox.Deliver(sender, size, recipient->is_primary() || woken);
    if (woken) {
      // Its mailbox_receive has not returned yet: this is what it will return.
      recipient->vcpus()[*woken].registers.x[0] =
          abi::EncodeAt(recipient->level(), MailboxReceiveReturn{sender, size});
      state->vcpus[*woken] = VcpuState::kReady;
    }
  }

  const uint32_t vcpu = woken.value_or(abi::kInvalidVcpu);
  if (context.vm().is_primary()) return vcpu;
  context.Return(0);
  context.Leave(VcpuState::kReady,
                recipient->is_primary()
                    ? VcpuRunReturn::Message(size)
                    : VcpuRunReturn::WakeUp(recipient->id(), static_cast<uint16_t>(vcpu)));
  return 0;
}

MailboxReceiveReturn MailboxReceive(CallContext& context, const abi::MailboxReceiveArgs& args) {
  auto state = context.vm().state().Lock();
  if (const auto message = state->mailbox.Take()) return *message;
  const uint32_t vcpu = context.caller().index;
  if (args.block && !state->interrupts[vcpu].asserted()) {
    state->mailbox.AddBlockedReceiver(vcpu);
    // What the call returns when something else than a message wakes it.
    context.Return(abi::EncodeAt(context.vm().level(), kNoMessage));
    context.Block(*state, VcpuState::kBlockedMailbox);
  }
  return kNoMessage;
}

int64_t MailboxClear(CallContext& context) {
  NewlyWritable writable(context);
  auto state = context.vm().state().Lock();
  if (!state->mailbox.Clear()) return -1;
  return writable.Notify(*state);
}

}  // namespace hf::calls
