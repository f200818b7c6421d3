/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the demo's services in C share: two mailbox pages, and sending to a VM that may be busy.
 * Included by one source file a VM.
 */

#ifndef HF_PLATFORMS_DEMO_MAILBOX_H_
#define HF_PLATFORMS_DEMO_MAILBOX_H_

#include <hf/call.h>

#include "bindings/start/start.h"

static unsigned char send_page[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));
static unsigned char receive_page[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));

static inline void mailbox_open(void) {
  if (hf_vm_configure((uintptr_t)send_page, (uintptr_t)receive_page) != 0) {
    guest_panic("the hypervisor refuses the mailbox pages");
  }
}

/* Waits for a message. An interrupt ends the wait too; no service here wants one. */
static inline struct hf_mailbox_receive_return mailbox_wait(void) {
  for (;;) {
    const struct hf_mailbox_receive_return message = hf_mailbox_receive(true);
    if (message.vm_id != HF_INVALID_VM_ID) return message;
  }
}

/*
 * Sends the first `size` bytes of the send page. While the recipient has a message that it has not
 * cleared, the CPU is given back: the scheduler then runs the recipient, and this VM later again.
 */
static inline void mailbox_post(uint32_t vm_id, uint32_t size) {
  while (hf_mailbox_send(vm_id, size, false) == -1) hf_vcpu_yield();
}

#endif /* HF_PLATFORMS_DEMO_MAILBOX_H_ */
