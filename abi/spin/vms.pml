// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// VMs that do what the ABI asks of them: a primary that schedules by the `scheduler` texts of the
// run codes, and secondaries that send to each other and to the primary, receive, wait, are
// preempted and abort, in any order. When nobody has anything left to do, nobody may have been
// forgotten: that is the property.
//
// What the VMs do beyond the letter of the IDL, and what happens if they do not:
// README.md, "What the environment does".

#include "abi/spin/state.pml"
#include "abi/spin/abi.pml"
#include "abi/spin/machine.pml"

// How many messages each secondary and the primary send at most, and how many VMs abort.
#ifndef SENDS
#define SENDS 1
#endif
#ifndef PRIMARY_SENDS
#define PRIMARY_SENDS SENDS
#endif
#ifndef ABORTS
#define ABORTS 0
#endif

byte sends[VMS] = SENDS;
byte aborts = ABORTS;
#ifdef TIMERS
// How often timers are set.
byte alarms = TIMERS;
#endif

// ---- What guests remember -----------------------------------------------------------------------

// The VM has taken a message and has not cleared its mailbox.
bool holds[VMS];
// The VM was refused by the mailboxes of these VMs and waits to be told that they are writable.
byte waits_for[VMS];
// The vCPU is in mailbox_receive.
bool receiving[VMS * VCPUS];
#ifdef TIMERS
// The vCPU has set its timer and has not heard of it yet.
bool awaits_timer[VMS * VCPUS];
#endif
// The vCPU has found no message, so that it may wait by WFI.
bool found_none[VMS * VCPUS];

// ---- What the scheduler remembers ---------------------------------------------------------------

// The vCPU is to be run. Set before vcpu_run returns or while the vCPU runs, it stays: a wake-up
// that overtakes WAIT_FOR_INTERRUPT is none the less one.
bool runnable[VMS * VCPUS];
#ifdef TIMERS
// The vCPU left with SLEEP: it is to be run when its time is over.
bool sleeps[VMS * VCPUS];
#endif

// The vCPU that left is ready, or is not; all else is done later, by the steps below.
inline vcpu_run_returns(cpu, number) {
#ifdef FORGETFUL_SCHEDULER
  code[cpu] = leave;
#else
  if
  :: leave == VCPU_RUN_WAIT_FOR_INTERRUPT -> code[cpu] = NOTHING
  :: leave == VCPU_RUN_PREEMPTED || leave == VCPU_RUN_YIELD -> runnable[number] = true
#ifdef TIMERS
  :: leave == VCPU_RUN_SLEEP -> sleeps[number] = true
#endif
  :: leave == VCPU_RUN_ABORTED -> code[cpu] = leave
  :: else ->
    runnable[number] = true;
    code[cpu] = leave
  fi;
#endif
  if
  :: code[cpu] == NOTHING
  :: leave == VCPU_RUN_WAKE_UP ->
    code_vm[cpu] = leave_vm_id;
    code_vcpu[cpu] = (leave_vcpu == INVALID_VCPU -> NOTHING : leave_vcpu)
  :: else ->
    code_vm[cpu] = number / VCPUS;
    code_vcpu[cpu] = number % VCPUS
  fi
}

inline dealt_with(cpu) {
  code[cpu] = NOTHING;
  code_vm[cpu] = 0;
  code_vcpu[cpu] = 0
}

// The primary injects an interrupt into a VM, and runs it if it is asked to.
inline injects(cpu, vm, intid) {
  hf_interrupt_inject(PRIMARY_VM_ID, cpu, vm, 0, intid);
  if
  :: result == 1 -> runnable[NUMBER(vm, 0)] = true
  :: else
  fi
}

// ---- The properties -----------------------------------------------------------------------------

// Nothing is left to do: all CPUs are the primary's, whose scheduler has no vCPU to run, no duty
// and no message.
#if CPUS > 1
#define NO_DUTY \
  (PRIMARY_IS_ON(0) && code[0] == NOTHING && PRIMARY_IS_ON(1) && code[1] == NOTHING)
#else
#define NO_DUTY (PRIMARY_IS_ON(0) && code[0] == NOTHING)
#endif
#if VCPUS > 1
#define NONE_RUNNABLE \
  (!runnable[NUMBER(1, 0)] && !runnable[NUMBER(1, 1)] && !runnable[NUMBER(2, 0)] && \
   !runnable[NUMBER(2, 1)])
