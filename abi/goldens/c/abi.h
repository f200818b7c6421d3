// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Generated from abi/hafnia.proto; do not edit.
//
// The hypercall ABI for C11 and C++: the calls' numbers, the codes, and how results are packed into
// a register.

#ifndef HF_ABI_H_
#define HF_ABI_H_

#include <hf/types.h>

// The numbers of the calls, in x0.
#define HF_VM_GET_ID 0xff00
#define HF_VM_GET_COUNT 0xff01
#define HF_VCPU_GET_COUNT 0xff02
#define HF_VCPU_RUN 0xff03
#define HF_VCPU_YIELD 0xff04
#define HF_VM_CONFIGURE 0xff05
#define HF_MAILBOX_SEND 0xff06
#define HF_MAILBOX_RECEIVE 0xff07
#define HF_MAILBOX_CLEAR 0xff08
#define HF_MAILBOX_WRITABLE_GET 0xff09
#define HF_MAILBOX_WAITER_GET 0xff0a
#define HF_INTERRUPT_ENABLE 0xff0b
#define HF_INTERRUPT_GET 0xff0c
#define HF_INTERRUPT_INJECT 0xff0d
#define HF_SHARE_MEMORY 0xff0e
#define HF_ABI_VERSION 0xff0f

/// Why a vCPU left its CPU: what hf_vcpu_run() returns to the primary's scheduler.
enum hf_vcpu_run_code HF_ENUM_TYPE {
  /// The vCPU was preempted and has work left.
  ///
  /// Scheduler: Run the vCPU again when its quantum allows.
  HF_VCPU_RUN_PREEMPTED = 0,
  /// The vCPU gave up the CPU but is ready.
  ///
  /// Scheduler: Let others run; the vCPU must be run again later.
  HF_VCPU_RUN_YIELD = 1,
  /// The vCPU is blocked until it is sent an interrupt or a message.
  ///
  /// Scheduler: Do not run the vCPU until it is sent an interrupt or a message, or is the target of
  /// HF_VCPU_RUN_WAKE_UP.
  HF_VCPU_RUN_WAIT_FOR_INTERRUPT = 2,
  /// Another vCPU has something to do.
  ///
  /// Scheduler: Run the named vCPU: wake it if it is blocked, kick it (preempt it and run it again)
  /// if it runs elsewhere. HF_INVALID_VCPU names no vCPU in particular: the VM has a message that
  /// none of its vCPUs waits for.
  HF_VCPU_RUN_WAKE_UP = 3,
  /// A message for the primary is in its receive page.
  ///
  /// Scheduler: Take the message of the given size from the receive page and clear the mailbox; the
  /// sender's vCPU is ready.
  HF_VCPU_RUN_MESSAGE = 4,
  /// The vCPU is blocked as with HF_VCPU_RUN_WAIT_FOR_INTERRUPT, but for a limited time.
  ///
  /// Scheduler: As HF_VCPU_RUN_WAIT_FOR_INTERRUPT, but run the vCPU after at most the given time.
  HF_VCPU_RUN_SLEEP = 5,
  /// The vCPU's mailbox became writable and other VMs wait for it.
  ///
  /// Scheduler: Call hf_mailbox_waiter_get() for the vCPU's VM until it returns -1 and inject
  /// HF_MAILBOX_WRITABLE_INTID into each VM that it names; the vCPU is ready.
  HF_VCPU_RUN_NOTIFY_WAITERS = 6,
  /// The vCPU aborted and with it its whole VM.
  ///
  /// Scheduler: Treat as HF_VCPU_RUN_WAIT_FOR_INTERRUPT for this vCPU and as HF_VCPU_RUN_WAKE_UP
  /// for all others of its VM.
  HF_VCPU_RUN_ABORTED = 7,
};

/// How hf_share_memory() passes memory on.
enum hf_share HF_ENUM_TYPE {
  /// Ownership and access move to the recipient.
  HF_MEMORY_GIVE = 0,
  /// Access moves to the recipient; ownership stays.
  HF_MEMORY_LEND = 1,
  /// The recipient gets access too; ownership stays.
  HF_MEMORY_SHARE = 2,
};

