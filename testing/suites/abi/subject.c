/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A secondary that does what the primary tells it, good or bad.
 */

#include "testing/suites/abi/subject.h"

#include <string.h>

#include "testing/suites/abi/command.h"

static unsigned char send_page[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));
static unsigned char receive_page[HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));

static uint64_t perform(struct command command) {
  volatile uint64_t* const address = (volatile uint64_t*)command.argument;
  switch ((enum command_code)command.code) {
    case COMMAND_CALLS:
      return subject_calls();
    case COMMAND_REGISTERS:
      return subject_registers();
    case COMMAND_STATE:
      return subject_state(command.argument);
    case COMMAND_CONSOLE:
      return subject_console();
    case COMMAND_ADDRESS:
      return (uint64_t)&perform;
    case COMMAND_WFI:
      __asm__ volatile("wfi");
      return 0;
    case COMMAND_READ:
      (void)*address;
      return 0;
    case COMMAND_WRITE:
      *address = 1;
      return 0;
    case COMMAND_EXECUTE:
      ((void (*)(void))command.argument)();
      return 0;
  }
  guest_panic("a command that the subject does not know");
}

void guest_main(uint64_t device_tree) {
  uint64_t failures = subject_check("x0 of a secondary", device_tree, 0);
  if (hf_vm_configure((uint64_t)send_page, (uint64_t)receive_page) != 0) {
    guest_panic("vm_configure is refused");
  }
  for (;;) {
    const struct hf_mailbox_receive_return message = hf_mailbox_receive(true);
    failures += subject_check("sender", message.vm_id, HF_PRIMARY_VM_ID);
    failures += subject_check("size", message.size, sizeof(struct command));
    struct command command;
    memcpy(&command, receive_page, sizeof(command));
    hf_mailbox_clear();
    failures += perform(command);
    memcpy(send_page, &failures, sizeof(failures));
    failures = 0;
    if (hf_mailbox_send(HF_PRIMARY_VM_ID, sizeof(uint64_t), false) != 0) {
      guest_panic("mailbox_send of the answer is refused");
    }
  }
}
