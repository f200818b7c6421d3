// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The hypervisor's abstract state beside the state machines: what the IDL's facts ask for and its
// effects change, as macros of their names. abi.pml, which is generated, refers to nothing else; a
// fact or an effect that is missing here is an error there. The comments of hafnia.proto say what
// each means.
//
// A configuration (BUILD.bazel) defines the sizes. All is as small as it can be: a model checker
// looks at every state there is.

// There are always three VMs: the primary and two secondaries.
#define VMS 3
#ifndef CPUS
#define CPUS 1
#endif
#ifndef SECONDARY_VCPUS
#define SECONDARY_VCPUS 1
#endif
// The most vCPUs of any VM: the primary has one a CPU.
#if CPUS > SECONDARY_VCPUS
#define VCPUS CPUS
#else
#define VCPUS SECONDARY_VCPUS
#endif
#if VCPUS > 2
#error "receiver() tells apart two vCPUs: CPUS and SECONDARY_VCPUS should be 1 or 2"
#endif
// Intids from 0 to 3: the three that have a meaning, and one.
#define INTIDS 4
#ifndef PAGES
#define PAGES 2
#endif

// Not part of a state. A breadth-first search, whose trails are the shortest, can have no such
// variables: there every step leaves them as zero instead.
#ifdef BREADTH_FIRST
#define SCRATCH
#else
#define SCRATCH hidden
#endif

// A property. `what` is a string, "violated: …\n", which the replay of a trail ends with.
#define MUST(condition, what) \
  if \
  :: condition \
  :: else -> \
    printf(what); \
    assert(false) \
  fi

// A vCPU's number among all.
#define NUMBER(vm, vcpu) ((vm) * VCPUS + (vcpu))
#define BIT(i) (1 << (i))

// ==== VMs and vCPUs ==============================================================================

#define vm_exists(vm) ((vm) < VMS)
#define vcpu_count(vm) ((vm) == PRIMARY_VM_ID -> CPUS : SECONDARY_VCPUS)
#define vcpu_exists(vm, vcpu) ((vcpu) < vcpu_count(vm))
#define vm_count() VMS
#define inject_exception(vm, vcpu) skip
// All are served at one level.
#define abi_major(vm) 1
#define abi_minor(vm) 1

// ==== Mailboxes ==================================================================================

bool has_mailbox[VMS];
// Who sent the message in the VM's mailbox.
byte sender_of[VMS];
// The vCPU that was the last to block in mailbox_receive, if any.
byte last_blocked[VMS];
bool got_message[VMS * VCPUS];

#define configured(vm) has_mailbox[vm]
#define message_sender(vm) sender_of[vm]
// Messages differ in their senders only.
#define message_size(vm) 1

#if VCPUS == 1
#define has_receiver(vm) (vcpu(vm, 0) == VCPU_BLOCKED_MAILBOX)
#define receiver(vm) 0
#else
#define has_receiver(vm) \
  (vcpu(vm, 0) == VCPU_BLOCKED_MAILBOX || vcpu(vm, 1) == VCPU_BLOCKED_MAILBOX)
#define receiver(vm) \
  (vcpu(vm, last_blocked[vm]) == VCPU_BLOCKED_MAILBOX -> last_blocked[vm] : 1 - last_blocked[vm])
#endif
#define delivered(vm, vcpu) got_message[NUMBER(vm, vcpu)]

#define copy_message(from, to, size) \
  sender_of[to] = from; \
  if \
  :: has_receiver(to) -> got_message[NUMBER(to, receiver(to))] = true \
  :: else \
  fi; \
  message_arrives(to)

// ==== Lists of VMs ===============================================================================

// First in, first out, each once: the VM's id and one in two bits each, the first lowest. A VM is
// in none of its own, so that there are at most two.
#define FIRST(list) (((list) & 3) - 1)
#define HOLDS(list, vm) (((list) & 3) == (vm) + 1 || ((list) >> 2) == (vm) + 1)
#define APPEND(list, vm) \
  if \
  :: HOLDS(list, vm) \
  :: else -> list = list | (((vm) + 1) << (list == 0 -> 0 : 2)) \
  fi

// The VMs that wait for the VM's mailbox; the VMs whose mailbox has become writable for the VM.
byte waiters[VMS];
byte writables[VMS];
SCRATCH byte waiter;

#define has_waiters(vm) (waiters[vm] != 0)
#define first_waiter(vm) FIRST(waiters[vm])
#define append_waiter(vm, who) \
  APPEND(waiters[vm], who); \
  waiter_arrives(vm, who)
#define take_waiter(vm) \
  waiter = FIRST(waiters[vm]); \
  waiters[vm] = waiters[vm] >> 2; \
  APPEND(writables[waiter], vm); \
  waiter = 0
#define has_writable(vm) (writables[vm] != 0)
#define first_writable(vm) FIRST(writables[vm])
#define take_writable(vm) writables[vm] = writables[vm] >> 2

// ==== Interrupts and timers ======================================================================

// A bit for each intid.
byte enabled_intids[VMS * VCPUS];
byte pending_intids[VMS * VCPUS];

#define WAITING(vm, vcpu) (enabled_intids[NUMBER(vm, vcpu)] & pending_intids[NUMBER(vm, vcpu)])
#define LOWEST(bits) ((bits) & 1 -> 0 : ((bits) & 2 -> 1 : ((bits) & 4 -> 2 : 3)))
#define interrupt_enabled(vm, vcpu, intid) \
  ((enabled_intids[NUMBER(vm, vcpu)] & BIT(intid)) != 0)
#define interrupt_pending(vm, vcpu, intid) \
  ((pending_intids[NUMBER(vm, vcpu)] & BIT(intid)) != 0)
