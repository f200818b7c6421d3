// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// A guest in C of 2019, more or less: its source compiles, with warnings that are stricter than the
// rest of the tree's, and does what it did then. The BUILD file compiles it as C11 and, through
// headers_cc_test.cc, as C++.

#include <hf/abi.h>
#include <hf/call.h>
#include <hf/types.h>

#if HF_PRIMARY_VM_ID != 0 || HF_INVALID_VM_ID != 0xffffffff || HF_INVALID_VCPU != 0xffff || \
    HF_MAILBOX_SIZE != 4096 || HF_NUM_INTIDS != 64 || HF_INVALID_INTID != 0xffffffff ||     \
    HF_MAILBOX_READABLE_INTID != 1 || HF_MAILBOX_WRITABLE_INTID != 2 ||                     \
    HF_VIRTUAL_TIMER_INTID != 3
#error "a constant has another value than in 2019"
#endif

#if HF_VM_GET_ID != 0xff00 || HF_VM_GET_COUNT != 0xff01 || HF_VCPU_GET_COUNT != 0xff02 ||      \
    HF_VCPU_RUN != 0xff03 || HF_VCPU_YIELD != 0xff04 || HF_VM_CONFIGURE != 0xff05 ||           \
    HF_MAILBOX_SEND != 0xff06 || HF_MAILBOX_RECEIVE != 0xff07 || HF_MAILBOX_CLEAR != 0xff08 || \
    HF_MAILBOX_WRITABLE_GET != 0xff09 || HF_MAILBOX_WAITER_GET != 0xff0a ||                    \
    HF_INTERRUPT_ENABLE != 0xff0b || HF_INTERRUPT_GET != 0xff0c ||                             \
    HF_INTERRUPT_INJECT != 0xff0d || HF_SHARE_MEMORY != 0xff0e
#error "a call has another number than in 2019"
#endif

static char page[HF_MAILBOX_SIZE];

// The last call's number, and the answer.
static uint64_t number;
static int64_t answer;

int64_t hf_call(uint64_t arg0, uint64_t arg1, uint64_t arg2, uint64_t arg3) {
  (void)arg1;
  (void)arg2;
  (void)arg3;
  number = arg0;
  return answer;
}

// What a scheduler does with a vCPU; the sum of what it learnt.
static uint64_t schedule(uint32_t vm_id, uint32_t vcpu) {
  struct hf_vcpu_run_return ret = hf_vcpu_run(vm_id, vcpu);
  enum hf_vcpu_run_code code = ret.code;
  switch (code) {
    case HF_VCPU_RUN_PREEMPTED:
    case HF_VCPU_RUN_YIELD:
    case HF_VCPU_RUN_WAIT_FOR_INTERRUPT:
    case HF_VCPU_RUN_NOTIFY_WAITERS:
    case HF_VCPU_RUN_ABORTED:
      return 0;
    case HF_VCPU_RUN_WAKE_UP:
      return (uint64_t)ret.wake_up.vm_id + ret.wake_up.vcpu;
    case HF_VCPU_RUN_MESSAGE:
      return ret.message.size;
    case HF_VCPU_RUN_SLEEP:
      return ret.sleep.ns;
  }
  return (uint64_t)code;
}

#define CHECK(condition) \
  do {                   \
    if (!(condition)) {  \
      return __LINE__;   \
    }                    \
  } while (false)

int main(void) {
  struct hf_mailbox_receive_return received;
  struct hf_vcpu_run_return ret;
  bool block = true;
  size_t size = sizeof(page);

  answer = (int64_t)0x0000000700020003;
  CHECK(schedule(1, 0) == 9);
  CHECK(number == HF_VCPU_RUN);
  answer = (int64_t)0xffffffffffffff05;
  CHECK(schedule(1, 0) == 0xffffffffffffff);
  answer = 0xfe;
  CHECK(schedule(1, 0) == 0xfe);

  ret.code = HF_VCPU_RUN_MESSAGE;
  ret.message.size = HF_MAILBOX_SIZE;
  CHECK(hf_vcpu_run_return_decode(hf_vcpu_run_return_encode(ret)).message.size == HF_MAILBOX_SIZE);

  answer = (int64_t)0x10ffffffff;
  received = hf_mailbox_receive(block);
  CHECK(received.vm_id == HF_INVALID_VM_ID && received.size == 16);
  CHECK(hf_mailbox_receive_return_encode(received) == 0x10ffffffff);

  answer = -1;
  CHECK(hf_vm_get_count() == -1);
  CHECK(hf_vcpu_get_count(1) == -1);
  CHECK(hf_vm_configure((hf_ipaddr_t)page, (hf_ipaddr_t)page) == -1);
  CHECK(hf_mailbox_send(HF_PRIMARY_VM_ID, size, false) == -1);
  CHECK(hf_mailbox_clear() == -1);
  CHECK(hf_mailbox_writable_get() == -1);
  CHECK(hf_mailbox_waiter_get(1) == -1);
  CHECK(hf_interrupt_enable(HF_MAILBOX_READABLE_INTID, true) == -1);
  CHECK(hf_interrupt_get() == HF_INVALID_INTID);
  CHECK(hf_interrupt_inject(1, 0, HF_MAILBOX_WRITABLE_INTID) == -1);
  CHECK(hf_share_memory(1, (hf_ipaddr_t)page, size, HF_MEMORY_GIVE) == -1);
  CHECK(hf_vm_get_id() == 0xffffffff);
  hf_vcpu_yield();
  CHECK(number == HF_VCPU_YIELD);
  return 0;
}
