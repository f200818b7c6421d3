// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Generated from abi/hafnia.proto; do not edit.
//
// The behaviour of the hypercall ABI for the model checker Spin: an inline for each call and each
// event, with its rows in their order. Facts and effects are macros that abi/spin/state.pml
// defines; so is SCRATCH, for what is not part of a state.


// ==== Constants ==================================================================================

// The VM that boots first and schedules all others.
#define PRIMARY_VM_ID 0
// The id of no VM.
#define INVALID_VM_ID -1
// The index of no vCPU.
#define INVALID_VCPU 65535
// The most that a message can hold, in bytes: one page.
#define MAILBOX_SIZE 4096
// The number of virtual interrupts that a vCPU has.
#define NUM_INTIDS 64
// The number of no virtual interrupt.
#define INVALID_INTID -1
// The virtual interrupt of a VM whose mailbox holds a message.
#define MAILBOX_READABLE_INTID 1
// The virtual interrupt of a VM that waits for another's mailbox, now writable.
#define MAILBOX_WRITABLE_INTID 2
// The virtual interrupt of the vCPU's own virtual timer; seen only by a guest that enables it.
#define VIRTUAL_TIMER_INTID 3
// The major version that abi_version appears to give where it is unknown: a VM that reads -1 is
// served at level 1.0 or below.
#define INVALID_VERSION 65535
// The most VMs that there are, with the primary.
#define MAX_VMS 16
// The most vCPUs that a VM has.
#define MAX_VCPUS 8
// The most physical CPUs that the hypervisor drives.
#define MAX_CPUS 8

// Why a vCPU left its CPU: what vcpu_run returns to the primary's scheduler.
#define VCPU_RUN_PREEMPTED 0  // The vCPU was preempted and has work left.
#define VCPU_RUN_YIELD 1  // The vCPU gave up the CPU but is ready.
#define VCPU_RUN_WAIT_FOR_INTERRUPT 2  // The vCPU is blocked until it is sent an interrupt or a message.
#define VCPU_RUN_WAKE_UP 3  // Another vCPU has something to do.
#define VCPU_RUN_MESSAGE 4  // A message for the primary is in its receive page.
#define VCPU_RUN_SLEEP 5  // The vCPU is blocked as with WAIT_FOR_INTERRUPT, but for a limited time.
#define VCPU_RUN_NOTIFY_WAITERS 6  // The vCPU's mailbox became writable and other VMs wait for it.
#define VCPU_RUN_ABORTED 7  // The vCPU aborted and with it its whole VM.

// How share_memory passes memory on.
#define MEMORY_GIVE 0  // Ownership and access move to the recipient.
#define MEMORY_LEND 1  // Access moves to the recipient; ownership stays.
#define MEMORY_SHARE 2  // The recipient gets access too; ownership stays.

// Where a VM's mailbox is in a message's life. A VM without a mailbox is empty too.
#define MAILBOX_EMPTY 0  // No message: the next can arrive.
#define MAILBOX_RECEIVED 1  // A message has arrived and the VM has not taken it yet.
#define MAILBOX_READ 2  // The VM has taken the message and owns the receive page until mailbox_clear.

// What a vCPU does. It runs on at most one CPU at a time.
#define VCPU_OFF 0  // Not started.
#define VCPU_READY 1  // Can be run.
#define VCPU_RUNNING 2  // Runs on a CPU.
#define VCPU_BLOCKED_MAILBOX 3  // Waits in mailbox_receive for a message or an interrupt.
#define VCPU_BLOCKED_INTERRUPT 4  // Waits for an interrupt.
#define VCPU_ABORTED 5  // Stopped for good.

// Whether a VM makes progress.
#define VM_RUNNING 0  // Its vCPUs can run.
#define VM_ABORTING 1  // One of its vCPUs aborted: none of them runs again.

// ==== State machines =============================================================================

// Where a VM's mailbox is in a message's life. A VM without a mailbox is empty too.
byte mailbox_state[VMS] = MAILBOX_EMPTY;
#define mailbox(v1) mailbox_state[(v1)]
// What a vCPU does. It runs on at most one CPU at a time.
byte vcpu_state[VMS * VCPUS] = VCPU_OFF;
#define vcpu(v1, v2) vcpu_state[(v1) * VCPUS + (v2)]
// Whether a VM makes progress.
byte vm_state[VMS] = VM_RUNNING;
#define vm(v1) vm_state[(v1)]

// ==== What state.pml has to define ===============================================================

