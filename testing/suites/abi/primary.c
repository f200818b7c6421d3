/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The suite's primary: checks what it is offered itself, then has two subjects check theirs in
 * turns, and lets each further subject do one thing that ends it. The last line is "abi: PASS" when
 * it came so far; lines with "abi: FAIL" say what was wrong.
 */

#include "testing/suites/abi/primary.h"

#include <string.h>

#include "testing/suites/abi/command.h"

static unsigned char send_page[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));
static unsigned char receive_page[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));

static void tell(uint32_t vm, uint64_t code, uint64_t argument) {
  const struct command command = {code, argument};
  memcpy(send_page, &command, sizeof(command));
  check_call("mailbox_send to a waiting VM", hf_mailbox_send(vm, sizeof(command), false), 0);
}

/* Runs until the VM does not yield; returns the code. */
static enum hf_vcpu_run_code run(uint32_t vm) {
  struct hf_vcpu_run_return result;
  do {
    result = hf_vcpu_run(vm, 0);
  } while (result.code == HF_VCPU_RUN_YIELD || result.code == HF_VCPU_RUN_PREEMPTED);
  if (result.code == HF_VCPU_RUN_MESSAGE) check("size of the answer", result.message.size, 8);
  return result.code;
}

static uint64_t take_answer(uint32_t vm) {
  check("run code of a subject that answers", run(vm), HF_VCPU_RUN_MESSAGE);
  uint64_t answer;
  memcpy(&answer, receive_page, sizeof(answer));
  check_call("mailbox_clear", hf_mailbox_clear(), 0);
  check("run code of a subject that waits again", run(vm), HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
  return answer;
}

static uint64_t ask(uint32_t vm, uint64_t code, uint64_t argument) {
  tell(vm, code, argument);
  return take_answer(vm);
}

static void check_in_subjects(void) {
  for (uint32_t vm = 1; vm <= 2; ++vm) {
    check("failures in calls", ask(vm, COMMAND_CALLS, 0), 0);
    check("failures in registers", ask(vm, COMMAND_REGISTERS, 0), 0);
  }
}

/* Both subjects have other values in the same registers and take turns; the primary has none. */
static void check_state(void) {
  guest_print("abi: state\n");
  tell(1, COMMAND_STATE, 1);
  tell(2, COMMAND_STATE, 2);
  struct hf_vcpu_run_return result[3] = {0};
  for (int turns = 0; turns < 100; ++turns) {
    for (uint32_t vm = 1; vm <= 2; ++vm) {
      if (result[vm].code != HF_VCPU_RUN_MESSAGE) result[vm] = hf_vcpu_run(vm, 0);
      if (result[vm].code != HF_VCPU_RUN_MESSAGE) continue;
      uint64_t failures;
      memcpy(&failures, receive_page, sizeof(failures));
      check("failures in state", failures, 0);
      hf_mailbox_clear();
    }
  }
  for (uint32_t vm = 1; vm <= 2; ++vm) {
    check("run code at the end of state", result[vm].code, HF_VCPU_RUN_MESSAGE);
    check("run code of a subject that waits again", run(vm), HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
  }
}

static void check_aborts(uint64_t other) {
  const uint64_t mine = (uint64_t)&check_aborts;
  const struct command last[] = {
      {COMMAND_WRITE, mine},         {COMMAND_READ, HYPERVISOR}, {COMMAND_EXECUTE, mine},
      {COMMAND_READ, 0x08000000}, /* the GIC's distributor */
      {COMMAND_WRITE, other},        {COMMAND_READ, 0},          {COMMAND_WRITE, 0x7ffffff000},
      {COMMAND_EXECUTE, 0x09000000}, /* the console, which it may write to */
  };
  for (uint32_t i = 0; i < sizeof(last) / sizeof(last[0]); ++i) {
    const uint32_t vm = 3 + i;
    check("run code at the beginning", run(vm), HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
    tell(vm, last[i].code, last[i].argument);
    check("run code of the abort", run(vm), HF_VCPU_RUN_ABORTED);
    check("run code after the abort", run(vm), HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
  }
}

/* Nothing wakes it: interrupts for secondaries come with a later version of the hypervisor. */
static void check_wfi(void) {
  const uint32_t vm = SUBJECTS;
  check("run code at the beginning", run(vm), HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
  tell(vm, COMMAND_WFI, 0);
  check("run code of WFI", run(vm), HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
  check("run code after WFI", run(vm), HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
}

void guest_main(uint64_t device_tree) {
  guest_print("abi: begins\n");
  check_call("vm_get_count", hf_vm_get_count(), SUBJECTS + 1);
  const uint64_t secondary = check_reserved_memory(device_tree);
  check("run code at the beginning", run(1), HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
  check("run code at the beginning", run(2), HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
  check("run code of a blocked vCPU", run(1), HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
  check_calls(secondary);
  check_call("vm_configure", hf_vm_configure((uint64_t)send_page, (uint64_t)receive_page), 0);
  check_call("vm_configure again", hf_vm_configure((uint64_t)receive_page, (uint64_t)send_page),
             -1);
  check_psci();
  const uint64_t other = ask(1, COMMAND_ADDRESS, 0);
  check_own_traps(HYPERVISOR, other);
  check_in_subjects();
  check_state();
  check("failures on the console", ask(1, COMMAND_CONSOLE, 0), 0);
  check_aborts(other);
  check_wfi();
  check("failures in calls after the aborts", ask(2, COMMAND_CALLS, 0), 0);
  guest_print("abi: PASS\n");
  guest_stop();
}
