// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The relay: carries messages between the primary and the other VMs. A message of the primary's is
// "<VM id>:<bytes>", the id one digit; the bytes go to that VM. What another VM sends goes to the
// primary as "<its id>:<bytes>". The console shows each that passes.

#include <string.h>

#include "platforms/demo/mailbox.h"

namespace {

constexpr uint32_t kEnvelope = 2;  // "<digit>:"

void Log(uint32_t from, uint32_t to, uint32_t size) {
  guest_print("relay: VM ");
  guest_print_decimal(from);
  guest_print(" -> VM ");
  guest_print_decimal(to);
  guest_print(", ");
  guest_print_decimal(size);
  guest_print(" bytes\n");
}

// Takes the primary's message out of its envelope into the send page. Returns false when it has
// none.
bool Unwrap(uint32_t size, uint32_t& to, uint32_t& bytes) {
  if (size < kEnvelope || receive_page[0] < '1' || receive_page[0] > '9' ||
      receive_page[1] != ':') {
    return false;
  }
  to = receive_page[0] - '0';
  bytes = size - kEnvelope;
  memcpy(send_page, receive_page + kEnvelope, bytes);
  return true;
}

// Puts another VM's message into an envelope for the primary. Returns false when it does not fit.
bool Wrap(uint32_t from, uint32_t size, uint32_t& bytes) {
  if (from > 9 || size > HF_MAILBOX_SIZE - kEnvelope) return false;
  send_page[0] = static_cast<unsigned char>('0' + from);
  send_page[1] = ':';
  memcpy(send_page + kEnvelope, receive_page, size);
  bytes = size + kEnvelope;
  return true;
}

}  // namespace

void guest_main(uint64_t /*device_tree*/) {
  mailbox_open();
  guest_print("relay: ready\n");
  for (;;) {
    const hf_mailbox_receive_return message = mailbox_wait();
    uint32_t to = HF_PRIMARY_VM_ID;
    uint32_t bytes = 0;
    const bool good = message.vm_id == HF_PRIMARY_VM_ID ? Unwrap(message.size, to, bytes)
                                                        : Wrap(message.vm_id, message.size, bytes);
    hf_mailbox_clear();
    if (!good) {
      guest_print("relay: dropped a message without an address\n");
      continue;
    }
    Log(message.vm_id, to, bytes);
    mailbox_post(to, bytes);
  }
}
