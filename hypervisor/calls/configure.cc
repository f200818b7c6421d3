// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// vm_configure: two pages of the caller's become its mailbox.

#include "abi/el2/dispatch.h"
#include "hypervisor/calls/context.h"
#include "hypervisor/calls/waiters.h"

namespace hf::calls {
namespace {

using arch::Ownership;
using arch::Stage2Page;

std::optional<PhysRange> PageAt(uint64_t ipa) {
  if (ipa % kPageSize != 0) return std::nullopt;
  return PhysRange::FromSize(PhysAddr(ipa), kPageSize);
}

}  // namespace

int64_t VmConfigure(CallContext& context, const abi::VmConfigureArgs& args) {
  System& system = context.system();
  const auto send = PageAt(args.send);
  const auto receive = PageAt(args.receive);
  if (!send || !receive || *send == *receive) return -1;
  if (!system.IsRam(*send) || !system.IsRam(*receive)) return -1;

  PageTable::Reservation send_tables(system.pool);
  PageTable::Reservation receive_tables(system.pool);
  NewlyWritable writable(context);
  auto state = context.vm().state().Lock();
  if (state->mailbox.configured()) return -1;
  const auto send_page = state->memory.Uniform(*send);
  const auto receive_page = state->memory.Uniform(*receive);
  if (!send_page || !send_page->read || !send_page->write) return -1;
  if (!receive_page || !receive_page->read) return -1;
  if (send_page->ownership != Ownership::kOwned) return -1;
  if (receive_page->ownership != Ownership::kOwned) return -1;
  if (!state->memory.Reserve(*send, send_tables)) return -1;
  if (!state->memory.Reserve(*receive, receive_tables)) return -1;

  // Shared with EL2, which is what keeps them from being shared or given away again.
  constexpr Stage2Page kSend{.read = true, .write = true, .ownership = Ownership::kShared};
  Stage2Page receive_after{.read = true, .ownership = Ownership::kShared};
  // Level 0.1 leaves the VM what access it has.
  if (context.vm().level() < abi::Level::k1_0) receive_after.write = receive_page->write;
  state->memory.Set(*send, kSend, send_tables);
  state->memory.Set(*receive, receive_after, receive_tables);
  state->mailbox.Configure(send->begin(), receive->begin());
  return writable.Notify(*state);
}

}  // namespace hf::calls
