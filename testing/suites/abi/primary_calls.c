/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The primary's calls with arguments that are wrong, or wider than they count.
 */

#include "testing/suites/abi/primary.h"
#include "testing/suites/abi/raw.h"

#define JUNK UINT64_C(0xabcdef0000000000)

static unsigned char pages[3][HF_MAILBOX_SIZE] __attribute__((aligned(HF_MAILBOX_SIZE)));

static void check_run(const char* what, uint64_t vm, uint64_t vcpu) {
  check(what, (uint64_t)hf_call(HF_VCPU_RUN, vm, vcpu, 0), HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
}

static void check_configure(const char* what, uint64_t send, uint64_t receive) {
  check_call(what, hf_vm_configure(send, receive), -1);
}

void check_calls(uint64_t secondary) {
  guest_print("abi: calls\n");
  check("vm_get_id", hf_vm_get_id(), 0);
  check_call("vm_get_count with the SMC64 flag and more", hf_call(JUNK | 0x4000ff01, 0, 0, 0),
             hf_vm_get_count());
  check_call("a call of another number", hf_call(0xff10, 0, 0, 0), -1);
  check_call("HVC #1", raw_hvc_1(HF_VM_GET_COUNT, 0, 0, 0), -1);
  check_call("vcpu_get_count with junk above", hf_call(HF_VCPU_GET_COUNT, JUNK | 1, 0, 0), 1);
  check_call("vcpu_get_count of the primary", hf_vcpu_get_count(0), 2);
  check_call("vcpu_get_count of no VM", hf_vcpu_get_count(16), -1);
  check_call("vcpu_yield", hf_vcpu_yield(), 0);

  check_run("vcpu_run of the primary", 0, 0);
  check_run("vcpu_run of no VM", 99, 0);
  check_run("vcpu_run of no vCPU", 1, 1);
  check_run("vcpu_run of vCPU 0x10000", 1, 0x10000);

  const uint64_t a = (uint64_t)pages[0];
  const uint64_t b = (uint64_t)pages[1];
  check_configure("vm_configure, send not aligned", a + 8, b);
  check_configure("vm_configure, receive not aligned", a, b + 2048);
  check_configure("vm_configure, one page", a, a);
  check_configure("vm_configure, the hypervisor's page", a, HYPERVISOR & ~UINT64_C(4095));
  check_configure("vm_configure, a secondary's page", secondary & ~UINT64_C(4095), b);
  check_configure("vm_configure, a device", UINT64_C(0x09000000), b);
  check_configure("vm_configure, a hole", a, UINT64_C(0x3000000000));
  check_configure("vm_configure, far away", UINT64_C(0xfffffffffffff000), b);
  check_call("mailbox_clear before vm_configure", hf_mailbox_clear(), -1);
  const struct hf_mailbox_receive_return none = hf_mailbox_receive(true);
  check("mailbox_receive of the primary", none.vm_id, HF_INVALID_VM_ID);
  check("mailbox_receive of the primary, size", none.size, 0);
}
