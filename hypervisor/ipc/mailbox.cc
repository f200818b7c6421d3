// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/ipc/mailbox.h"

#include "hypervisor/base/check.h"

namespace hf {

using abi::MailboxState;

void Mailbox::Configure(PhysAddr send, PhysAddr receive) {
  HF_CHECK(!configured_);
  configured_ = true;
  send_ = send;
  receive_ = receive;
}

void Mailbox::Deliver(uint32_t sender, uint32_t size, bool taken) {
  HF_CHECK(writable());
  sender_ = sender;
  size_ = size;
  state_ = taken ? MailboxState::kRead : MailboxState::kReceived;
}

std::optional<abi::MailboxReceiveReturn> Mailbox::Take() {
  if (state_ != MailboxState::kReceived) return std::nullopt;
  state_ = MailboxState::kRead;
  return abi::MailboxReceiveReturn{sender_, size_};
}

bool Mailbox::Clear() {
  if (state_ != MailboxState::kRead) return false;
  state_ = MailboxState::kEmpty;
  return true;
}

std::optional<uint32_t> Mailbox::TakeWaiter() {
  if (!writable()) return std::nullopt;
  return waiters_.Take();
}

void Mailbox::AddBlockedReceiver(uint32_t vcpu_index) {
  // A vCPU blocks once before it is woken, so there is room for all.
  HF_CHECK(blocked_receivers_.push_back(static_cast<uint8_t>(vcpu_index)));
}

std::optional<uint32_t> Mailbox::PopBlockedReceiver() { return blocked_receivers_.pop_back(); }

void Mailbox::RemoveBlockedReceiver(uint32_t vcpu_index) {
  for (size_t i = 0; i < blocked_receivers_.size(); ++i) {
    if (blocked_receivers_[i] == vcpu_index) return blocked_receivers_.erase(i);
  }
}

}  // namespace hf