#ifndef vm_exists
#error "The fact vm_exists of abi/hafnia.proto has no meaning in the model: add '#define vm_exists(v1) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef vcpu_exists
#error "The fact vcpu_exists of abi/hafnia.proto has no meaning in the model: add '#define vcpu_exists(v1, v2) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef vm_count
#error "The fact vm_count of abi/hafnia.proto has no meaning in the model: add '#define vm_count() EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef abi_major
#error "The fact abi_major of abi/hafnia.proto has no meaning in the model: add '#define abi_major(v1) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef abi_minor
#error "The fact abi_minor of abi/hafnia.proto has no meaning in the model: add '#define abi_minor(v1) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef vcpu_count
#error "The fact vcpu_count of abi/hafnia.proto has no meaning in the model: add '#define vcpu_count(v1) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef configured
#error "The fact configured of abi/hafnia.proto has no meaning in the model: add '#define configured(v1) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef has_waiters
#error "The fact has_waiters of abi/hafnia.proto has no meaning in the model: add '#define has_waiters(v1) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef first_waiter
#error "The fact first_waiter of abi/hafnia.proto has no meaning in the model: add '#define first_waiter(v1) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef has_writable
#error "The fact has_writable of abi/hafnia.proto has no meaning in the model: add '#define has_writable(v1) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef first_writable
#error "The fact first_writable of abi/hafnia.proto has no meaning in the model: add '#define first_writable(v1) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef has_receiver
#error "The fact has_receiver of abi/hafnia.proto has no meaning in the model: add '#define has_receiver(v1) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef receiver
#error "The fact receiver of abi/hafnia.proto has no meaning in the model: add '#define receiver(v1) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef delivered
#error "The fact delivered of abi/hafnia.proto has no meaning in the model: add '#define delivered(v1, v2) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef message_sender
#error "The fact message_sender of abi/hafnia.proto has no meaning in the model: add '#define message_sender(v1) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef message_size
#error "The fact message_size of abi/hafnia.proto has no meaning in the model: add '#define message_size(v1) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef interrupt_enabled
#error "The fact interrupt_enabled of abi/hafnia.proto has no meaning in the model: add '#define interrupt_enabled(v1, v2, v3) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef interrupt_pending
#error "The fact interrupt_pending of abi/hafnia.proto has no meaning in the model: add '#define interrupt_pending(v1, v2, v3) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef interrupt_waiting
#error "The fact interrupt_waiting of abi/hafnia.proto has no meaning in the model: add '#define interrupt_waiting(v1, v2) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef first_interrupt
#error "The fact first_interrupt of abi/hafnia.proto has no meaning in the model: add '#define first_interrupt(v1, v2) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef timer_armed
#error "The fact timer_armed of abi/hafnia.proto has no meaning in the model: add '#define timer_armed(v1, v2) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef timer_fired
#error "The fact timer_fired of abi/hafnia.proto has no meaning in the model: add '#define timer_fired(v1, v2) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef timer_left
#error "The fact timer_left of abi/hafnia.proto has no meaning in the model: add '#define timer_left(v1, v2) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef page_aligned
#error "The fact page_aligned of abi/hafnia.proto has no meaning in the model: add '#define page_aligned(v1) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef page_is_ram
#error "The fact page_is_ram of abi/hafnia.proto has no meaning in the model: add '#define page_is_ram(v1) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef page_exclusive
#error "The fact page_exclusive of abi/hafnia.proto has no meaning in the model: add '#define page_exclusive(v1, v2) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef page_read_write
#error "The fact page_read_write of abi/hafnia.proto has no meaning in the model: add '#define page_read_write(v1, v2) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef page_readable
#error "The fact page_readable of abi/hafnia.proto has no meaning in the model: add '#define page_readable(v1, v2) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef tables_available
#error "The fact tables_available of abi/hafnia.proto has no meaning in the model: add '#define tables_available() EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef range_aligned
#error "The fact range_aligned of abi/hafnia.proto has no meaning in the model: add '#define range_aligned(v1, v2) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef range_is_ram
#error "The fact range_is_ram of abi/hafnia.proto has no meaning in the model: add '#define range_is_ram(v1, v2) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef range_uniform
#error "The fact range_uniform of abi/hafnia.proto has no meaning in the model: add '#define range_uniform(v1, v2, v3) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef range_exclusive
#error "The fact range_exclusive of abi/hafnia.proto has no meaning in the model: add '#define range_exclusive(v1, v2, v3) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef range_owned
#error "The fact range_owned of abi/hafnia.proto has no meaning in the model: add '#define range_owned(v1, v2, v3) EXPRESSION' to abi/spin/state.pml."
#endif
#ifndef set_mailbox
#error "The effect set_mailbox of abi/hafnia.proto has no meaning in the model: add '#define set_mailbox(v1, v2, v3) STATEMENTS' to abi/spin/state.pml."
#endif
#ifndef copy_message
#error "The effect copy_message of abi/hafnia.proto has no meaning in the model: add '#define copy_message(v1, v2, v3) STATEMENTS' to abi/spin/state.pml."
#endif
#ifndef append_waiter
#error "The effect append_waiter of abi/hafnia.proto has no meaning in the model: add '#define append_waiter(v1, v2) STATEMENTS' to abi/spin/state.pml."
#endif
#ifndef take_waiter
#error "The effect take_waiter of abi/hafnia.proto has no meaning in the model: add '#define take_waiter(v1) STATEMENTS' to abi/spin/state.pml."
#endif
#ifndef take_writable
#error "The effect take_writable of abi/hafnia.proto has no meaning in the model: add '#define take_writable(v1) STATEMENTS' to abi/spin/state.pml."
#endif
#ifndef enable_interrupt
#error "The effect enable_interrupt of abi/hafnia.proto has no meaning in the model: add '#define enable_interrupt(v1, v2, v3) STATEMENTS' to abi/spin/state.pml."
#endif
#ifndef disable_interrupt
#error "The effect disable_interrupt of abi/hafnia.proto has no meaning in the model: add '#define disable_interrupt(v1, v2, v3) STATEMENTS' to abi/spin/state.pml."
#endif
#ifndef inject_interrupt
#error "The effect inject_interrupt of abi/hafnia.proto has no meaning in the model: add '#define inject_interrupt(v1, v2, v3) STATEMENTS' to abi/spin/state.pml."
#endif
#ifndef take_interrupt
#error "The effect take_interrupt of abi/hafnia.proto has no meaning in the model: add '#define take_interrupt(v1, v2, v3) STATEMENTS' to abi/spin/state.pml."
#endif
#ifndef mask_timer
#error "The effect mask_timer of abi/hafnia.proto has no meaning in the model: add '#define mask_timer(v1, v2) STATEMENTS' to abi/spin/state.pml."
#endif
#ifndef zero_memory
#error "The effect zero_memory of abi/hafnia.proto has no meaning in the model: add '#define zero_memory(v1, v2) STATEMENTS' to abi/spin/state.pml."
#endif
#ifndef give_memory
#error "The effect give_memory of abi/hafnia.proto has no meaning in the model: add '#define give_memory(v1, v2, v3, v4) STATEMENTS' to abi/spin/state.pml."
#endif
#ifndef lend_memory
#error "The effect lend_memory of abi/hafnia.proto has no meaning in the model: add '#define lend_memory(v1, v2, v3, v4) STATEMENTS' to abi/spin/state.pml."
#endif
#ifndef share_memory
#error "The effect share_memory of abi/hafnia.proto has no meaning in the model: add '#define share_memory(v1, v2, v3, v4) STATEMENTS' to abi/spin/state.pml."
#endif
#ifndef inject_exception
#error "The effect inject_exception of abi/hafnia.proto has no meaning in the model: add '#define inject_exception(v1, v2) STATEMENTS' to abi/spin/state.pml."
#endif

// The result of a call that a later event decides.
#define DEFERRED (-2)
// The vCPU does not leave its CPU, and its state is what it was.
#define NO_LEAVE (-1)
#define NO_STATE (-1)
// What the last call or event has said: its result, what the primary's vcpu_run returns if the vCPU
// leaves, and the state that the vCPU is in then. The state is not yet the vCPU's: the event
// Leaves, which comes before, may say otherwise. The model forgets all of it at the end of a step.
SCRATCH int leave;
SCRATCH int leave_ns;
SCRATCH int leave_size;
SCRATCH int leave_state;
SCRATCH int leave_vcpu;
SCRATCH int leave_vm_id;
SCRATCH int result;
SCRATCH int result_major;
SCRATCH int result_minor;
SCRATCH int result_size;
SCRATCH int result_vm_id;
inline forget() {
  leave = 0;
  leave_ns = 0;
  leave_size = 0;
  leave_state = 0;
  leave_vcpu = 0;
  leave_vm_id = 0;
  result = 0;
  result_major = 0;
  result_minor = 0;
  result_size = 0;
  result_vm_id = 0
}

// ==== What always holds ==========================================================================

SCRATCH byte v1, v2, v3;

