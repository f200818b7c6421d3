/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A peer of level 0.1. It has neither waiters nor interrupts nor a way to yield: a message that
 * cannot be sent is sent again, and nobody lets it wait.
 */

#ifndef HF_TESTING_SUITES_LEVELS_PEER_0_1_H_
#define HF_TESTING_SUITES_LEVELS_PEER_0_1_H_

#include "testing/suites/levels/common.h"

static void begin(void) {
  uint64_t number;
  if (hf_mailbox_clear() != -1) put("FAIL: clear without a message\n");
  for (number = 0xff07; number < 0xff20; ++number) {
    if (hf_call(number, 0, 0, 0) != -1) put("FAIL: a call that 0.1 has not\n");
  }
  if (hf_vm_get_count() < 2) put("FAIL: hf_vm_get_count\n");
  if (hf_vcpu_get_count(0) != -1) put("FAIL: hf_vcpu_get_count of a secondary\n");
  if (hf_vcpu_run(1, 0).code != HF_VCPU_RUN_WAIT_FOR_INTERRUPT) put("FAIL: hf_vcpu_run\n");
  if (hf_call(HF_MAILBOX_RECEIVE, 0, 0, 0) != -1) put("FAIL: receive without a message\n");
}

static bool receive(uint32_t* from, uint32_t* size) {
  const int64_t word = hf_call(HF_MAILBOX_RECEIVE, 1, 0, 0);
  const struct hf_mailbox_receive_return received =
      hf_mailbox_receive_return_decode((uint64_t)word);
  if (word == -1) return false;
  *from = received.vm_id;
  *size = received.size;
  return true;
}

static bool send(uint32_t vm_id, uint32_t size) { return hf_mailbox_send(vm_id, size) == 0; }

static bool send_when_writable(uint32_t vm_id, uint32_t size) { return send(vm_id, size); }

static bool leave(char how) {
  (void)how;
  return false;
}

#endif /* HF_TESTING_SUITES_LEVELS_PEER_0_1_H_ */
