/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A primary of October 2018, whose peers are VM 1 of level 0.1, VM 2 of 1.0 and VM 3 of 1.1.
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

/* Runs a vCPU and says what came of it, if that is not what is expected. */
static void expect(uint32_t vm_id, uint64_t word, const char* what) {
  const uint64_t is = (uint64_t)hf_call(HF_VCPU_RUN, vm_id, 0, 0);
  if (is == word) return;
  check(false, what);
  put("levels: vcpu_run returned ");
  put_hex(is);
  put(", not ");
  put_hex(word);
  put("\n");
}

static uint64_t message(void) { return HF_VCPU_RUN_MESSAGE | (uint64_t)SIZE << 32; }
static uint64_t wake_up(uint64_t vm_id, uint64_t vcpu) {
  return HF_VCPU_RUN_WAKE_UP | vm_id << 16 | vcpu << 32;
}

/* To a peer that waits for it. */
static void ask(uint32_t vm_id, char what, uint8_t second, uint8_t seed) {
  compose(what, second, seed);
  check(hf_mailbox_send(vm_id, SIZE) == 0, "the index of who waits");
}

static void expect_answer(uint32_t vm_id, char what) {
  expect(vm_id, message(), "an answer");
  check(is_received(what, GOOD, 0), "a good answer");
  check(hf_mailbox_clear() == 0, "hf_mailbox_clear");
  expect(vm_id, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "the peer waits again");
}

static void calls(void) {
  uint64_t number;
  check(hf_vm_get_count() == PEERS + 1, "hf_vm_get_count");
  check(hf_vcpu_get_count(PEER_1_0) == 1, "hf_vcpu_get_count");
  check(hf_vcpu_get_count(PEERS + 1) == -1, "hf_vcpu_get_count of no VM");
  for (number = 0xff07; number < 0xff20; ++number) {
    check(hf_call(number, 1, 0, 2) == -1, "a call that 0.1 has not");
  }
  check(hf_call(HF_MAILBOX_RECEIVE, 1, 0, 0) == -1, "hf_mailbox_receive of the primary");
  check(hf_mailbox_clear() == -1, "hf_mailbox_clear without a message");
  check(hf_mailbox_send(PEER_1_0, 1) == -1, "hf_mailbox_send without a mailbox");
  check(hf_vm_configure((uintptr_t)send_page, (uintptr_t)receive_page) == 0, "hf_vm_configure");
  check(hf_vm_configure((uintptr_t)send_page, (uintptr_t)receive_page) == -1, "and again");
  receive_page[0] = 1;
  check(receive_page[0] == 1, "the receive page stays writable");
  expect(0, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "the primary itself");
  expect(PEERS + 1, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "no VM");
}