// Between any two calls.
inline invariants() {
  // There is a primary.
  MUST(vm_exists(PRIMARY_VM_ID), "violated: primary_exists\n");
  // Only VMs have vCPUs.
  for (v1 : 0 .. VMS - 1) {
    for (v2 : 0 .. VCPUS - 1) {
      MUST(!vcpu_exists(v1, v2) || vm_exists(v1), "violated: vcpu_of_vm\n")
    }
  };
  // Only a VM with a mailbox has a message.
  for (v1 : 0 .. VMS - 1) {
    MUST(mailbox(v1) == MAILBOX_EMPTY || configured(v1), "violated: message_in_mailbox\n")
  };
  // Only VMs have mailboxes.
  for (v1 : 0 .. VMS - 1) {
    MUST(!configured(v1) || vm_exists(v1), "violated: mailbox_of_vm\n")
  };
  // The primary makes progress always.
  MUST(vm(PRIMARY_VM_ID) == VM_RUNNING, "violated: primary_runs\n");
  // The primary does not block in mailbox_receive.
  MUST(!has_receiver(PRIMARY_VM_ID), "violated: primary_polls\n");
  // The vCPU that is to get a message waits for it.
  for (v1 : 0 .. VMS - 1) {
    MUST(!has_receiver(v1) || vcpu(v1, receiver(v1)) == VCPU_BLOCKED_MAILBOX,
         "violated: receiver_waits\n")
  };
  // A virtual interrupt that is enabled and pending asserts the vCPU's IRQ line.
  for (v1 : 0 .. VMS - 1) {
    for (v2 : 0 .. VCPUS - 1) {
      for (v3 : 0 .. INTIDS - 1) {
        MUST(!interrupt_enabled(v1, v2, v3) || !interrupt_pending(v1, v2, v3) ||
             interrupt_waiting(v1, v2),
             "violated: line_is_level\n")
      }
    }
  };
  // A timer either has expired or has yet to.
  for (v1 : 0 .. VMS - 1) {
    for (v2 : 0 .. VCPUS - 1) {
      MUST(!timer_armed(v1, v2) || !timer_fired(v1, v2), "violated: timer_fires_once\n")
    }
  };
  v1 = 0;
  v2 = 0;
  v3 = 0
}

// Of who makes a call.
inline call_begins(caller_vm, caller_vcpu) {
  // Who makes a call is a vCPU of a VM.
  MUST(vm_exists(caller_vm) && vcpu_exists(caller_vm, caller_vcpu), "violated: caller_exists\n");
  // Who makes a call is running.
  MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING, "violated: caller_runs\n");
  result = 0;
  leave = NO_LEAVE;
  leave_state = NO_STATE
}

// Of whom an event happens to.
inline event_begins(caller_vm, caller_vcpu) {
  // Who makes a call is a vCPU of a VM.
  MUST(vm_exists(caller_vm) && vcpu_exists(caller_vm, caller_vcpu), "violated: caller_exists\n");
  result = 0;
  leave = NO_LEAVE;
  leave_state = NO_STATE
}

// Returns the id of the calling VM.
inline hf_vm_get_id(caller_vm, caller_vcpu) {
  call_begins(caller_vm, caller_vcpu);
  printf("call vm_get_id %d %d\n", caller_vm, caller_vcpu);
  // Every VM has an id.
  result = caller_vm;
  printf("row id: %d\n", result)
}

// Returns the number of VMs, the primary included.
inline hf_vm_get_count(caller_vm, caller_vcpu) {
  call_begins(caller_vm, caller_vcpu);
  printf("call vm_get_count %d %d\n", caller_vm, caller_vcpu);
  // The number does not change after boot.
  result = vm_count();
  printf("row count: %d\n", result)
}

// Returns the number of a VM's vCPUs, or -1 when there is no such VM. For the primary only.
inline hf_vcpu_get_count(caller_vm, caller_vcpu, vm_id) {
  call_begins(caller_vm, caller_vcpu);
  printf("call vcpu_get_count %d %d %d\n", caller_vm, caller_vcpu, vm_id);
  if
  // Only the primary schedules.
  :: caller_vm != PRIMARY_VM_ID ->
    result = -1;
    printf("row not_primary: -1\n")
  :: else -> if
  // There is no such VM.
  :: !vm_exists(vm_id) ->
    result = -1;
    printf("row no_vm: -1\n")
  // The number does not change after boot.
  :: else ->
    result = vcpu_count(vm_id);
    printf("row count: %d\n", result)
  fi fi
}

// Runs a vCPU of a secondary VM on this CPU until something happens that the scheduler must know;
// returns what. For the primary only. A vCPU that cannot be run gives WAIT_FOR_INTERRUPT.
inline hf_vcpu_run(caller_vm, caller_vcpu, vm_id, vcpu) {
  call_begins(caller_vm, caller_vcpu);
  printf("call vcpu_run %d %d %d %d\n", caller_vm, caller_vcpu, vm_id, vcpu);
  if
  // Only the primary schedules.
  :: caller_vm != PRIMARY_VM_ID ->
    result = VCPU_RUN_WAIT_FOR_INTERRUPT;
    printf("row not_primary: WAIT_FOR_INTERRUPT\n")
  :: else -> if
  // The primary's own vCPUs are not run by a call.
  :: vm_id == PRIMARY_VM_ID ->
    result = VCPU_RUN_WAIT_FOR_INTERRUPT;
    printf("row is_primary: WAIT_FOR_INTERRUPT\n")
  :: else -> if
  // There is no such VM.
  :: !vm_exists(vm_id) ->
    result = VCPU_RUN_WAIT_FOR_INTERRUPT;
    printf("row no_vm: WAIT_FOR_INTERRUPT\n")
  :: else -> if
  // There is no such vCPU.
  :: !vcpu_exists(vm_id, vcpu) ->
    result = VCPU_RUN_WAIT_FOR_INTERRUPT;
    printf("row no_vcpu: WAIT_FOR_INTERRUPT\n")
  :: else -> if
  // The vCPU still runs on another CPU, and is stopped when it leaves: see the event Leaves.
  :: vm(vm_id) == VM_ABORTING && vcpu(vm_id, vcpu) == VCPU_RUNNING ->
    result = VCPU_RUN_WAIT_FOR_INTERRUPT;
    printf("row aborting_elsewhere: WAIT_FOR_INTERRUPT\n")
  :: else -> if
  // No vCPU of a VM that aborted runs again.
  :: vm(vm_id) == VM_ABORTING ->
    result = VCPU_RUN_WAIT_FOR_INTERRUPT;
    MUST(vcpu(vm_id, vcpu) == VCPU_OFF || vcpu(vm_id, vcpu) == VCPU_READY ||
         vcpu(vm_id, vcpu) == VCPU_BLOCKED_MAILBOX || vcpu(vm_id, vcpu) == VCPU_BLOCKED_INTERRUPT ||
         vcpu(vm_id, vcpu) == VCPU_ABORTED,
         "violated: the row aborting moves vcpu from another state\n");
    vcpu(vm_id, vcpu) = VCPU_ABORTED;
    printf("row aborting: WAIT_FOR_INTERRUPT\n")
  :: else -> if
  // The vCPU waited for an interrupt and its own timer has fired meanwhile.
  :: (vcpu(vm_id, vcpu) == VCPU_BLOCKED_INTERRUPT || vcpu(vm_id, vcpu) == VCPU_BLOCKED_MAILBOX) &&
     timer_fired(vm_id, vcpu) ->
    result = DEFERRED;
    inject_interrupt(vm_id, vcpu, VIRTUAL_TIMER_INTID);
    mask_timer(vm_id, vcpu);
    MUST(vcpu(vm_id, vcpu) == VCPU_BLOCKED_INTERRUPT || vcpu(vm_id, vcpu) == VCPU_BLOCKED_MAILBOX,
         "violated: the row timer_ends_wait moves vcpu from another state\n");
    vcpu(vm_id, vcpu) = VCPU_RUNNING;
    printf("row timer_ends_wait: deferred\n")
  :: else -> if
  // The vCPU is off, blocked, aborted, or runs on another CPU.
  :: vcpu(vm_id, vcpu) != VCPU_READY ->
    result = VCPU_RUN_WAIT_FOR_INTERRUPT;
    printf("row not_ready: WAIT_FOR_INTERRUPT\n")
  // The call returns when the vCPU leaves, with the run code of what it did.
  :: else ->
    result = DEFERRED;
    MUST(vcpu(vm_id, vcpu) == VCPU_READY, "violated: the row runs moves vcpu from another state\n");
    vcpu(vm_id, vcpu) = VCPU_RUNNING;
    printf("row runs: deferred\n")
  fi fi fi fi fi fi fi fi
}

