/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A primary of 2019: schedules VM 1 and VM 2, and goes through what the ABI had.
 */

#include "testing/compat/old.h"

static uint8_t send_page[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));
static uint8_t recv_page[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));
static uint8_t memory[2 * HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));

static unsigned failures;

static void check(bool good, const char* what) {
  if (good) return;
  ++failures;
  put("old: FAIL: ");
  put(what);
  put("\n");
}

/* Runs the vCPU until it has something to say. */
static struct hf_vcpu_run_return run(uint32_t vm_id) {
  struct hf_vcpu_run_return ret = hf_vcpu_run(vm_id, 0);
  while (ret.code == HF_VCPU_RUN_PREEMPTED) ret = hf_vcpu_run(vm_id, 0);
  return ret;
}

static int64_t ask(uint32_t vm_id, char what, uint32_t size, bool notify) {
  send_page[0] = (uint8_t)what;
  return hf_mailbox_send(vm_id, size, notify);
}

static void expect(uint32_t vm_id, enum hf_vcpu_run_code code, const char* what) {
  struct hf_vcpu_run_return ret = run(vm_id);
  if (ret.code == code) return;
  check(false, what);
  put("old: the code was ");
  put_number((uint64_t)ret.code);
  put("\n");
}

static void echo(void) {
  struct hf_vcpu_run_return ret;
  uint32_t i;
  for (i = 0; i < HF_MAILBOX_SIZE; ++i) send_page[i] = (uint8_t)(i * 7);
  check(ask(SERVICE_VM_ID, ASK_ECHO, HF_MAILBOX_SIZE, false) == 0, "the index of who waits");
  ret = run(SERVICE_VM_ID);
  check(ret.code == HF_VCPU_RUN_MESSAGE && ret.message.size == HF_MAILBOX_SIZE, "the echo");
  for (i = 1; i < HF_MAILBOX_SIZE; ++i) {
    if (recv_page[i] != (uint8_t)(i * 7)) break;
  }
  check(i == HF_MAILBOX_SIZE, "the echo's bytes");
  check(hf_mailbox_clear() == 0, "hf_mailbox_clear");
  check(hf_mailbox_clear() == -1, "hf_mailbox_clear again");
  expect(SERVICE_VM_ID, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "the service waits");
}

/* The service's second answer finds the primary's mailbox busy: it waits for an interrupt. */
static void wait_for_writable(void) {
  check(ask(SERVICE_VM_ID, ASK_TWICE, 1, false) == 0, "a request for two");
  expect(SERVICE_VM_ID, HF_VCPU_RUN_MESSAGE, "the first answer");
  expect(SERVICE_VM_ID, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "the second one waits");
  check(hf_mailbox_waiter_get(HF_PRIMARY_VM_ID) == -1, "no waiter while it is busy");
  check(hf_mailbox_clear() == 1, "somebody waits");
  check(hf_mailbox_waiter_get(HF_PRIMARY_VM_ID) == SERVICE_VM_ID, "the service waits");
  check(hf_mailbox_waiter_get(HF_PRIMARY_VM_ID) == -1, "nobody else");
  check(hf_interrupt_inject(SERVICE_VM_ID, 0, HF_MAILBOX_WRITABLE_INTID) == 1, "to be run");
  check(hf_interrupt_inject(SERVICE_VM_ID, 0, HF_MAILBOX_WRITABLE_INTID) == 0, "pending already");
  expect(SERVICE_VM_ID, HF_VCPU_RUN_MESSAGE, "the second answer");
  check(hf_mailbox_clear() == 0, "nobody waits");
  expect(SERVICE_VM_ID, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "the service waits again");
}

