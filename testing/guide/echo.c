// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include <hf/call.h>
#include <string.h>

#include "bindings/start/start.h"

static char out[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));
static char in[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));

void guest_main(uint64_t device_tree) {
  (void)device_tree;
  if (hf_vm_configure((uintptr_t)out, (uintptr_t)in) != 0) guest_panic("the mailbox is refused");
  for (;;) {
    const struct hf_mailbox_receive_return message = hf_mailbox_receive(true);
    if (message.vm_id == HF_INVALID_VM_ID) continue; /* An interrupt ended the wait. */
    memcpy(out, in, message.size);
    hf_mailbox_clear();
    while (hf_mailbox_send(message.vm_id, message.size, false) == -1) hf_vcpu_yield();
  }
}
