// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Generated from abi/hafnia.proto; do not edit.
//
// The calls that a VM can make to the hypervisor, for C11 and C++.

#ifndef HF_CALL_H_
#define HF_CALL_H_

#include <hf/abi.h>
#include <hf/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Executes `HVC #0` with the arguments in x0 to x3 and returns x0. Not defined here: a guest
/// defines it, or links the one that comes with the bindings. Of the others, x1 to x17 may come
/// back changed.
int64_t hf_call(uint64_t arg0, uint64_t arg1, uint64_t arg2, uint64_t arg3);

/// Returns the id of the calling VM.
static inline uint32_t hf_vm_get_id(void) { return (uint32_t)hf_call(HF_VM_GET_ID, 0, 0, 0); }

/// Returns the number of VMs, the primary included.
static inline int64_t hf_vm_get_count(void) { return hf_call(HF_VM_GET_COUNT, 0, 0, 0); }

/// Returns the number of a VM's vCPUs, or -1 when there is no such VM. For the primary only.
///
/// \param vm_id The VM to ask about.
static inline int64_t hf_vcpu_get_count(uint32_t vm_id) {
  return hf_call(HF_VCPU_GET_COUNT, vm_id, 0, 0);
}

/// Runs a vCPU of a secondary VM on this CPU until something happens that the scheduler must know;
/// returns what. For the primary only. A vCPU that cannot be run gives
/// HF_VCPU_RUN_WAIT_FOR_INTERRUPT.
///
/// \param vm_id The VM that the vCPU belongs to: a secondary.
/// \param vcpu The vCPU's index.
static inline struct hf_vcpu_run_return hf_vcpu_run(uint32_t vm_id, uint32_t vcpu) {
  return hf_vcpu_run_return_decode((uint64_t)hf_call(HF_VCPU_RUN, vm_id, vcpu, 0));
}

/// Gives up the CPU; the calling vCPU stays ready. Returns 0.
static inline int64_t hf_vcpu_yield(void) { return hf_call(HF_VCPU_YIELD, 0, 0, 0); }

/// Makes two different pages of the calling VM its mailbox: one to send from, one to receive in.
/// Both are aligned to pages, owned by the VM and not shared; a VM does this once. Returns 0, or 1
/// to the primary when VMs wait for its mailbox (it calls hf_mailbox_waiter_get()), or -1 with
/// nothing changed.
///
/// \param send The page from which the VM's messages are sent.
/// \param receive The page in which messages to the VM arrive.
static inline int64_t hf_vm_configure(hf_ipaddr_t send, hf_ipaddr_t receive) {
  return hf_call(HF_VM_CONFIGURE, send, receive, 0);
}

/// Sends the first bytes of the caller's send page to another VM. To a secondary caller returns 0;
/// to the primary the index of the vCPU to run, or HF_INVALID_VCPU when none waited for the
/// message. Returns -1 when the message cannot be sent; if that is because the recipient's mailbox
/// is busy and `notify` is set, the caller gets HF_MAILBOX_WRITABLE_INTID when it can try again.
///
/// \param vm_id The recipient.
/// \param size The message's size, at most HF_MAILBOX_SIZE, in bytes.
/// \param notify Ask to be told when a busy recipient's mailbox becomes writable.
static inline int64_t hf_mailbox_send(uint32_t vm_id, uint64_t size, bool notify) {
  return hf_call(HF_MAILBOX_SEND, vm_id, size, notify);
}

/// Takes the message that has arrived; without one, waits for it if `block` is set. Returns the
/// sender and the size, or HF_INVALID_VM_ID when there is no message or an interrupt ended the
/// wait. For secondaries only: the primary gets its messages from hf_vcpu_run().
///
/// \param block Wait for a message if there is none.
static inline struct hf_mailbox_receive_return hf_mailbox_receive(bool block) {
  return hf_mailbox_receive_return_decode((uint64_t)hf_call(HF_MAILBOX_RECEIVE, block, 0, 0));
}

/// Gives the receive page back, so that the next message can arrive. Returns 0, or 1 to the primary
/// when VMs wait for its mailbox (it calls hf_mailbox_waiter_get()), or -1 when no message had been
/// taken.
static inline int64_t hf_mailbox_clear(void) { return hf_call(HF_MAILBOX_CLEAR, 0, 0, 0); }

/// Returns the id of the next VM whose mailbox became writable since the caller asked to be told by
/// hf_mailbox_send(): each once, in order. Returns -1 when there is none.
static inline int64_t hf_mailbox_writable_get(void) {
  return hf_call(HF_MAILBOX_WRITABLE_GET, 0, 0, 0);
}

/// Returns the id of the next VM to be told that a mailbox is writable, and takes it off the list
/// of that mailbox's waiters. Returns -1 when there is no such VM, when its mailbox is not writable
/// and when nobody waits. For the primary only.
///
/// \param vm_id The VM whose mailbox is waited for.
static inline int64_t hf_mailbox_waiter_get(uint32_t vm_id) {
  return hf_call(HF_MAILBOX_WAITER_GET, vm_id, 0, 0);
}

/// Enables or disables a virtual interrupt of the calling vCPU. Returns 0, or -1 when there is no
/// such interrupt. A pending one that becomes enabled is delivered; one that becomes disabled stays
/// pending.
///
/// \param intid The virtual interrupt.
/// \param enable Enable it, rather than disable it.
static inline int64_t hf_interrupt_enable(uint32_t intid, bool enable) {
  return hf_call(HF_INTERRUPT_ENABLE, intid, enable, 0);
}

/// Returns the lowest virtual interrupt of the calling vCPU that is enabled and pending, which
/// stops being pending, or HF_INVALID_INTID when there is none.
static inline uint32_t hf_interrupt_get(void) {
  return (uint32_t)hf_call(HF_INTERRUPT_GET, 0, 0, 0);
}

/// Makes a virtual interrupt of a vCPU pending. A secondary may do so to its own vCPUs only.
/// Returns -1 when there is no such vCPU or interrupt or the caller may not; 1 to the primary when
/// it should run or kick the target; else 0.
///
/// \param target_vm_id The VM of the target.
/// \param target_vcpu_idx The target's index.
/// \param intid The virtual interrupt.
static inline int64_t hf_interrupt_inject(uint32_t target_vm_id, uint32_t target_vcpu_idx,
                                          uint32_t intid) {
  return hf_call(HF_INTERRUPT_INJECT, target_vm_id, target_vcpu_idx, intid);
}

/// Gives, lends or shares memory to another VM, where it appears at the same address. The memory is
/// zeroed first. Memory that the caller does not own it can give back to its owner. Returns 0, or
/// -1 with nothing changed.
///
/// \param vm_id The VM that gets the memory.
/// \param addr The memory's start.
/// \param size The memory's size, in bytes.
/// \param share How the memory is passed on.
static inline int64_t hf_share_memory(uint32_t vm_id, hf_ipaddr_t addr, uint64_t size,
                                      enum hf_share share) {
  return hf_call(HF_SHARE_MEMORY, ((uint64_t)vm_id << 32) | (uint64_t)share, addr, size);
}

/// Returns the level of this interface that the calling VM is served at. At levels below 1.1 the
/// call is unknown and gives -1.
static inline struct hf_version_return hf_abi_version(void) {
  return hf_version_return_decode((uint64_t)hf_call(HF_ABI_VERSION, 0, 0, 0));
}

#ifdef __cplusplus
}
#endif

#endif  // HF_CALL_H_