#else
#define NONE_RUNNABLE (!runnable[NUMBER(1, 0)] && !runnable[NUMBER(2, 0)])
#endif
#ifdef TIMERS
#define NONE_ARMED (!timer_armed(1, 0) && !timer_armed(2, 0))
#else
#define NONE_ARMED true
#endif
#define AT_REST \
  (NO_DUTY && NONE_RUNNABLE && NONE_ARMED && configured(PRIMARY_VM_ID) && !holds[PRIMARY_VM_ID])

// The VMs among these that aborted.
#define ABORTED(vms) \
  ((vms) & ((vm(1) == VM_ABORTING -> BIT(1) : 0) | (vm(2) == VM_ABORTING -> BIT(2) : 0)))

inline check_rest() {
  for (me_vm : 0 .. VMS - 1) {
    if
    :: vm(me_vm) == VM_ABORTING
    :: else ->
      // No wake-up is lost: who can go on does.
      for (me_vcpu : 0 .. SECONDARY_VCPUS - 1) {
        if
        :: me_vm == PRIMARY_VM_ID
        :: else ->
          MUST(vcpu(me_vm, me_vcpu) != VCPU_READY, "violated: a wake-up is lost\n");
#ifdef TIMERS
          // A timer that has yet to expire will; there is no rest before.
          MUST(!awaits_timer[NUMBER(me_vm, me_vcpu)], "violated: a sleeper is not woken\n");
#endif
          MUST(!interrupt_waiting(me_vm, me_vcpu), "violated: an interrupt wakes nobody\n")
        fi
      };
      // No message is lost: what was sent was received, and its mailbox is free again.
      MUST(!untold[me_vm], "violated: a message is never received\n");
      MUST(mailbox(me_vm) == MAILBOX_EMPTY, "violated: a mailbox is never free again\n");
      // Each waiter is notified: nobody is on the list of a VM that goes on,
      MUST(waiters[me_vm] == 0, "violated: a waiter is never notified\n");
      // has been named to a VM that was not told,
      MUST(writables[me_vm] == 0, "violated: a waiter is notified but never told of what\n");
      // or waits although it is on no list.
      MUST(waits_for[me_vm] == ABORTED(waits_for[me_vm]), "violated: a waiter is on no list\n");
#ifdef NOBODY_WAITS_FOR_ABORTED
      MUST(waits_for[me_vm] == 0, "violated: a VM waits for ever on an aborted one\n")
#endif
    fi
  }
  me_vm = 0;
  me_vcpu = 0
}

// ---- Steps of all VMs ---------------------------------------------------------------------------

// The vCPU sends a message. A refusal that promises a notification is taken at its word.
inline sends_to(cpu, to) {
  step_begins(cpu);
  hf_mailbox_send(me_vm, me_vcpu, to, 1, true);
  if
  :: result == -1 -> waits_for[me_vm] = waits_for[me_vm] | BIT(to)
#ifdef ABORTED_IS_SAID
  // The recipient has aborted: there is nothing to wait for.
  :: result == -2 -> sends[me_vm]--
#endif
  :: else ->
    // It said that it has sent: there is a message, from this VM.
    MUST(untold[to] && sender_of[to] == me_vm, "violated: a message that was sent is lost\n");
    sends[me_vm]--;
    if
    :: me_vm != PRIMARY_VM_ID
    :: result == INVALID_VCPU ->
      kept = to;
      injects(cpu, kept, MAILBOX_READABLE_INTID);
      kept = 0
    :: else -> runnable[NUMBER(to, result)] = true
    fi
  fi;
  step_ends(cpu)
}
#define MAY_SEND(vm, to) \
  (configured(vm) && sends[vm] > 0 && (waits_for[vm] & BIT(to)) == 0)

// The VM asks which mailboxes have become writable, until it has heard of all.
inline learns_writables(vm, vcpu) {
  hf_mailbox_writable_get(vm, vcpu);
  do
  :: result == -1 -> break
  :: else ->
    // Each that it waits for, once.
    writable_is_named(result, vm);
    MUST((waits_for[vm] & BIT(result)) != 0, "violated: a waiter is notified twice\n");
    waits_for[vm] = waits_for[vm] & (255 - BIT(result));
    hf_mailbox_writable_get(vm, vcpu)
  od
}

// ---- The primary --------------------------------------------------------------------------------