// Gives up the CPU; the calling vCPU stays ready. Returns 0.
inline hf_vcpu_yield(caller_vm, caller_vcpu) {
  call_begins(caller_vm, caller_vcpu);
  printf("call vcpu_yield %d %d\n", caller_vm, caller_vcpu);
  if
  // The primary has no one to yield to: nothing happens.
  :: caller_vm == PRIMARY_VM_ID ->
    result = 0;
    printf("row primary: 0\n")
  // The CPU goes back to the primary.
  :: else ->
    result = 0;
    leave = VCPU_RUN_YIELD;
    MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
         "violated: the row yields moves vcpu from another state\n");
    leave_state = VCPU_READY;
    printf("row yields: 0, leaves: YIELD\n")
  fi
}

// Makes two different pages of the calling VM its mailbox: one to send from, one to receive in.
// Both are aligned to pages, owned by the VM and not shared; a VM does this once. Returns 0, or 1
// to the primary when VMs wait for its mailbox (it calls mailbox_waiter_get), or -1 with nothing
// changed.
inline hf_vm_configure(caller_vm, caller_vcpu, send, receive) {
  call_begins(caller_vm, caller_vcpu);
  printf("call vm_configure %d %d %d %d\n", caller_vm, caller_vcpu, send, receive);
  if
  // A message would overwrite itself.
  :: send == receive ->
    result = -1;
    printf("row same_page: -1\n")
  :: else -> if
  // A device or a hole is never a mailbox.
  :: !page_is_ram(send) || !page_is_ram(receive) ->
    result = -1;
    printf("row not_ram: -1\n")
  :: else -> if
  // An address is not that of a page.
  :: !page_aligned(send) || !page_aligned(receive) ->
    result = -1;
    printf("row unaligned: -1\n")
  :: else -> if
  // A mailbox stays where it is.
  :: configured(caller_vm) ->
    result = -1;
    printf("row again: -1\n")
  :: else -> if
  // A page is not mapped, not owned by the VM, or shared.
  :: !page_exclusive(caller_vm, send) || !page_exclusive(caller_vm, receive) ->
    result = -1;
    printf("row not_exclusive: -1\n")
  :: else -> if
  // A page is not accessible as the VM will need it.
  :: !page_read_write(caller_vm, send) || !page_readable(caller_vm, receive) ->
    result = -1;
    printf("row bad_access: -1\n")
  :: else -> if
  // The page tables cannot be extended.
  :: !tables_available() ->
    result = -1;
    printf("row no_memory: -1\n")
  :: else -> if
  // The VM has a mailbox, and nobody waited for it.
  :: !has_waiters(caller_vm) ->
    result = 0;
    set_mailbox(caller_vm, send, receive);
    printf("row configured: 0\n")
  :: else -> if
  // The primary has a mailbox, and tells the waiters.
  :: caller_vm == PRIMARY_VM_ID ->
    result = 1;
    set_mailbox(caller_vm, send, receive);
    printf("row primary_notifies: 1\n")
  // The VM has a mailbox, and the primary tells the waiters.
  :: else ->
    result = 0;
    leave = VCPU_RUN_NOTIFY_WAITERS;
    set_mailbox(caller_vm, send, receive);
    MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
         "violated: the row notifies moves vcpu from another state\n");
    leave_state = VCPU_READY;
    printf("row notifies: 0, leaves: NOTIFY_WAITERS\n")
  fi fi fi fi fi fi fi fi fi
}

