// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Generated from abi/hafnia.proto; do not edit.
//
// The types and constants of the hypercall ABI, for C11 and C++.

#ifndef HF_TYPES_H_
#define HF_TYPES_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// An address in the memory of a VM: an intermediate physical address (IPA).
typedef uintptr_t hf_ipaddr_t;

// The type of an enumeration. A value of the hypervisor's that is not listed must survive; in C++
// it does if the type is named.
#ifdef __cplusplus
#define HF_ENUM_TYPE : uint32_t
#else
#define HF_ENUM_TYPE
#endif

/// The VM that boots first and schedules all others.
#define HF_PRIMARY_VM_ID 0

/// The id of no VM.
#define HF_INVALID_VM_ID 0xffffffff

/// The index of no vCPU.
#define HF_INVALID_VCPU 0xffff

/// The most that a message can hold, in bytes: one page.
#define HF_MAILBOX_SIZE 4096

/// The number of virtual interrupts that a vCPU has.
#define HF_NUM_INTIDS 64

/// The number of no virtual interrupt.
#define HF_INVALID_INTID 0xffffffff

/// The virtual interrupt of a VM whose mailbox holds a message.
#define HF_MAILBOX_READABLE_INTID 1

/// The virtual interrupt of a VM that waits for another's mailbox, now writable.
#define HF_MAILBOX_WRITABLE_INTID 2

/// The virtual interrupt of the vCPU's own virtual timer; seen only by a guest that enables it.
#define HF_VIRTUAL_TIMER_INTID 3

/// The major version that hf_abi_version() appears to give where it is unknown: a VM that reads -1
/// is served at level 1.0 or below.
#define HF_INVALID_VERSION 0xffff

#endif  // HF_TYPES_H_