// One vCPU of the primary schedules on each CPU.
#define SCHEDULES(cpu) (PRIMARY_IS_ON(cpu) && configured(PRIMARY_VM_ID))
#define MAY_RUN(cpu, number) \
  (SCHEDULES(cpu) && code[cpu] == NOTHING && runnable[number] && !RUNS_SOMEWHERE(number))

inline notifies_waiters(cpu, vm) {
  step_begins(cpu);
  hf_mailbox_waiter_get(PRIMARY_VM_ID, cpu, vm);
  if
  :: result == -1 -> dealt_with(cpu)
  :: result == PRIMARY_VM_ID ->
    // It needs no interrupt to be told.
    learns_writables(PRIMARY_VM_ID, cpu)
  :: else ->
    kept = result;
    injects(cpu, kept, MAILBOX_WRITABLE_INTID);
    kept = 0
  fi;
  step_ends(cpu)
}

inline runs_vcpu(cpu, vm, vcpu) {
  step_begins(cpu);
#ifndef FORGETFUL_SCHEDULER
  runnable[NUMBER(vm, vcpu)] = false;
#endif
#ifdef TIMERS
  sleeps[NUMBER(vm, vcpu)] = false;
#endif
  runs(cpu, vm, vcpu);
  step_ends(cpu)
}

inline primary_clears(cpu) {
  step_begins(cpu);
  holds[PRIMARY_VM_ID] = false;
  hf_mailbox_clear(PRIMARY_VM_ID, cpu);
  assert(result != -1);
  if
  :: result == 1 ->
    code[cpu] = VCPU_RUN_NOTIFY_WAITERS;
    code_vm[cpu] = PRIMARY_VM_ID
  :: else
  fi;
  step_ends(cpu)
}

inline primary_configures(cpu) {
  step_begins(cpu);
  hf_vm_configure(PRIMARY_VM_ID, cpu, 0, 1);
  assert(result != -1);
  if
  :: result == 1 ->
    code[cpu] = VCPU_RUN_NOTIFY_WAITERS;
    code_vm[cpu] = PRIMARY_VM_ID
  :: else
  fi;
  step_ends(cpu)
}

// The duties of the run codes.
inline wakes_up(cpu) {
  step_begins(cpu);
  if
  :: code_vcpu[cpu] == NOTHING ->
#ifndef LITERAL_SCHEDULER
    injects(cpu, code_vm[cpu], MAILBOX_READABLE_INTID);
#endif
    skip
  :: else -> runnable[NUMBER(code_vm[cpu], code_vcpu[cpu])] = true
  fi;
  dealt_with(cpu);
  step_ends(cpu)
}

inline takes_message(cpu) {
  message_is_told(PRIMARY_VM_ID);
  holds[PRIMARY_VM_ID] = true;
  dealt_with(cpu)
}

inline hears_of_abort(cpu) {
#if VCPUS > 1
  runnable[NUMBER(code_vm[cpu], 1 - code_vcpu[cpu])] = true;
#endif
#ifdef ABORTED_IS_SAID
  code[cpu] = VCPU_RUN_NOTIFY_WAITERS
#else
  dealt_with(cpu)
#endif
}

#ifdef FORGETFUL_SCHEDULER
inline marks_runnable(cpu) {
  runnable[NUMBER(code_vm[cpu], code_vcpu[cpu])] = code[cpu] != VCPU_RUN_WAIT_FOR_INTERRUPT;
  dealt_with(cpu)
}
#endif

// ---- Secondaries --------------------------------------------------------------------------------

#define NUMBER_ON(cpu) on[cpu]
#define VM_ON(cpu) (on[cpu] / VCPUS)
#define VCPU_ON(cpu) (on[cpu] % VCPUS)
// The CPU runs a secondary's vCPU that is not about to return from mailbox_receive.
#define GUEST_IS_ON(cpu) \
  (!PRIMARY_IS_ON(cpu) && !receiving[NUMBER_ON(cpu)] && !TIMER_IS_DUE(cpu))
// The vCPU's timer expired while the vCPU did not run, and has yet to be dealt with: at once.
#ifdef LATE_TIMERS_ARE_LOST
#define TIMER_IS_DUE(cpu) false
#else
#define TIMER_IS_DUE(cpu) (!PRIMARY_IS_ON(cpu) && timer_fired(VM_ON(cpu), VCPU_ON(cpu)))
#endif
#define READY_GUEST_IS_ON(cpu) (GUEST_IS_ON(cpu) && enabled_intids[NUMBER_ON(cpu)] != 0)

