/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A VM that behaves at first and then does not. A message of 8 bytes is an address that it writes
 * to, whoever's that is; any other message gets a friendly answer. The write is expected to be its
 * end.
 */

#include <string.h>

#include "platforms/demo/mailbox.h"

static const char friendly[] = "all is well";

void guest_main(uint64_t device_tree) {
  (void)device_tree;
  mailbox_open();
  guest_print("rogue: ready\n");
  for (;;) {
    const struct hf_mailbox_receive_return message = mailbox_wait();
    if (message.size == sizeof(uint64_t)) {
      uint64_t address;
      memcpy(&address, receive_page, sizeof(address));
      guest_print("rogue: writing to ");
      guest_print_hex(address);
      guest_print("\n");
      *(volatile uint64_t*)(uintptr_t)address = UINT64_C(0xbadbadbadbadbad0);
      guest_print("rogue: nobody stopped me\n");
    }
    memcpy(send_page, friendly, sizeof(friendly) - 1);
    hf_mailbox_clear();
    mailbox_post(message.vm_id, sizeof(friendly) - 1);
  }
}
