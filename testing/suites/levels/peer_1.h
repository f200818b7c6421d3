/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A peer of level 1.0 or 1.1, which waits for mailboxes.
 */

#ifndef HF_TESTING_SUITES_LEVELS_PEER_1_H_
#define HF_TESTING_SUITES_LEVELS_PEER_1_H_

#include "testing/suites/levels/common.h"

static void begin(void) {
  /* The number of abi_version, which 1.0 has not. */
  const int64_t version = hf_call(0xff0f, 0, 0, 0);
#if defined(HF_ABI_VERSION)
  if (version != 0x10001) put("FAIL: abi_version\n");
#else
  if (version != -1) put("FAIL: abi_version at level 1.0\n");
#endif
  if (hf_vm_get_id() < 2) put("FAIL: hf_vm_get_id\n");
  if (hf_mailbox_receive(false).vm_id != HF_INVALID_VM_ID) put("FAIL: receive without a message\n");
  if (hf_interrupt_enable(HF_MAILBOX_WRITABLE_INTID, true) != 0) put("FAIL: interrupt_enable\n");
}

static bool receive(uint32_t* from, uint32_t* size) {
  const struct hf_mailbox_receive_return received = hf_mailbox_receive(true);
  if (received.vm_id == HF_INVALID_VM_ID) return false;
  *from = received.vm_id;
  *size = received.size;
  return true;
}

static bool send(uint32_t vm_id, uint32_t size) { return hf_mailbox_send(vm_id, size, false) == 0; }

/* Waits to be told, and is told rightly. */
static bool send_when_writable(uint32_t vm_id, uint32_t size) {
  while (hf_mailbox_send(vm_id, size, true) == -1) {
    uint32_t intid = hf_interrupt_get();
    while (intid == HF_INVALID_INTID) {
      __asm__ volatile("wfi");
      intid = hf_interrupt_get();
    }
    if (intid != HF_MAILBOX_WRITABLE_INTID || hf_mailbox_writable_get() != (int64_t)vm_id) {
      put("FAIL: another interrupt, or of another VM\n");
      return false;
    }
  }
  return true;
}

static bool leave(char how) {
  if (how == ASK_YIELD) return hf_vcpu_yield() == 0;
  /* A deadline that is not to come: the CPU leaves with SLEEP, and is sent a message. */
  if (hf_interrupt_enable(HF_VIRTUAL_TIMER_INTID, true) != 0) return false;
  __asm__ volatile("msr cntv_cval_el0, %0" ::"r"(~UINT64_C(0) >> 2));
  __asm__ volatile("msr cntv_ctl_el0, %0" ::"r"(UINT64_C(1)));
  __asm__ volatile("isb");
  {
    uint32_t from;
    uint32_t size;
    while (!receive(&from, &size)) {
    }
  }
  __asm__ volatile("msr cntv_ctl_el0, %0" ::"r"(UINT64_C(0)));
  return hf_mailbox_clear() == 0;
}

#endif /* HF_TESTING_SUITES_LEVELS_PEER_1_H_ */