/* The same the other way round. */
static void be_told_of_writable(void) {
  check(ask(SERVICE_VM_ID, ASK_KEEP, 1, false) == 0, "a message to keep");
  expect(SERVICE_VM_ID, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it is kept");
  check(ask(SERVICE_VM_ID, ASK_ECHO, 1, true) == -1, "busy");
  check(hf_mailbox_writable_get() == -1, "still busy");
  check(hf_interrupt_inject(SERVICE_VM_ID, 0, HF_MAILBOX_WRITABLE_INTID) == 1, "an interrupt");
  expect(SERVICE_VM_ID, HF_VCPU_RUN_NOTIFY_WAITERS, "it has cleared its mailbox");
  check(hf_mailbox_waiter_get(SERVICE_VM_ID) == HF_PRIMARY_VM_ID, "the primary waits");
  check(hf_mailbox_writable_get() == SERVICE_VM_ID, "it is writable");
  check(hf_mailbox_writable_get() == -1, "once");
  expect(SERVICE_VM_ID, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "it waits for a message");
  check(ask(SERVICE_VM_ID, ASK_YIELD, 1, false) == 0, "the message");
  expect(SERVICE_VM_ID, HF_VCPU_RUN_YIELD, "it yields");
  expect(SERVICE_VM_ID, HF_VCPU_RUN_MESSAGE, "it answers");
  check(hf_mailbox_clear() == 0, "hf_mailbox_clear");
  expect(SERVICE_VM_ID, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "the service waits");
}

/* By way of the client, which wakes the service. */
static void relay(void) {
  struct hf_vcpu_run_return ret;
  expect(CLIENT_VM_ID, HF_VCPU_RUN_YIELD, "the client polls");
  check(ask(CLIENT_VM_ID, ASK_ECHO, 8, false) == HF_INVALID_VCPU, "nobody is blocked");
  ret = run(CLIENT_VM_ID);
  check(ret.code == HF_VCPU_RUN_WAKE_UP && ret.wake_up.vm_id == SERVICE_VM_ID &&
            ret.wake_up.vcpu == 0,
        "the client wakes the service");
  ret = run(SERVICE_VM_ID);
  check(ret.code == HF_VCPU_RUN_WAKE_UP && ret.wake_up.vm_id == CLIENT_VM_ID &&
            ret.wake_up.vcpu == HF_INVALID_VCPU,
        "the service answers the client");
  ret = run(CLIENT_VM_ID);
  check(ret.code == HF_VCPU_RUN_MESSAGE && ret.message.size == 8, "the client hands it on");
  check(recv_page[0] == ASK_ECHO, "what it hands on");
  check(hf_mailbox_clear() == 0, "hf_mailbox_clear");
  expect(SERVICE_VM_ID, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "the service waits");
}

static void share(enum hf_share mode, const char* what) {
  hf_ipaddr_t address = (hf_ipaddr_t)memory;
  size_t i;
  copy(send_page + 8, &address, sizeof(address));
  memory[0] = 1;
  check(hf_share_memory(SERVICE_VM_ID, address, sizeof(memory), mode) == 0, what);
  check(hf_share_memory(CLIENT_VM_ID, address, sizeof(memory), mode) == -1, "to another as well");
  check(ask(SERVICE_VM_ID, ASK_MEMORY, 16, false) == 0, "a request for memory");
  expect(SERVICE_VM_ID, HF_VCPU_RUN_MESSAGE, "the answer");
  check(recv_page[1] == 1, "the memory was good, and is back");
  for (i = 0; i < sizeof(memory); ++i) {
    if (((volatile uint8_t*)memory)[i] != 0) break;
  }
  check(i == sizeof(memory), "it comes back zeroed");
  check(hf_mailbox_clear() == 0, "hf_mailbox_clear");
  expect(SERVICE_VM_ID, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "the service waits");
}

void kmain(uintptr_t fdt) {
  put("old: begins\n");
  check(*(volatile uint32_t*)fdt == 0xedfe0dd0, "the device tree");
  check(hf_vm_get_id() == HF_PRIMARY_VM_ID, "hf_vm_get_id");
  check(hf_vm_get_count() == 3, "hf_vm_get_count");
  check(hf_vcpu_get_count(SERVICE_VM_ID) == 1, "hf_vcpu_get_count");
  check(hf_vcpu_get_count(CLIENT_VM_ID) == 2, "hf_vcpu_get_count of the client");
  check(hf_vcpu_get_count(HF_INVALID_VM_ID) == -1, "hf_vcpu_get_count of no VM");
  check(hf_vcpu_yield() == 0, "hf_vcpu_yield");
  check(hf_mailbox_receive(true).vm_id == HF_INVALID_VM_ID, "hf_mailbox_receive");
  check(hf_interrupt_get() == HF_INVALID_INTID, "hf_interrupt_get");
  check(hf_vm_configure((hf_ipaddr_t)send_page, (hf_ipaddr_t)recv_page) == 0, "hf_vm_configure");
  expect(SERVICE_VM_ID, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "the service begins");
  echo();
  wait_for_writable();
  be_told_of_writable();
  relay();
  share(HF_MEMORY_GIVE, "HF_MEMORY_GIVE");
  share(HF_MEMORY_LEND, "HF_MEMORY_LEND");
  put(failures == 0 ? "old: PASS\n" : "old: FAIL\n");
}