#define interrupt_waiting(vm, vcpu) (WAITING(vm, vcpu) != 0)
#define first_interrupt(vm, vcpu) LOWEST(WAITING(vm, vcpu))
#define enable_interrupt(vm, vcpu, intid) \
  enabled_intids[NUMBER(vm, vcpu)] = enabled_intids[NUMBER(vm, vcpu)] | BIT(intid)
#define disable_interrupt(vm, vcpu, intid) \
  enabled_intids[NUMBER(vm, vcpu)] = enabled_intids[NUMBER(vm, vcpu)] & (255 - BIT(intid))
#define inject_interrupt(vm, vcpu, intid) \
  pending_intids[NUMBER(vm, vcpu)] = pending_intids[NUMBER(vm, vcpu)] | BIT(intid)
#define take_interrupt(vm, vcpu, intid) \
  pending_intids[NUMBER(vm, vcpu)] = pending_intids[NUMBER(vm, vcpu)] & (255 - BIT(intid))

// A timer is off or masked, or will expire, or has expired. Nothing but its expiry takes time.
#ifdef TIMERS
#define TIMER_OFF 0
#define TIMER_ARMED 1
#define TIMER_FIRED 2
byte timers[VMS * VCPUS];
#define timer_armed(vm, vcpu) (timers[NUMBER(vm, vcpu)] == TIMER_ARMED)
#define timer_fired(vm, vcpu) (timers[NUMBER(vm, vcpu)] == TIMER_FIRED)
#define mask_timer(vm, vcpu) timers[NUMBER(vm, vcpu)] = TIMER_OFF
#else
#define timer_armed(vm, vcpu) false
#define timer_fired(vm, vcpu) false
#define mask_timer(vm, vcpu) skip
#endif
#define timer_left(vm, vcpu) 1

// ==== Memory =====================================================================================

#ifdef MEMORY
// A bit for each page of RAM, from address 0 on. A page has two addresses, so that one of them is
// not aligned; what is above the last page is not RAM.
byte owned[VMS];
byte accessible[VMS];
// Owned and shared with nobody, but a mailbox.
byte mailbox_pages[VMS];
SCRATCH byte moving;

#define PAGE(ipa) ((ipa) / 2)
#define MASK(ipa, size) ((BIT((size) / 2) - 1) << PAGE(ipa))
#define ACCESSIBLE_TO_OTHERS(vm) \
  (((vm) == 0 -> 0 : accessible[0]) | ((vm) == 1 -> 0 : accessible[1]) | \
   ((vm) == 2 -> 0 : accessible[2]))
#define EXCLUSIVE(vm) (owned[vm] & (255 - (ACCESSIBLE_TO_OTHERS(vm) | mailbox_pages[vm])))

#define page_aligned(ipa) ((ipa) % 2 == 0)
#define page_is_ram(ipa) (PAGE(ipa) < PAGES)
#define page_exclusive(vm, ipa) ((EXCLUSIVE(vm) & BIT(PAGE(ipa))) != 0)
#define page_read_write(vm, ipa) ((accessible[vm] & BIT(PAGE(ipa))) != 0)
#define page_readable(vm, ipa) page_read_write(vm, ipa)
#define tables_available() true
#define range_aligned(ipa, size) ((ipa) % 2 == 0 && (size) % 2 == 0)
#define range_is_ram(ipa, size) (PAGE(ipa) + (size) / 2 <= PAGES)
#define ALL_OR_NONE(pages, mask) (((pages) & (mask)) == 0 || ((pages) & (mask)) == (mask))
#define range_uniform(vm, ipa, size) \
  (ALL_OR_NONE(owned[vm], MASK(ipa, size)) && ALL_OR_NONE(accessible[vm], MASK(ipa, size)) && \
   ((owned[vm] | accessible[vm]) & MASK(ipa, size)) != 0)
#define range_exclusive(vm, ipa, size) ((EXCLUSIVE(vm) & MASK(ipa, size)) == MASK(ipa, size))
#define range_owned(vm, ipa, size) ((owned[vm] & MASK(ipa, size)) == MASK(ipa, size))

#define set_mailbox(vm, send, receive) \
  has_mailbox[vm] = true; \
  mailbox_pages[vm] = BIT(PAGE(send)) | BIT(PAGE(receive))
#define zero_memory(ipa, size) skip
#define give_memory(from, to, ipa, size) \
  moving = MASK(ipa, size); \
  owned[from] = owned[from] & (255 - moving); \
  owned[to] = owned[to] | moving; \
  accessible[from] = accessible[from] & (255 - moving); \
  accessible[to] = accessible[to] | moving; \
  moving = 0
#define lend_memory(from, to, ipa, size) \
  moving = MASK(ipa, size); \
  accessible[from] = accessible[from] & (255 - moving); \
  accessible[to] = accessible[to] | moving; \
  moving = 0
#define share_memory(from, to, ipa, size) \
  accessible[to] = accessible[to] | MASK(ipa, size)
#else
// Every VM has pages of its own that are good for a mailbox.
#define page_aligned(ipa) true
#define page_is_ram(ipa) true
#define page_exclusive(vm, ipa) true
#define page_read_write(vm, ipa) true
#define page_readable(vm, ipa) true
#define tables_available() true
#define range_aligned(ipa, size) true
#define range_is_ram(ipa, size) true
#define range_uniform(vm, ipa, size) true
#define range_exclusive(vm, ipa, size) true
#define range_owned(vm, ipa, size) true
#define set_mailbox(vm, send, receive) has_mailbox[vm] = true
#define zero_memory(ipa, size) skip
#define give_memory(from, to, ipa, size) skip
#define lend_memory(from, to, ipa, size) skip
#define share_memory(from, to, ipa, size) skip
#endif