// Sends the first bytes of the caller's send page to another VM. To a secondary caller returns 0;
// to the primary the index of the vCPU to run, or INVALID_VCPU when none waited for the message.
// Returns -1 when the message cannot be sent; if that is because the recipient's mailbox is busy
// and `notify` is set, the caller gets MAILBOX_WRITABLE_INTID when it can try again.
inline hf_mailbox_send(caller_vm, caller_vcpu, vm_id, size, notify) {
  call_begins(caller_vm, caller_vcpu);
  printf("call mailbox_send %d %d %d %d %d\n", caller_vm, caller_vcpu, vm_id, size, notify);
  if
  // The message does not fit into a mailbox.
  :: size > MAILBOX_SIZE ->
    result = -1;
    printf("row too_big: -1\n")
  :: else -> if
  // Nobody sends to himself.
  :: vm_id == caller_vm ->
    result = -1;
    printf("row to_self: -1\n")
  :: else -> if
  // There is no such VM.
  :: !vm_exists(vm_id) ->
    result = -1;
    printf("row no_vm: -1\n")
  :: else -> if
  // The caller has no page to send from.
  :: !configured(caller_vm) ->
    result = -1;
    printf("row no_send_page: -1\n")
  :: else -> if
  // The recipient cannot take a message now; the caller will be told when it can.
  :: (!configured(vm_id) || mailbox(vm_id) != MAILBOX_EMPTY) && notify ->
    result = -1;
    append_waiter(vm_id, caller_vm);
    printf("row busy_notify: -1\n")
  :: else -> if
  // The recipient cannot take a message now.
  :: !configured(vm_id) || mailbox(vm_id) != MAILBOX_EMPTY ->
    result = -1;
    printf("row busy: -1\n")
  :: else -> if
  // The primary gets the message as the result of its vcpu_run.
  :: vm_id == PRIMARY_VM_ID ->
    result = 0;
    leave = VCPU_RUN_MESSAGE;
    leave_size = size;
    copy_message(caller_vm, vm_id, size);
    MUST(mailbox(vm_id) == MAILBOX_EMPTY,
         "violated: the row to_primary moves mailbox from another state\n");
    mailbox(vm_id) = MAILBOX_READ;
    MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
         "violated: the row to_primary moves vcpu from another state\n");
    leave_state = VCPU_READY;
    printf("row to_primary: 0, leaves: MESSAGE(%d)\n", leave_size)
  :: else -> if
  // The primary's message goes to a vCPU that waits for it, and that is to be run.
  :: caller_vm == PRIMARY_VM_ID && has_receiver(vm_id) ->
    result = receiver(vm_id);
    copy_message(caller_vm, vm_id, size);
    MUST(mailbox(vm_id) == MAILBOX_EMPTY,
         "violated: the row primary_to_receiver moves mailbox from another state\n");
    mailbox(vm_id) = MAILBOX_READ;
    MUST(vcpu(vm_id, receiver(vm_id)) == VCPU_BLOCKED_MAILBOX,
         "violated: the row primary_to_receiver moves vcpu from another state\n");
    vcpu(vm_id, receiver(vm_id)) = VCPU_READY;
    printf("row primary_to_receiver: %d\n", result)
  :: else -> if
  // The primary's message waits for the recipient.
  :: caller_vm == PRIMARY_VM_ID ->
    result = INVALID_VCPU;
    copy_message(caller_vm, vm_id, size);
    MUST(mailbox(vm_id) == MAILBOX_EMPTY,
         "violated: the row primary_queues moves mailbox from another state\n");
    mailbox(vm_id) = MAILBOX_RECEIVED;
    printf("row primary_queues: INVALID_VCPU\n")
  :: else -> if
  // The message goes to a vCPU that waits for it; the primary runs that.
  :: has_receiver(vm_id) ->
    result = 0;
    leave = VCPU_RUN_WAKE_UP;
    leave_vm_id = vm_id;
    leave_vcpu = receiver(vm_id);
    copy_message(caller_vm, vm_id, size);
    MUST(mailbox(vm_id) == MAILBOX_EMPTY,
         "violated: the row to_receiver moves mailbox from another state\n");
    mailbox(vm_id) = MAILBOX_READ;
    MUST(vcpu(vm_id, receiver(vm_id)) == VCPU_BLOCKED_MAILBOX,
         "violated: the row to_receiver moves vcpu from another state\n");
    vcpu(vm_id, receiver(vm_id)) = VCPU_READY;
    MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
         "violated: the row to_receiver moves vcpu from another state\n");
    leave_state = VCPU_READY;
    printf("row to_receiver: 0, leaves: WAKE_UP(%d, %d)\n", leave_vm_id, leave_vcpu)
  // The message waits for the recipient; the primary decides which vCPU to interrupt.
  :: else ->
    result = 0;
    leave = VCPU_RUN_WAKE_UP;
    leave_vm_id = vm_id;
    leave_vcpu = INVALID_VCPU;
    copy_message(caller_vm, vm_id, size);
    MUST(mailbox(vm_id) == MAILBOX_EMPTY,
         "violated: the row queues moves mailbox from another state\n");
    mailbox(vm_id) = MAILBOX_RECEIVED;
    MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
         "violated: the row queues moves vcpu from another state\n");
    leave_state = VCPU_READY;
    printf("row queues: 0, leaves: WAKE_UP(%d, INVALID_VCPU)\n", leave_vm_id)
  fi fi fi fi fi fi fi fi fi fi
}

// Takes the message that has arrived; without one, waits for it if `block` is set. Returns the
// sender and the size, or INVALID_VM_ID when there is no message or an interrupt ended the wait.
// For secondaries only: the primary gets its messages from vcpu_run.
inline hf_mailbox_receive(caller_vm, caller_vcpu, block) {
  call_begins(caller_vm, caller_vcpu);
  printf("call mailbox_receive %d %d %d\n", caller_vm, caller_vcpu, block);
  if
  // The primary's messages are delivered at once.
  :: caller_vm == PRIMARY_VM_ID ->
    result_vm_id = INVALID_VM_ID;
    result_size = 0;
    printf("row primary: MailboxReceiveReturn(INVALID_VM_ID, 0)\n")
  :: else -> if
  // The VM owns the receive page until mailbox_clear.
  :: mailbox(caller_vm) == MAILBOX_RECEIVED ->
    result_vm_id = message_sender(caller_vm);
    result_size = message_size(caller_vm);
    MUST(mailbox(caller_vm) == MAILBOX_RECEIVED,
         "violated: the row takes moves mailbox from another state\n");
    mailbox(caller_vm) = MAILBOX_READ;
    printf("row takes: MailboxReceiveReturn(%d, %d)\n", result_vm_id, result_size)
  :: else -> if
  // The caller does not want to wait.
  :: !block ->
    result_vm_id = INVALID_VM_ID;
    result_size = 0;
    printf("row none: MailboxReceiveReturn(INVALID_VM_ID, 0)\n")
  :: else -> if
  // A pending interrupt ends the wait before it begins.
  :: interrupt_waiting(caller_vm, caller_vcpu) ->
    result_vm_id = INVALID_VM_ID;
    result_size = 0;
    printf("row interrupted: MailboxReceiveReturn(INVALID_VM_ID, 0)\n")
  :: else -> if
  // The vCPU waits, at most until its timer expires; the event ReceiveEnds says what it gets.
  :: timer_armed(caller_vm, caller_vcpu) ->
    result = DEFERRED;
    leave = VCPU_RUN_SLEEP;
    leave_ns = timer_left(caller_vm, caller_vcpu);
    MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
         "violated: the row sleeps moves vcpu from another state\n");
    leave_state = VCPU_BLOCKED_MAILBOX;
    printf("row sleeps: deferred, leaves: SLEEP(%d)\n", leave_ns)
  // The vCPU waits; the event ReceiveEnds says what it gets.
  :: else ->
    result = DEFERRED;
    leave = VCPU_RUN_WAIT_FOR_INTERRUPT;
    MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
         "violated: the row waits moves vcpu from another state\n");
    leave_state = VCPU_BLOCKED_MAILBOX;
    printf("row waits: deferred, leaves: WAIT_FOR_INTERRUPT\n")
  fi fi fi fi fi
}