inline receive_returns(cpu) {
  step_begins(cpu);
  receiving[me] = false;
  event_receive_ends(me_vm, me_vcpu);
  got_message[me] = false;
  received(me_vm);
  holds[me_vm] = holds[me_vm] || result_vm_id != INVALID_VM_ID;
  step_ends(cpu)
}

#ifdef TIMERS
// The vCPU sets its timer.
inline sets_timer(cpu) {
  step_begins(cpu);
  alarms--;
  printf("note %d %d sets its timer\n", me_vm, me_vcpu);
  timers[me] = TIMER_ARMED;
  awaits_timer[me] = true;
  step_ends(cpu)
}

inline timer_is_due(cpu) {
  step_begins(cpu);
  event_timer_expired(me_vm, me_vcpu);
  step_ends(cpu)
}

// Time passes. The vCPU's own CPU tells it; the scheduler's clock tells who sleeps.
inline expires(vm, vcpu) {
  me = NUMBER(vm, vcpu);
  if
  :: vcpu(vm, vcpu) == VCPU_RUNNING -> event_timer_expired(vm, vcpu)
  :: else ->
    printf("note %d %d its timer expires while it does not run\n", vm, vcpu);
    timers[me] = TIMER_FIRED;
    runnable[me] = runnable[me] || sleeps[me]
  fi;
  me = 0;
  forget()
}
#endif

// At its start a vCPU enables its interrupts; the first makes the VM's mailbox.
inline starts(cpu) {
  step_begins(cpu);
  hf_interrupt_enable(me_vm, me_vcpu, MAILBOX_READABLE_INTID, true);
  hf_interrupt_enable(me_vm, me_vcpu, MAILBOX_WRITABLE_INTID, true);
#ifdef TIMERS
  hf_interrupt_enable(me_vm, me_vcpu, VIRTUAL_TIMER_INTID, true);
#endif
  if
  :: configured(me_vm)
  :: else ->
    hf_vm_configure(me_vm, me_vcpu, 0, 1);
    assert(result == 0)
  fi;
  step_ends(cpu)
}

inline handles_interrupt(cpu) {
  step_begins(cpu);
  found_none[me] = false;
  hf_interrupt_get(me_vm, me_vcpu);
  if
  :: result == MAILBOX_WRITABLE_INTID -> learns_writables(me_vm, me_vcpu)
#ifdef TIMERS
  :: result == VIRTUAL_TIMER_INTID ->
    MUST(awaits_timer[me], "violated: a timer fires twice\n");
    awaits_timer[me] = false
#endif
  :: else
  fi;
  step_ends(cpu)
}

inline receives(cpu, block) {
  step_begins(cpu);
  hf_mailbox_receive(me_vm, me_vcpu, block);
  if
  :: result == DEFERRED -> receiving[me] = true
  :: else ->
    received(me_vm);
    holds[me_vm] = result_vm_id != INVALID_VM_ID;
    found_none[me] = !block && result_vm_id == INVALID_VM_ID
  fi;
  step_ends(cpu)
}

inline clears(cpu) {
  step_begins(cpu);
  holds[me_vm] = false;
  hf_mailbox_clear(me_vm, me_vcpu);
  assert(result == 0);
  step_ends(cpu)
}

inline waits(cpu) {
  step_begins(cpu);
  found_none[me] = false;
  event_wait_for_interrupt(me_vm, me_vcpu);
  step_ends(cpu)
}

inline is_preempted(cpu) {
  step_begins(cpu);
  event_physical_interrupt(me_vm, me_vcpu);
  step_ends(cpu)
}

inline aborts_vm(cpu) {
  step_begins(cpu);
  aborts--;
  event_abort(me_vm, me_vcpu);
  step_ends(cpu)
}

// ---- CPUs ---------------------------------------------------------------------------------------

