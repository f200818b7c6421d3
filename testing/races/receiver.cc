// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Blocks in mailbox_receive; each message that it takes ends in a yield.

#include <hf/call.h>

#include <cstdint>

#include "bindings/start/start.h"

namespace {
alignas(HF_MAILBOX_SIZE) uint64_t send_page[HF_MAILBOX_SIZE / 8];
alignas(HF_MAILBOX_SIZE) uint64_t receive_page[HF_MAILBOX_SIZE / 8];
}  // namespace

extern "C" void guest_main(uint64_t) {
  hf_vm_configure(reinterpret_cast<uintptr_t>(send_page),
                  reinterpret_cast<uintptr_t>(receive_page));
  for (;;) {
    hf_mailbox_receive_return message = hf_mailbox_receive(true);
    while (message.vm_id == HF_INVALID_VM_ID) message = hf_mailbox_receive(true);
    if (message.vm_id != HF_PRIMARY_VM_ID || message.size != 8) {
      guest_panic("receiver: another message");
    }
    if (hf_mailbox_clear() != 0) guest_panic("receiver: mailbox_clear");
    hf_vcpu_yield();
  }
}