// Gives the receive page back, so that the next message can arrive. Returns 0, or 1 to the primary
// when VMs wait for its mailbox (it calls mailbox_waiter_get), or -1 when no message had been
// taken.
inline hf_mailbox_clear(caller_vm, caller_vcpu) {
  call_begins(caller_vm, caller_vcpu);
  printf("call mailbox_clear %d %d\n", caller_vm, caller_vcpu);
  if
  // There is nothing to clear, or the message has not been taken.
  :: mailbox(caller_vm) != MAILBOX_READ ->
    result = -1;
    printf("row not_read: -1\n")
  :: else -> if
  // Nobody waited for the mailbox.
  :: !has_waiters(caller_vm) ->
    result = 0;
    MUST(mailbox(caller_vm) == MAILBOX_READ,
         "violated: the row cleared moves mailbox from another state\n");
    mailbox(caller_vm) = MAILBOX_EMPTY;
    printf("row cleared: 0\n")
  :: else -> if
  // The primary tells the waiters.
  :: caller_vm == PRIMARY_VM_ID ->
    result = 1;
    MUST(mailbox(caller_vm) == MAILBOX_READ,
         "violated: the row primary_notifies moves mailbox from another state\n");
    mailbox(caller_vm) = MAILBOX_EMPTY;
    printf("row primary_notifies: 1\n")
  // The primary is asked to tell the waiters.
  :: else ->
    result = 0;
    leave = VCPU_RUN_NOTIFY_WAITERS;
    MUST(mailbox(caller_vm) == MAILBOX_READ,
         "violated: the row notifies moves mailbox from another state\n");
    mailbox(caller_vm) = MAILBOX_EMPTY;
    MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
         "violated: the row notifies moves vcpu from another state\n");
    leave_state = VCPU_READY;
    printf("row notifies: 0, leaves: NOTIFY_WAITERS\n")
  fi fi fi
}

// Returns the id of the next VM whose mailbox became writable since the caller asked to be told by
// mailbox_send: each once, in order. Returns -1 when there is none.
inline hf_mailbox_writable_get(caller_vm, caller_vcpu) {
  call_begins(caller_vm, caller_vcpu);
  printf("call mailbox_writable_get %d %d\n", caller_vm, caller_vcpu);
  if
  // All have been named.
  :: !has_writable(caller_vm) ->
    result = -1;
    printf("row none: -1\n")
  // The VM is named once.
  :: else ->
    result = first_writable(caller_vm);
    take_writable(caller_vm);
    printf("row writable: %d\n", result)
  fi
}

// Returns the id of the next VM to be told that a mailbox is writable, and takes it off the list of
// that mailbox's waiters. Returns -1 when there is no such VM, when its mailbox is not writable and
// when nobody waits. For the primary only.
inline hf_mailbox_waiter_get(caller_vm, caller_vcpu, vm_id) {
  call_begins(caller_vm, caller_vcpu);
  printf("call mailbox_waiter_get %d %d %d\n", caller_vm, caller_vcpu, vm_id);
  if
  // Only the primary tells the waiters.
  :: caller_vm != PRIMARY_VM_ID ->
    result = -1;
    printf("row not_primary: -1\n")
  :: else -> if
  // There is no such VM.
  :: !vm_exists(vm_id) ->
    result = -1;
    printf("row no_vm: -1\n")
  :: else -> if
  // A message could not be sent now.
  :: !configured(vm_id) || mailbox(vm_id) != MAILBOX_EMPTY ->
    result = -1;
    printf("row not_writable: -1\n")
  :: else -> if
  // All have been told.
  :: !has_waiters(vm_id) ->
    result = -1;
    printf("row none: -1\n")
  // The waiter finds the VM by mailbox_writable_get.
  :: else ->
    result = first_waiter(vm_id);
    take_waiter(vm_id);
    printf("row waiter: %d\n", result)
  fi fi fi fi
}

// Enables or disables a virtual interrupt of the calling vCPU. Returns 0, or -1 when there is no
// such interrupt. A pending one that becomes enabled is delivered; one that becomes disabled stays
// pending.
inline hf_interrupt_enable(caller_vm, caller_vcpu, intid, enable) {
  call_begins(caller_vm, caller_vcpu);
  printf("call interrupt_enable %d %d %d %d\n", caller_vm, caller_vcpu, intid, enable);
  if
  // There is no such interrupt.
  :: intid >= NUM_INTIDS ->
    result = -1;
    printf("row bad_intid: -1\n")
  :: else -> if
  // The interrupt can be delivered.
  :: enable ->
    result = 0;
    enable_interrupt(caller_vm, caller_vcpu, intid);
    printf("row enables: 0\n")
  // The interrupt is held back.
  :: else ->
    result = 0;
    disable_interrupt(caller_vm, caller_vcpu, intid);
    printf("row disables: 0\n")
  fi fi
}

// Returns the lowest virtual interrupt of the calling vCPU that is enabled and pending, which stops
// being pending, or INVALID_INTID when there is none.
inline hf_interrupt_get(caller_vm, caller_vcpu) {
  call_begins(caller_vm, caller_vcpu);
  printf("call interrupt_get %d %d\n", caller_vm, caller_vcpu);
  if
  // Nothing is to be delivered.
  :: !interrupt_waiting(caller_vm, caller_vcpu) ->
    result = INVALID_INTID;
    printf("row none: INVALID_INTID\n")
  // The interrupt is acknowledged.
  :: else ->
    result = first_interrupt(caller_vm, caller_vcpu);
    take_interrupt(caller_vm, caller_vcpu, first_interrupt(caller_vm, caller_vcpu));
    printf("row takes: %d\n", result)
  fi
}