/// Another vCPU has something to do.
struct hf_vcpu_run_wake_up {
  /// The VM of the vCPU to be run.
  uint32_t vm_id;
  /// The vCPU to be run, or HF_INVALID_VCPU.
  uint16_t vcpu;
};

/// A message for the primary has arrived.
struct hf_vcpu_run_message {
  /// The message's size, in bytes.
  uint32_t size;
};

/// The vCPU is blocked for a limited time.
struct hf_vcpu_run_sleep {
  /// The time after which the vCPU is to be run at the latest, in nanoseconds.
  uint64_t ns;
};

/// Why a vCPU left its CPU, and what the scheduler needs to know about it.
struct hf_vcpu_run_return {
  /// Why the vCPU left. Decoding an unknown code gives that code and no payload.
  enum hf_vcpu_run_code code;
  union {
    struct hf_vcpu_run_wake_up wake_up;
    struct hf_vcpu_run_message message;
    struct hf_vcpu_run_sleep sleep;
  };
};

/// Packs a `struct hf_vcpu_run_return` as the hypervisor returns it.
static inline uint64_t hf_vcpu_run_return_encode(struct hf_vcpu_run_return value) {
  const uint64_t word = (uint64_t)value.code & 0xff;
  switch (value.code) {
    case HF_VCPU_RUN_WAKE_UP:
      return word | ((uint64_t)value.wake_up.vm_id << 32) | ((uint64_t)value.wake_up.vcpu << 16);
    case HF_VCPU_RUN_MESSAGE:
      return word | ((uint64_t)value.message.size << 32);
    case HF_VCPU_RUN_SLEEP:
      return word | ((uint64_t)value.sleep.ns << 8);
    default:
      return word;
  }
}

/// Unpacks what the hypervisor returned as a `struct hf_vcpu_run_return`. Without a payload, the
/// payload is zero.
static inline struct hf_vcpu_run_return hf_vcpu_run_return_decode(uint64_t word) {
  struct hf_vcpu_run_return value;
  value.code = (enum hf_vcpu_run_code)(word & 0xff);
  switch (value.code) {
    case HF_VCPU_RUN_WAKE_UP:
      value.wake_up.vm_id = (uint32_t)(word >> 32);
      value.wake_up.vcpu = (uint16_t)(word >> 16);
      break;
    case HF_VCPU_RUN_MESSAGE:
      value.message.size = (uint32_t)(word >> 32);
      break;
    case HF_VCPU_RUN_SLEEP:
      value.sleep.ns = word >> 8;
      break;
    default:
      value.wake_up.vm_id = 0;
      value.wake_up.vcpu = 0;
      value.message.size = 0;
      value.sleep.ns = 0;
      break;
  }
  return value;
}

/// A message that was received, or none.
struct hf_mailbox_receive_return {
  /// The sender, or HF_INVALID_VM_ID when there is no message.
  uint32_t vm_id;
  /// The message's size, in bytes.
  uint32_t size;
};

/// Packs a `struct hf_mailbox_receive_return` as the hypervisor returns it.
static inline uint64_t hf_mailbox_receive_return_encode(struct hf_mailbox_receive_return value) {
  return (uint64_t)value.vm_id | ((uint64_t)value.size << 32);
}

/// Unpacks what the hypervisor returned as a `struct hf_mailbox_receive_return`.
static inline struct hf_mailbox_receive_return hf_mailbox_receive_return_decode(uint64_t word) {
  struct hf_mailbox_receive_return value;
  value.vm_id = (uint32_t)word;
  value.size = (uint32_t)(word >> 32);
  return value;
}

/// A level of this interface.
struct hf_version_return {
  /// The major number, or HF_INVALID_VERSION where there is no hf_abi_version().
  uint16_t major;
  /// The minor number.
  uint16_t minor;
};

/// Packs a `struct hf_version_return` as the hypervisor returns it.
static inline uint64_t hf_version_return_encode(struct hf_version_return value) {
  return ((uint64_t)value.major << 16) | (uint64_t)value.minor;
}

/// Unpacks what the hypervisor returned as a `struct hf_version_return`.
static inline struct hf_version_return hf_version_return_decode(uint64_t word) {
  struct hf_version_return value;
  value.major = (uint16_t)(word >> 16);
  value.minor = (uint16_t)word;
  return value;
}

#endif  // HF_ABI_H_
