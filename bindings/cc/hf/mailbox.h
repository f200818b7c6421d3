// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// A mailbox that cannot be left full: a message that was received gives the receive page back when
// it goes out of scope. Freestanding; without exceptions and allocation.
//
//     alignas(kMailboxSize) MailboxPages g_pages;
//
//     Result<Mailbox> mailbox = Mailbox::Configure(g_pages);
//     if (!mailbox) guest_panic("the mailbox is refused");
//     while (ReceivedMessage message = mailbox->Receive()) {
//       Use(message.sender(), message.data(), message.size());
//     }
//
// Nothing here locks: one vCPU at a time may use a mailbox.

#ifndef HF_MAILBOX_H_
#define HF_MAILBOX_H_

#include <hf/base.h>
#include <hf/hf.h>

#include <cstdint>

namespace hf::guest {

/// The two pages of a mailbox. They belong to it for as long as the VM lives.
struct alignas(kMailboxSize) MailboxPages {
  uint8_t send[kMailboxSize];
  uint8_t receive[kMailboxSize];
};

/// A message in the receive page, or none. No other can arrive while it lives.
class [[nodiscard]] ReceivedMessage {
 public:
  /// None.
  constexpr ReceivedMessage() = default;
  /// One that has been taken; `receive` is the mailbox's page.
  constexpr ReceivedMessage(VmId sender, uint32_t size, const uint8_t* receive)
      : receive_(receive),
        sender_(sender),
        size_(size < kMailboxSize ? size : static_cast<uint32_t>(kMailboxSize)) {}

  ReceivedMessage(const ReceivedMessage&) = delete;
  ReceivedMessage& operator=(const ReceivedMessage&) = delete;
  constexpr ReceivedMessage(ReceivedMessage&& other)
      : receive_(other.receive_), sender_(other.sender_), size_(other.size_) {
    other.Forget();
  }
  ReceivedMessage& operator=(ReceivedMessage&&) = delete;

  constexpr ~ReceivedMessage() {
    if (receive_ != nullptr) static_cast<void>(Clear());
  }

  constexpr explicit operator bool() const { return receive_ != nullptr; }
  constexpr VmId sender() const { return sender_; }
  /// Null without a message, and after Clear().
  constexpr const uint8_t* data() const { return receive_; }
  constexpr uint32_t size() const { return size_; }

  /// Gives the page back at once, and returns what the destructor has no use for: to the primary,
  /// whether VMs wait for the mailbox. An error without a message.
  Result<bool> Clear() {
    if (receive_ == nullptr) return {};
    Forget();
    return MailboxClear();
  }

 private:
  constexpr void Forget() {
    receive_ = nullptr;
    size_ = 0;
  }

  const uint8_t* receive_ = nullptr;
  VmId sender_ = kInvalidVmId;
  uint32_t size_ = 0;
};

/// The mailbox of this VM: there is one.
class Mailbox {
 public:
  /// Without pages; only for Result to have something to be without a value.
  constexpr Mailbox() = default;

  /// Makes the pages the VM's mailbox. A VM can do so once. The primary asks VmConfigure() itself
  /// if it has to know whether VMs wait for it already.
  static Result<Mailbox> Configure(MailboxPages& pages) {
    if (!VmConfigure(Ipa::Of(pages.send), Ipa::Of(pages.receive))) return {};
    return Mailbox(pages);
  }

  /// The page to send from.
  uint8_t* send_page() const { return pages_->send; }

  /// Copies a message to the send page and sends it. One that is larger than the page is an error,
  /// as it is to MailboxSend(), whose result this returns.
  Result<Maybe<VcpuIndex>> Send(VmId to, const void* data, uint64_t size, bool notify) const {
    if (size > kMailboxSize) return {};
    const auto* const from = static_cast<const uint8_t*>(data);
    volatile uint8_t* const page = pages_->send;
    for (uint64_t i = 0; i < size; ++i) page[i] = from[i];
    return MailboxSend(to, size, notify);
  }

  /// A secondary's next message; waits for it. None if an interrupt ended the wait.
  ReceivedMessage Receive() const { return Take(true); }
  /// A secondary's next message, if it is there.
  ReceivedMessage TryReceive() const { return Take(false); }

  /// The primary's message, of which VcpuRun() of a vCPU of `sender` has told.
  ReceivedMessage Accept(VmId sender, VcpuRunReturn::Message message) const {
    return ReceivedMessage(sender, message.size, pages_->receive);
  }

 private:
  explicit constexpr Mailbox(MailboxPages& pages) : pages_(&pages) {}

  ReceivedMessage Take(bool block) const {
    const Maybe<MailboxReceiveReturn> taken = MailboxReceive(block);
    if (!taken) return ReceivedMessage();
    return ReceivedMessage(taken->vm_id, taken->size, pages_->receive);
  }

  MailboxPages* pages_ = nullptr;
};

}  // namespace hf::guest

#endif  // HF_MAILBOX_H_