// Makes a virtual interrupt of a vCPU pending. A secondary may do so to its own vCPUs only. Returns
// -1 when there is no such vCPU or interrupt or the caller may not; 1 to the primary when it should
// run or kick the target; else 0.
inline hf_interrupt_inject(caller_vm, caller_vcpu, target_vm_id, target_vcpu_idx, intid) {
  call_begins(caller_vm, caller_vcpu);
  printf("call interrupt_inject %d %d %d %d %d\n", caller_vm, caller_vcpu, target_vm_id,
         target_vcpu_idx, intid);
  if
  // There is no such interrupt.
  :: intid >= NUM_INTIDS ->
    result = -1;
    printf("row bad_intid: -1\n")
  :: else -> if
  // A secondary reaches its own vCPUs only.
  :: caller_vm != PRIMARY_VM_ID && target_vm_id != caller_vm ->
    result = -1;
    printf("row not_allowed: -1\n")
  :: else -> if
  // There is no such VM.
  :: !vm_exists(target_vm_id) ->
    result = -1;
    printf("row no_vm: -1\n")
  :: else -> if
  // There is no such vCPU.
  :: !vcpu_exists(target_vm_id, target_vcpu_idx) ->
    result = -1;
    printf("row no_vcpu: -1\n")
  :: else -> if
  // The target has no reason to act on it, or has one to act already.
  :: !interrupt_enabled(target_vm_id, target_vcpu_idx, intid) ||
     interrupt_waiting(target_vm_id, target_vcpu_idx) ->
    result = 0;
    inject_interrupt(target_vm_id, target_vcpu_idx, intid);
    printf("row no_change: 0\n")
  :: else -> if
  // The target waited; the primary runs it.
  :: caller_vm == PRIMARY_VM_ID && (vcpu(target_vm_id, target_vcpu_idx) == VCPU_BLOCKED_INTERRUPT ||
     vcpu(target_vm_id, target_vcpu_idx) == VCPU_BLOCKED_MAILBOX) ->
    result = 1;
    inject_interrupt(target_vm_id, target_vcpu_idx, intid);
    MUST(vcpu(target_vm_id, target_vcpu_idx) == VCPU_BLOCKED_INTERRUPT ||
         vcpu(target_vm_id, target_vcpu_idx) == VCPU_BLOCKED_MAILBOX,
         "violated: the row primary_wakes moves vcpu from another state\n");
    vcpu(target_vm_id, target_vcpu_idx) = VCPU_READY;
    printf("row primary_wakes: 1\n")
  :: else -> if
  // The primary runs the target, or kicks it if it runs elsewhere.
  :: caller_vm == PRIMARY_VM_ID ->
    result = 1;
    inject_interrupt(target_vm_id, target_vcpu_idx, intid);
    printf("row primary_kicks: 1\n")
  :: else -> if
  // The target takes the interrupt on return from the call.
  :: target_vcpu_idx == caller_vcpu ->
    result = 0;
    inject_interrupt(target_vm_id, target_vcpu_idx, intid);
    printf("row to_self: 0\n")
  :: else -> if
  // The target waited; the primary is asked to run it.
  :: vcpu(target_vm_id, target_vcpu_idx) == VCPU_BLOCKED_INTERRUPT ||
     vcpu(target_vm_id, target_vcpu_idx) == VCPU_BLOCKED_MAILBOX ->
    result = 0;
    leave = VCPU_RUN_WAKE_UP;
    leave_vm_id = target_vm_id;
    leave_vcpu = target_vcpu_idx;
    inject_interrupt(target_vm_id, target_vcpu_idx, intid);
    MUST(vcpu(target_vm_id, target_vcpu_idx) == VCPU_BLOCKED_INTERRUPT ||
         vcpu(target_vm_id, target_vcpu_idx) == VCPU_BLOCKED_MAILBOX,
         "violated: the row wakes moves vcpu from another state\n");
    vcpu(target_vm_id, target_vcpu_idx) = VCPU_READY;
    MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
         "violated: the row wakes moves vcpu from another state\n");
    leave_state = VCPU_READY;
    printf("row wakes: 0, leaves: WAKE_UP(%d, %d)\n", leave_vm_id, leave_vcpu)
  // The primary is asked to run the target, or to kick it if it runs elsewhere.
  :: else ->
    result = 0;
    leave = VCPU_RUN_WAKE_UP;
    leave_vm_id = target_vm_id;
    leave_vcpu = target_vcpu_idx;
    inject_interrupt(target_vm_id, target_vcpu_idx, intid);
    MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
         "violated: the row kicks moves vcpu from another state\n");
    leave_state = VCPU_READY;
    printf("row kicks: 0, leaves: WAKE_UP(%d, %d)\n", leave_vm_id, leave_vcpu)
  fi fi fi fi fi fi fi fi fi
}

// Gives, lends or shares memory to another VM, where it appears at the same address. The memory is
// zeroed first. Memory that the caller does not own it can give back to its owner. Returns 0, or -1
// with nothing changed.
inline hf_share_memory(caller_vm, caller_vcpu, vm_id, addr, size, share) {
  call_begins(caller_vm, caller_vcpu);
  printf("call share_memory %d %d %d %d %d %d\n", caller_vm, caller_vcpu, vm_id, addr, size, share);
  if
  // There is nothing to pass on.
  :: size == 0 ->
    result = -1;
    printf("row empty: -1\n")
  :: else -> if
  // The mode is unknown.
  :: share != MEMORY_GIVE && share != MEMORY_LEND && share != MEMORY_SHARE ->
    result = -1;
    printf("row bad_mode: -1\n")
  :: else -> if
  // The caller has the memory already.
  :: vm_id == caller_vm ->
    result = -1;
    printf("row to_self: -1\n")
  :: else -> if
  // There is no such VM.
  :: !vm_exists(vm_id) ->
    result = -1;
    printf("row no_vm: -1\n")
  :: else -> if
  // The range is not one of whole pages, or wraps around.
  :: !range_aligned(addr, size) ->
    result = -1;
    printf("row unaligned: -1\n")
  :: else -> if
  // Devices and holes are never shared.
  :: !range_is_ram(addr, size) ->
    result = -1;
    printf("row not_ram: -1\n")
  :: else -> if
  // The caller has the range partly, or in different ways.
  :: !range_uniform(caller_vm, addr, size) ->
    result = -1;
    printf("row not_uniform: -1\n")
  :: else -> if
  // The caller may not pass the memory on, and does not give it back to its owner.
  :: !range_exclusive(caller_vm, addr, size) && !(share == MEMORY_GIVE &&
     !range_owned(caller_vm, addr, size) && range_owned(vm_id, addr, size) &&
     range_uniform(vm_id, addr, size)) ->
    result = -1;
    printf("row not_exclusive: -1\n")
  :: else -> if
  // The page tables cannot be extended.
  :: !tables_available() ->
    result = -1;
    printf("row no_memory: -1\n")
  :: else -> if
  // The recipient has the memory for its own.
  :: share == MEMORY_GIVE ->
    result = 0;
    zero_memory(addr, size);
    give_memory(caller_vm, vm_id, addr, size);
    printf("row gives: 0\n")
  :: else -> if
  // The recipient has the memory until it gives it back.
  :: share == MEMORY_LEND ->
    result = 0;
    zero_memory(addr, size);
    lend_memory(caller_vm, vm_id, addr, size);
    printf("row lends: 0\n")
  // Both have the memory.
  :: else ->
    result = 0;
    zero_memory(addr, size);
    share_memory(caller_vm, vm_id, addr, size);
    printf("row shares: 0\n")
  fi fi fi fi fi fi fi fi fi fi fi
}

