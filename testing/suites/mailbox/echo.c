/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A service in C: sends every message back to where it came from.
 */

#include <hf/call.h>
#include <string.h>

#include "bindings/start/start.h"

static unsigned char send_page[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));
static unsigned char receive_page[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));

void guest_main(uint64_t device_tree) {
  (void)device_tree;
  if (hf_vm_configure((uintptr_t)send_page, (uintptr_t)receive_page) != 0) {
    guest_panic("echo: the mailbox pages are refused");
  }
  for (;;) {
    const struct hf_mailbox_receive_return message = hf_mailbox_receive(true);
    if (message.vm_id == HF_INVALID_VM_ID) continue;
    memcpy(send_page, receive_page, message.size);
    hf_mailbox_clear();
    while (hf_mailbox_send(message.vm_id, message.size, false) == -1) hf_vcpu_yield();
  }
}