proctype cpu(byte c) {
  do
  // The primary.
  :: d_step { PRIMARY_IS_ON(c) && !configured(PRIMARY_VM_ID) -> primary_configures(c) }
  :: d_step { SCHEDULES(c) && code[c] == VCPU_RUN_WAKE_UP -> wakes_up(c) }
  :: d_step { SCHEDULES(c) && code[c] == VCPU_RUN_MESSAGE -> takes_message(c) }
  :: d_step {
       SCHEDULES(c) && code[c] == VCPU_RUN_NOTIFY_WAITERS -> notifies_waiters(c, code_vm[c])
     }
  :: d_step { SCHEDULES(c) && code[c] == VCPU_RUN_ABORTED -> hears_of_abort(c) }
#ifdef FORGETFUL_SCHEDULER
  :: d_step {
       SCHEDULES(c) && (code[c] == VCPU_RUN_WAIT_FOR_INTERRUPT || code[c] == VCPU_RUN_PREEMPTED) ->
       marks_runnable(c)
     }
#endif
  :: d_step { SCHEDULES(c) && code[c] == NOTHING && holds[PRIMARY_VM_ID] -> primary_clears(c) }
  :: d_step { MAY_RUN(c, NUMBER(1, 0)) -> runs_vcpu(c, 1, 0) }
  :: d_step { MAY_RUN(c, NUMBER(2, 0)) -> runs_vcpu(c, 2, 0) }
#if VCPUS > 1
  :: d_step { MAY_RUN(c, NUMBER(1, 1)) -> runs_vcpu(c, 1, 1) }
  :: d_step { MAY_RUN(c, NUMBER(2, 1)) -> runs_vcpu(c, 2, 1) }
#endif
  :: d_step { SCHEDULES(c) && code[c] == NOTHING && MAY_SEND(0, 1) -> sends_to(c, 1) }
  :: d_step { SCHEDULES(c) && code[c] == NOTHING && MAY_SEND(0, 2) -> sends_to(c, 2) }
  :: d_step { c == 0 && AT_REST -> check_rest() }

  // Secondaries.
  :: d_step { !PRIMARY_IS_ON(c) && receiving[NUMBER_ON(c)] -> receive_returns(c) }
  :: d_step { GUEST_IS_ON(c) && enabled_intids[NUMBER_ON(c)] == 0 -> starts(c) }
  :: d_step {
       READY_GUEST_IS_ON(c) && interrupt_waiting(VM_ON(c), VCPU_ON(c)) -> handles_interrupt(c)
     }
  :: d_step { READY_GUEST_IS_ON(c) && !holds[VM_ON(c)] -> receives(c, true) }
  :: d_step { READY_GUEST_IS_ON(c) && !holds[VM_ON(c)] && !found_none[NUMBER_ON(c)] ->
              receives(c, false) }
  :: d_step { READY_GUEST_IS_ON(c) && holds[VM_ON(c)] -> clears(c) }
  :: d_step { READY_GUEST_IS_ON(c) && !holds[VM_ON(c)] && found_none[NUMBER_ON(c)] -> waits(c) }
  :: d_step { READY_GUEST_IS_ON(c) && MAY_SEND(VM_ON(c), 0) -> sends_to(c, 0) }
  :: d_step { READY_GUEST_IS_ON(c) && VM_ON(c) != 1 && MAY_SEND(VM_ON(c), 1) -> sends_to(c, 1) }
  :: d_step { READY_GUEST_IS_ON(c) && VM_ON(c) != 2 && MAY_SEND(VM_ON(c), 2) -> sends_to(c, 2) }
#ifdef TIMERS
  :: d_step {
       READY_GUEST_IS_ON(c) && alarms > 0 && !awaits_timer[NUMBER_ON(c)] -> sets_timer(c)
     }
  :: d_step { TIMER_IS_DUE(c) -> timer_is_due(c) }
  :: d_step { c == 0 && timer_armed(1, 0) -> expires(1, 0) }
  :: d_step { c == 0 && timer_armed(2, 0) -> expires(2, 0) }
#endif
  :: d_step { !PRIMARY_IS_ON(c) -> is_preempted(c) }
  :: d_step { !PRIMARY_IS_ON(c) && aborts > 0 -> aborts_vm(c) }
  od
}

// The machine has booted: the primary's vCPUs run, each secondary has been loaded.
init {
  d_step {
    vcpu(0, 0) = VCPU_RUNNING;
#if CPUS > 1
    vcpu(0, 1) = VCPU_RUNNING;
    on[1] = 1;
#endif
    event_loaded(1, 0);
    event_loaded(2, 0);
    runnable[NUMBER(1, 0)] = true;
    runnable[NUMBER(2, 0)] = true;
    sends[PRIMARY_VM_ID] = PRIMARY_SENDS;
#ifdef ALL_VCPUS_START
    vcpu(1, 1) = VCPU_READY;
    vcpu(2, 1) = VCPU_READY;
    runnable[NUMBER(1, 1)] = true;
    runnable[NUMBER(2, 1)] = true;
#endif
    forget()
  };
  atomic {
#if CPUS > 1
    run cpu(1);
#endif
    run cpu(0)
  }
}
