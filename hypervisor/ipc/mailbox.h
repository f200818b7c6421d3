// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A VM's mailbox: one page to send from, one to receive into, room for one message.
//
// State machine (abi/hafnia.proto): EMPTY -> RECEIVED (a message arrived) -> READ (the VM took it)
// -> EMPTY (mailbox_clear). A message that somebody already waits for goes straight to READ.
//
// Pure bookkeeping: what wakes, switches or copies is the caller's. Locking: part of the VM's
// state, under the VM's lock. The pages never change once configured.

#ifndef HYPERVISOR_IPC_MAILBOX_H_
#define HYPERVISOR_IPC_MAILBOX_H_

#include <cstdint>
#include <optional>

#include "abi/el2/types.h"
#include "hypervisor/base/address.h"
#include "hypervisor/base/static_vector.h"
#include "hypervisor/ipc/vm_queue.h"

namespace hf {

class Mailbox {
 public:
  bool configured() const { return configured_; }
  // Requires !configured().
  void Configure(PhysAddr send, PhysAddr receive);

  // Requires configured().
  PhysAddr send_page() const { return send_; }
  PhysAddr receive_page() const { return receive_; }

  abi::MailboxState state() const { return state_; }
  // A message may be delivered.
  bool writable() const { return configured_ && state_ == abi::MailboxState::kEmpty; }

  // Requires writable(); the message itself is in the receive page. `taken`: the VM knows of it at
  // once, so that it need not ask.
  void Deliver(uint32_t sender, uint32_t size, bool taken);

  // The last message that was delivered.
  abi::MailboxReceiveReturn message() const { return {sender_, size_}; }
  // The message that waits, which is then taken.
  std::optional<abi::MailboxReceiveReturn> Take();

  // False, and nothing changed, unless a message was taken and not cleared yet.
  bool Clear();

  // VMs that asked to be told when the mailbox becomes writable: in order, each once.
  bool has_waiters() const { return !waiters_.empty(); }
  const VmQueue& waiters() const { return waiters_; }
  void AddWaiter(uint32_t vm_id) { waiters_.Add(vm_id); }
  // The one that waits longest, which is taken off the list, if it can be told: the mailbox is
  // writable.
  std::optional<uint32_t> TakeWaiter();

  // vCPUs of this VM that are blocked in mailbox_receive: of several, the one that blocked last
  // gets the message.
  void AddBlockedReceiver(uint32_t vcpu_index);
  std::optional<uint32_t> PopBlockedReceiver();
  // Something else than a message has woken it. Nothing happens if it is not on the list.
  void RemoveBlockedReceiver(uint32_t vcpu_index);
  const StaticVector<uint8_t, abi::kMaxVcpus>& blocked_receivers() const {
    return blocked_receivers_;
  }

 private:
  bool configured_ = false;
  abi::MailboxState state_ = abi::MailboxState::kEmpty;
  PhysAddr send_;
  PhysAddr receive_;
  uint32_t sender_ = 0;
  uint32_t size_ = 0;
  VmQueue waiters_;
  StaticVector<uint8_t, abi::kMaxVcpus> blocked_receivers_;
};

}  // namespace hf

#endif  // HYPERVISOR_IPC_MAILBOX_H_
