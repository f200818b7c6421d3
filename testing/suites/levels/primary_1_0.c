/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A primary of January 2019, whose peers are VM 1 of level 0.1 and VM 2 of 1.0.
 */

#include "testing/suites/levels/common.h"

static unsigned failures;

static void check(bool good, const char* what) {
  if (good) return;
  ++failures;
  put("levels: FAIL: ");
  put(what);
  put("\n");
}

static void expect(uint32_t vm_id, enum hf_vcpu_run_code code, const char* what) {
  const enum hf_vcpu_run_code is = hf_vcpu_run(vm_id, 0).code;
  if (is == code) return;
  check(false, what);
  put("levels: the code was ");
  put_hex((uint64_t)is);
  put("\n");
}

static void expect_wake_up(uint32_t vm_id, uint32_t of, const char* what) {
  const struct hf_vcpu_run_return run = hf_vcpu_run(vm_id, 0);
  check(run.code == HF_VCPU_RUN_WAKE_UP && run.wake_up.vm_id == of && run.wake_up.vcpu == 0, what);
}

static void ask(uint32_t vm_id, char what, uint8_t second) {
  compose(what, second, 0);
  check(hf_mailbox_send(vm_id, SIZE, false) == 0, "the index of who waits");
}

static void expect_answer(uint32_t vm_id, char what, uint8_t second) {
  const struct hf_vcpu_run_return run = hf_vcpu_run(vm_id, 0);
  check(run.code == HF_VCPU_RUN_MESSAGE && run.message.size == SIZE, "an answer");
  check(is_received(what, second, 0), "a good answer");
  check(hf_mailbox_clear() == 0, "hf_mailbox_clear");
}

static void pings(uint32_t from, uint32_t to) {
  ask(from, ASK_PING, (uint8_t)to);
  expect_wake_up(from, to, "a message to a VM that waits");
  expect(from, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "for the echo");
  expect_wake_up(to, from, "the echo");
  expect_answer(from, ASK_PING, GOOD);
  expect(from, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it waits again");
  expect(to, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "so does the other");
}

/* Two wait for the mailbox of a VM that knows no waiters: the primary and VM 2. */
static void waits_for_0_1(void) {
  ask(PEER_0_1, ASK_KEEP, 0);
  expect_answer(PEER_0_1, ASK_KEEP, 0);
  check(hf_mailbox_send(PEER_0_1, SIZE, true) == -1, "it has a message");
  ask(PEER_1_0, ASK_WAIT, PEER_0_1);
  expect(PEER_1_0, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it waits for the mailbox");
  expect(PEER_0_1, HF_VCPU_RUN_NOTIFY_WAITERS, "it has cleared");
  check(hf_mailbox_waiter_get(PEER_0_1) == HF_PRIMARY_VM_ID, "the primary waits");
  check(hf_mailbox_waiter_get(PEER_0_1) == PEER_1_0, "VM 2 waits");
  check(hf_mailbox_waiter_get(PEER_0_1) == -1, "nobody else");
  check(hf_mailbox_writable_get() == PEER_0_1, "it is writable");
  check(hf_interrupt_inject(PEER_1_0, 0, HF_MAILBOX_WRITABLE_INTID) == 1, "to be run");
  expect(PEER_0_1, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it waits for a message");
  expect_wake_up(PEER_1_0, PEER_0_1, "it sends");
  expect(PEER_1_0, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "for the echo");
  expect_wake_up(PEER_0_1, PEER_1_0, "the echo");
  expect_answer(PEER_1_0, ASK_WAIT, GOOD);
  expect(PEER_0_1, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it waits again");
  expect(PEER_1_0, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "so does VM 2");
}

/* Interrupts reach a VM of 0.1 that never enabled any as little as one of 1.0. */
static void interrupts_of_0_1(void) {
  check(hf_interrupt_inject(PEER_0_1, 0, HF_MAILBOX_READABLE_INTID) == 0, "nothing to be run for");
  expect(PEER_0_1, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it still waits");
  ask(PEER_0_1, ASK_ECHO, 0);
  expect_answer(PEER_0_1, ASK_ECHO, 0);
  expect(PEER_0_1, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it waits again");
}

void kmain(uint64_t fdt) {
  (void)fdt;
  put("levels: begins\n");
  check(hf_vm_get_id() == HF_PRIMARY_VM_ID && hf_vm_get_count() == 3, "who there is");
  check(hf_call(0xff0f, 0, 0, 0) == -1, "abi_version at level 1.0");
  check(hf_vm_configure((uintptr_t)send_page, (uintptr_t)receive_page) == 0, "hf_vm_configure");
  expect(PEER_0_1, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "VM 1 begins");
  expect(PEER_1_0, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "VM 2 begins");
  pings(PEER_0_1, PEER_1_0);
  pings(PEER_1_0, PEER_0_1);
  ask(PEER_0_1, ASK_SCRIBBLE, GOOD);
  expect_answer(PEER_0_1, ASK_SCRIBBLE, GOOD);
  expect(PEER_0_1, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it waits again");
  waits_for_0_1();
  interrupts_of_0_1();
  /* A VM of 1.0 may not do what one of 0.1 may. */
  ask(PEER_1_0, ASK_SCRIBBLE, GOOD);
  expect(PEER_1_0, HF_VCPU_RUN_ABORTED, "its receive page is read-only");
  ask(PEER_0_1, ASK_ABORT, 0);
  expect(PEER_0_1, HF_VCPU_RUN_ABORTED, "ABORTED");
  put(failures == 0 ? "levels: PASS\n" : "levels: FAIL\n");
}
