/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Calls that a secondary may not make, or makes with arguments that are wrong or wider than they
 * count, and what its registers hold after a call.
 */

#include "testing/suites/abi/raw.h"
#include "testing/suites/abi/subject.h"

#define JUNK UINT64_C(0xabcdef0000000000)

enum { PSCI_SYSTEM_OFF = 0x84000008, PSCI_VERSION = 0x84000000 };

uint64_t subject_calls(void) {
  const uint64_t me = hf_vm_get_id();
  uint64_t bad = 0;
  bad += subject_check_call("vm_get_id with the SMC64 flag and junk",
                            hf_call(JUNK | 0x4000ff00, 1, 2, 3), (int64_t)me);
  bad += subject_check_call("a call of another number", hf_call(0xfeff, 0, 0, 0), -1);
  bad += subject_check_call("call number 0", hf_call(0, 0, 0, 0), -1);
  bad += subject_check_call("HVC #1", raw_hvc_1(HF_VM_GET_ID, 0, 0, 0), -1);
  bad += subject_check_call("SMC", raw_smc(PSCI_SYSTEM_OFF, 0, 0, 0), -1);
  bad += subject_check_call("PSCI by HVC", hf_call(PSCI_VERSION, 0, 0, 0), -1);
  bad += subject_check_call("vcpu_get_count", hf_vcpu_get_count((uint32_t)me), -1);
  bad += subject_check_call("mailbox_waiter_get", hf_mailbox_waiter_get((uint32_t)me), -1);
  bad += subject_check("vcpu_run", (uint64_t)hf_call(HF_VCPU_RUN, 1, 0, 0),
                       HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
  bad += subject_check_call("vm_configure again", hf_vm_configure(0x40000000, 0x40001000), -1);
  bad += subject_check_call("mailbox_clear of an empty mailbox", hf_mailbox_clear(), -1);
  const struct hf_mailbox_receive_return none = hf_mailbox_receive(false);
  bad += subject_check("mailbox_receive without a message", none.vm_id, HF_INVALID_VM_ID);
  bad += subject_check("its size", none.size, 0);
  bad += subject_check_call("mailbox_send of 4097 bytes", hf_mailbox_send(0, 4097, false), -1);
  bad += subject_check_call("mailbox_send of 2^32 bytes",
                            hf_call(HF_MAILBOX_SEND, 0, UINT64_C(1) << 32, 0), -1);
  bad +=
      subject_check_call("mailbox_send to oneself", hf_call(HF_MAILBOX_SEND, JUNK | me, 8, 0), -1);
  bad += subject_check_call("mailbox_send to no VM", hf_mailbox_send(16, 8, false), -1);
  bad +=
      subject_check_call("mailbox_send to VM 2^32 - 1", hf_mailbox_send(UINT32_MAX, 8, false), -1);
  return bad;
}

/* x1 to x3 come back as zero, x4 to x30 as they were. */
static uint64_t check_call(uint64_t number) {
  uint64_t registers[RAW_REGISTERS];
  for (uint64_t i = 0; i < RAW_REGISTERS; ++i) registers[i] = 0x1111111111111111 * (i % 15 + 1);
  registers[0] = number;
  uint64_t wanted[RAW_REGISTERS];
  for (int i = 0; i < RAW_REGISTERS; ++i) wanted[i] = i < 4 ? 0 : registers[i];
  if (number == HF_VM_GET_ID) wanted[0] = hf_vm_get_id();
  raw_call(registers);
  uint64_t bad = 0;
  for (int i = 0; i < RAW_REGISTERS; ++i) {
    if (registers[i] != wanted[i]) guest_print("subject: the next is a register of raw_call\n");
    bad += subject_check("a register", registers[i], wanted[i]);
  }
  return bad;
}

uint64_t subject_registers(void) {
  /* Answered at once, and after other VMs have run. */
  return check_call(HF_VM_GET_ID) + check_call(HF_VCPU_YIELD);
}
