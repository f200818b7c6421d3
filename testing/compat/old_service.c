/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A secondary of 2019 that serves: VM 1.
 */

#include "testing/compat/old.h"

static uint8_t send_page[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));
static uint8_t recv_page[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));

/* Sends what is in the send page; when the recipient is busy, waits to be told that it is not. */
static void answer(uint32_t vm_id, uint32_t size) {
  while (hf_mailbox_send(vm_id, size, true) == -1) {
    uint32_t intid = HF_INVALID_INTID;
    while (intid == HF_INVALID_INTID) {
      __asm__ volatile("wfi");
      intid = hf_interrupt_get();
    }
    if (intid != HF_MAILBOX_WRITABLE_INTID) put("service: FAIL: another interrupt\n");
    if (hf_mailbox_writable_get() != (int64_t)vm_id) put("service: FAIL: another VM\n");
    if (hf_mailbox_writable_get() != -1) put("service: FAIL: one VM too many\n");
  }
}

static bool memory_is_good(hf_ipaddr_t address, size_t size) {
  volatile uint64_t* words = (volatile uint64_t*)address;
  size_t i;
  for (i = 0; i < size / sizeof(*words); ++i) {
    if (words[i] != 0) return false;
    words[i] = i;
  }
  return hf_share_memory(HF_PRIMARY_VM_ID, address, size, HF_MEMORY_GIVE) == 0;
}

void kmain(uintptr_t fdt) {
  struct hf_mailbox_receive_return received;
  if (fdt != 0 || hf_vm_get_id() != SERVICE_VM_ID || hf_vm_get_count() != 3) {
    put("service: FAIL: who am I?\n");
  }
  if (hf_vm_configure((hf_ipaddr_t)send_page, (hf_ipaddr_t)recv_page) != 0) {
    put("service: FAIL: hf_vm_configure\n");
  }
  if (hf_interrupt_enable(HF_MAILBOX_WRITABLE_INTID, true) != 0 ||
      hf_interrupt_enable(HF_NUM_INTIDS, true) != -1) {
    put("service: FAIL: hf_interrupt_enable\n");
  }
  for (;;) {
    received = hf_mailbox_receive(true);
    if (received.vm_id == HF_INVALID_VM_ID) continue;
    copy(send_page, recv_page, received.size);
    switch (send_page[0]) {
      case ASK_KEEP:
        while (hf_interrupt_get() != HF_MAILBOX_WRITABLE_INTID) __asm__ volatile("wfi");
        hf_mailbox_clear();
        continue;
      case ASK_MEMORY: {
        hf_ipaddr_t address;
        copy(&address, send_page + 8, sizeof(address));
        send_page[1] = memory_is_good(address, 2 * HF_MAILBOX_SIZE);
        break;
      }
      case ASK_YIELD:
        hf_vcpu_yield();
        break;
      default:
        break;
    }
    hf_mailbox_clear();
    answer(received.vm_id, received.size);
    if (send_page[0] == ASK_TWICE) answer(received.vm_id, received.size);
  }
}
