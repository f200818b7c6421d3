// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The relay: carries messages between the primary and the other VMs. A message of the primary's is
// "<VM id>:<bytes>", the id one digit; the bytes go to that VM. What another VM sends goes to the
// primary as "<its id>:<bytes>". The console shows each that passes.

#include <hf/hf.h>

#include <cstring>

#include "bindings/start/start.h"

namespace {

using hf::guest::Ipa;
using hf::guest::kMailboxSize;
using hf::guest::kPrimaryVmId;
using hf::guest::VmId;

alignas(kMailboxSize) char send_page[kMailboxSize];
alignas(kMailboxSize) char receive_page[kMailboxSize];

constexpr uint32_t kEnvelope = 2;  // "<digit>:"

// What is in the send page, and whom it is for.
struct Letter {
  VmId to;
  uint32_t size;
};

void Log(VmId from, const Letter& letter) {
  guest_print("relay: VM ");
  guest_print_decimal(from.value);
  guest_print(" -> VM ");
  guest_print_decimal(letter.to.value);
  guest_print(", ");
  guest_print_decimal(letter.size);
  guest_print(" bytes\n");
}

// Takes the primary's message out of its envelope into the send page; none when it has no envelope.
hf::guest::Maybe<Letter> Unwrap(uint32_t size) {
  const char digit = receive_page[0];
  if (size < kEnvelope || digit < '1' || digit > '9' || receive_page[1] != ':') return {};
  const uint32_t bytes = size - kEnvelope;
  std::memcpy(send_page, receive_page + kEnvelope, bytes);
  return Letter{VmId{static_cast<uint32_t>(digit - '0')}, bytes};
}

// Puts another VM's message into an envelope for the primary; none when it does not fit.
hf::guest::Maybe<Letter> Wrap(VmId from, uint32_t size) {
  if (from.value > 9 || size > kMailboxSize - kEnvelope) return {};
  send_page[0] = static_cast<char>('0' + from.value);
  send_page[1] = ':';
  std::memcpy(send_page + kEnvelope, receive_page, size);
  return Letter{kPrimaryVmId, size + kEnvelope};
}

// While the recipient has a message that it has not cleared, the CPU is given back: the scheduler
// then runs the recipient, and this VM later again.
void Post(const Letter& letter) {
  while (!hf::guest::MailboxSend(letter.to, letter.size, /*notify=*/false)) {
    hf::guest::VcpuYield();
  }
}

}  // namespace

void guest_main(uint64_t /*device_tree*/) {
  if (!hf::guest::VmConfigure(Ipa::Of(send_page), Ipa::Of(receive_page))) {
    guest_panic("the hypervisor refuses the mailbox pages");
  }
  guest_print("relay: ready\n");
  for (;;) {
    const auto message = hf::guest::MailboxReceive(/*block=*/true);
    if (!message) continue;  // An interrupt ends the wait too; none is wanted here.
    const VmId from = message->vm_id;
    const auto letter = from == kPrimaryVmId ? Unwrap(message->size) : Wrap(from, message->size);
    if (!hf::guest::MailboxClear()) guest_panic("mailbox_clear is refused");
    if (!letter) {
      guest_print("relay: dropped a message without an address\n");
      continue;
    }
    Log(from, *letter);
    Post(*letter);
  }
}