// Returns the level of this interface that the calling VM is served at. At levels below 1.1 the
// call is unknown and gives -1.
inline hf_abi_version(caller_vm, caller_vcpu) {
  call_begins(caller_vm, caller_vcpu);
  printf("call abi_version %d %d\n", caller_vm, caller_vcpu);
  // The level does not change while the VM lives.
  result_major = abi_major(caller_vm);
  result_minor = abi_minor(caller_vm);
  printf("row level: VersionReturn(%d, %d)\n", result_major, result_minor)
}

// The VM has been loaded: only its first vCPU is started.
inline event_loaded(caller_vm, caller_vcpu) {
  event_begins(caller_vm, caller_vcpu);
  MUST(vcpu(caller_vm, 0) == VCPU_OFF, "violated: the event Loaded happens at another time\n");
  printf("event loaded %d %d\n", caller_vm, caller_vcpu);
  // The vCPU is at the image's first instruction; the others are off.
  MUST(vcpu(caller_vm, 0) == VCPU_OFF, "violated: the row starts moves vcpu from another state\n");
  vcpu(caller_vm, 0) = VCPU_READY;
  printf("row starts:\n")
}

// A physical interrupt arrived while the vCPU ran.
inline event_physical_interrupt(caller_vm, caller_vcpu) {
  event_begins(caller_vm, caller_vcpu);
  MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
       "violated: the event PhysicalInterrupt happens at another time\n");
  printf("event physical_interrupt %d %d\n", caller_vm, caller_vcpu);
  if
  // The primary owns the physical interrupts and takes it without the hypervisor.
  :: caller_vm == PRIMARY_VM_ID ->
    printf("row primary:\n")
  // The interrupt is delivered to the primary.
  :: else ->
    leave = VCPU_RUN_PREEMPTED;
    MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
         "violated: the row preempts moves vcpu from another state\n");
    leave_state = VCPU_READY;
    printf("row preempts:, leaves: PREEMPTED\n")
  fi
}

// The vCPU executed WFI; it continues after the instruction.
inline event_wait_for_interrupt(caller_vm, caller_vcpu) {
  event_begins(caller_vm, caller_vcpu);
  MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
       "violated: the event WaitForInterrupt happens at another time\n");
  printf("event wait_for_interrupt %d %d\n", caller_vm, caller_vcpu);
  if
  // The primary waits on the CPU itself.
  :: caller_vm == PRIMARY_VM_ID ->
    printf("row primary:\n")
  :: else -> if
  // An interrupt that is pending ends the wait before it begins.
  :: interrupt_waiting(caller_vm, caller_vcpu) ->
    printf("row continues:\n")
  :: else -> if
  // The vCPU waits, at most until its timer expires.
  :: timer_armed(caller_vm, caller_vcpu) ->
    leave = VCPU_RUN_SLEEP;
    leave_ns = timer_left(caller_vm, caller_vcpu);
    MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
         "violated: the row sleeps moves vcpu from another state\n");
    leave_state = VCPU_BLOCKED_INTERRUPT;
    printf("row sleeps:, leaves: SLEEP(%d)\n", leave_ns)
  // The vCPU waits.
  :: else ->
    leave = VCPU_RUN_WAIT_FOR_INTERRUPT;
    MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
         "violated: the row waits moves vcpu from another state\n");
    leave_state = VCPU_BLOCKED_INTERRUPT;
    printf("row waits:, leaves: WAIT_FOR_INTERRUPT\n")
  fi fi fi
}

// A vCPU stops waiting in mailbox_receive: this is what the call returns when the vCPU runs again,
// whatever becomes of the mailbox meanwhile.
inline event_receive_ends(caller_vm, caller_vcpu) {
  event_begins(caller_vm, caller_vcpu);
  printf("event receive_ends %d %d\n", caller_vm, caller_vcpu);
  if
  // A message was delivered to this vCPU.
  :: delivered(caller_vm, caller_vcpu) ->
    result_vm_id = message_sender(caller_vm);
    result_size = message_size(caller_vm);
    printf("row message: MailboxReceiveReturn(%d, %d)\n", result_vm_id, result_size)
  // An interrupt ended the wait.
  :: else ->
    result_vm_id = INVALID_VM_ID;
    result_size = 0;
    printf("row interrupted: MailboxReceiveReturn(INVALID_VM_ID, 0)\n")
  fi
}

// The vCPU's own virtual timer expired while it ran.
inline event_timer_expired(caller_vm, caller_vcpu) {
  event_begins(caller_vm, caller_vcpu);
  MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
       "violated: the event TimerExpired happens at another time\n");
  printf("event timer_expired %d %d\n", caller_vm, caller_vcpu);
  if
  // The primary's timers are its own.
  :: caller_vm == PRIMARY_VM_ID ->
    printf("row primary:\n")
  // The guest sees the virtual interrupt, and unmasks the timer when it has dealt with it.
  :: else ->
    inject_interrupt(caller_vm, caller_vcpu, VIRTUAL_TIMER_INTID);
    mask_timer(caller_vm, caller_vcpu);
    printf("row fires:\n")
  fi
}

// The vCPU is about to leave its CPU, by a row of a call or of another event.
inline event_leaves(caller_vm, caller_vcpu) {
  event_begins(caller_vm, caller_vcpu);
  MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
       "violated: the event Leaves happens at another time\n");
  printf("event leaves %d %d\n", caller_vm, caller_vcpu);
  if
  // Another vCPU of its VM aborted while it ran: this takes the place of what the row says.
  :: vm(caller_vm) == VM_ABORTING ->
    leave = VCPU_RUN_ABORTED;
    MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
         "violated: the row aborting moves vcpu from another state\n");
    leave_state = VCPU_ABORTED;
    printf("row aborting:, leaves: ABORTED\n")
  // It leaves as the row says.
  :: else ->
    printf("row leaves:\n")
  fi
}

// The vCPU did something that it may not: an access to memory that its VM does not have, or
// anything else that reaches the hypervisor and is not handled.
inline event_abort(caller_vm, caller_vcpu) {
  event_begins(caller_vm, caller_vcpu);
  MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
       "violated: the event Abort happens at another time\n");
  printf("event abort %d %d\n", caller_vm, caller_vcpu);
  if
  // The machine's only scheduler is not stopped: it gets the exception that a bus would give it.
  :: caller_vm == PRIMARY_VM_ID ->
    inject_exception(caller_vm, caller_vcpu);
    printf("row primary:\n")
  // The VM makes no more progress; to all others it looks as before.
  :: else ->
    leave = VCPU_RUN_ABORTED;
    MUST(vcpu(caller_vm, caller_vcpu) == VCPU_RUNNING,
         "violated: the row aborts moves vcpu from another state\n");
    leave_state = VCPU_ABORTED;
    vm(caller_vm) = VM_ABORTING;
    printf("row aborts:, leaves: ABORTED\n")
  fi
}
