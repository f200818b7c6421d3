/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A secondary of 2019 that asks: VM 2 sends what the primary sends it on to the service, and the
 * service's answer to the primary. Without a message it polls.
 */

#include "testing/compat/old.h"

static uint8_t send_page[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));
static uint8_t recv_page[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));

void kmain(uintptr_t fdt) {
  (void)fdt;
  if (hf_vm_configure((hf_ipaddr_t)send_page, (hf_ipaddr_t)recv_page) == -1) {
    put("client: FAIL: hf_vm_configure\n");
  }
  for (;;) {
    struct hf_mailbox_receive_return received = hf_mailbox_receive(false);
    uint32_t to = SERVICE_VM_ID;
    if (received.vm_id == HF_INVALID_VM_ID) {
      hf_vcpu_yield();
      continue;
    }
    if (received.vm_id == SERVICE_VM_ID) to = HF_PRIMARY_VM_ID;
    copy(send_page, recv_page, received.size);
    hf_mailbox_clear();
    while (hf_mailbox_send(to, received.size, false) != 0) hf_vcpu_yield();
  }
}