static void echoes(uint32_t vm_id) {
  compose(ASK_ECHO, 0, (uint8_t)vm_id);
  check(hf_mailbox_send(vm_id, SIZE) == 0, "the peer waits");
  check(hf_mailbox_send(vm_id, SIZE) == -1, "it has a message");
  expect(vm_id, message(), "the echo");
  check(is_received(ASK_ECHO, 0, (uint8_t)vm_id), "what was sent");
  check(hf_mailbox_clear() == 0, "hf_mailbox_clear");
  expect(vm_id, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it waits again");
  ask(vm_id, ASK_ECHO, 1, 0);
  expect(vm_id, message(), "another echo");
  check(hf_mailbox_clear() == 0, "hf_mailbox_clear");
  check(hf_mailbox_send(vm_id, SIZE) == HF_INVALID_VCPU, "nobody waits");
  expect(vm_id, message(), "an echo at once");
  check(hf_mailbox_clear() == 0, "hf_mailbox_clear");
  expect(vm_id, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it waits again");
}

/* One peer sends to another, which answers; each pair. */
static void pings(uint32_t from, uint32_t to) {
  ask(from, ASK_PING, (uint8_t)to, 0);
  expect(from, wake_up(to, 0), "a message to a VM that waits");
  expect(from, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "for the echo");
  expect(to, wake_up(from, 0), "the echo");
  expect_answer(from, ASK_PING);
  expect(to, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it waits again");
}

/* A peer's mailbox is full, whatever its level, and others wait for it. */
static void waits_for_a_peer(uint32_t full, uint32_t first, uint32_t second) {
  ask(full, ASK_KEEP, 0, 0);
  expect(full, message(), "an answer before it is cleared");
  check(hf_mailbox_clear() == 0, "hf_mailbox_clear");
  ask(first, ASK_WAIT, (uint8_t)full, 0);
  expect(first, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it waits for the mailbox");
  if (second != 0) {
    ask(second, ASK_WAIT, (uint8_t)full, 0);
    expect(second, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it waits too");
  }
  expect(full, HF_VCPU_RUN_YIELD, "NOTIFY_WAITERS");
  /* One after the other, before anybody runs. */
  expect(full, wake_up(second == 0 || first < second ? first : second, 0), "a waiter");
  if (second != 0) expect(first, wake_up(first < second ? second : first, 0), "the other");
  expect(full, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "nobody waits any more");
  expect(first, wake_up(full, 0), "it sends");
  if (second != 0) expect(second, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it comes too late");
  expect(first, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "for the echo");
  if (second != 0) {
    expect(full, HF_VCPU_RUN_YIELD, "it has cleared: NOTIFY_WAITERS");
    expect(full, wake_up(second, 0), "the other again");
  }
  expect(full, wake_up(first, 0), "the echo");
  expect_answer(first, ASK_WAIT);
  if (second != 0) {
    expect(second, wake_up(full, HF_INVALID_VCPU), "it sends, and nobody waits in mailbox_receive");
    expect(second, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "for the echo");
    expect(full, wake_up(second, 0), "the echo");
    expect_answer(second, ASK_WAIT);
  }
  expect(full, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it waits again");
}

/* The primary's own mailbox is full. */
static void waits_for_the_primary(uint32_t first, uint32_t second) {
  ask(first, ASK_ECHO, 0, 1);
  ask(second, ASK_ECHO, 0, 2);
  expect(first, message(), "an echo");
  expect(second, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it cannot send");
  check(is_received(ASK_ECHO, 0, 1), "the first echo");
  check(hf_mailbox_clear() == 0, "never 1");
  expect(first, wake_up(second, 0), "before the other runs");
  expect(first, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "the other waits again");
  expect(second, message(), "the second echo");
  check(is_received(ASK_ECHO, 0, 2), "the second echo's bytes");
  check(hf_mailbox_clear() == 0, "hf_mailbox_clear");
  expect(second, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it waits again");
}

static void codes(uint32_t vm_id) {
  ask(vm_id, ASK_YIELD, 0, 0);
  expect(vm_id, HF_VCPU_RUN_YIELD, "it yields");
  expect_answer(vm_id, ASK_YIELD);
  ask(vm_id, ASK_SLEEP, 0, 0);
  expect(vm_id, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "SLEEP");
  ask(vm_id, ASK_ECHO, 0, 0);
  expect_answer(vm_id, ASK_SLEEP);
}

static void aborts(uint32_t vm_id) {
  ask(vm_id, ASK_ABORT, 0, 0);
  expect(vm_id, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "ABORTED");
  expect(vm_id, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "nor does it run again");
}

void kmain(uint64_t fdt) {
  uint32_t from;
  uint32_t to;
  (void)fdt;
  put("levels: begins\n");
  calls();
  for (from = 1; from <= PEERS; ++from) {
    expect(from, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "the peer begins");
    echoes(from);
  }
  for (from = 1; from <= PEERS; ++from) {
    for (to = 1; to <= PEERS; ++to) {
      if (from != to) pings(from, to);
    }
  }
  ask(PEER_0_1, ASK_SCRIBBLE, GOOD, 0);
  expect_answer(PEER_0_1, ASK_SCRIBBLE);
  waits_for_a_peer(PEER_0_1, PEER_1_0, PEER_1_1);
  waits_for_a_peer(PEER_0_1, PEER_1_1, PEER_1_0);
  waits_for_a_peer(PEER_1_0, PEER_1_1, 0);
  waits_for_a_peer(PEER_1_1, PEER_1_0, 0);
  waits_for_the_primary(PEER_1_0, PEER_1_1);
  waits_for_the_primary(PEER_0_1, PEER_1_0);
  codes(PEER_1_0);
  codes(PEER_1_1);
  for (from = 1; from <= PEERS; ++from) aborts(from);
  put(failures == 0 ? "levels: PASS\n" : "levels: FAIL\n");
}
