/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The echo service: sends every message back to where it came from, byte by byte the same.
 */

#include <string.h>

#include "platforms/demo/mailbox.h"

void guest_main(uint64_t device_tree) {
  (void)device_tree;
  mailbox_open();
  guest_print("echo: ready\n");
  for (;;) {
    const struct hf_mailbox_receive_return message = mailbox_wait();
    memcpy(send_page, receive_page, message.size);
    hf_mailbox_clear();
    mailbox_post(message.vm_id, message.size);
  }
}
