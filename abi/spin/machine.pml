// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What is between a vCPU and the rows: CPUs, on which vCPUs run and which they leave. A CPU does
// what the vCPU that it runs does; a vCPU that runs nowhere does nothing. A step is atomic.
//
// Here are also the ghosts: variables that no row can see, in which the properties about messages
// are stated.

// The number of the vCPU that each CPU runs. The primary's vCPU of a CPU has the CPU's number.
byte on[CPUS];
#define PRIMARY_IS_ON(cpu) (on[cpu] == (cpu))
// What vcpu_run has returned on each CPU and the scheduler has yet to deal with, and of which vCPU.
#define NOTHING 255
byte code[CPUS] = NOTHING;
byte code_vm[CPUS];
byte code_vcpu[CPUS];
// Whose step it is.
SCRATCH byte me;
SCRATCH byte me_vm;
SCRATCH byte me_vcpu;
SCRATCH int kept;
SCRATCH int kept_state;

// ==== Ghosts =====================================================================================

// The message in the VM's mailbox has not been told to the VM.
bool untold[VMS];

// A message arrives: no other is overwritten.
inline message_arrives(vm) {
  MUST(!untold[vm], "violated: a message overwrites one that was not received\n");
  untold[vm] = true
}

// The VM is told of a message: there is one, and it was not told before.
inline message_is_told(vm) {
  MUST(untold[vm], "violated: a message is received twice\n");
  untold[vm] = false
}

// A VM that waits for another's mailbox has been put on the list: owed[who] is the VMs that it is
// to be told of.
byte owed[VMS];
inline waiter_arrives(vm, who) {
  owed[who] = owed[who] | BIT(vm)
}

// mailbox_writable_get names a VM: one that was waited for, and once.
inline writable_is_named(vm, who) {
  MUST((owed[who] & BIT(vm)) != 0, "violated: a waiter is notified twice\n");
  if
  :: HOLDS(waiters[vm], who)
  :: else -> owed[who] = owed[who] & (255 - BIT(vm))
  fi
}

// ==== Steps ======================================================================================

#if CPUS > 1
#define RUNS_SOMEWHERE(number) (on[0] == number || on[1] == number)
#else
#define RUNS_SOMEWHERE(number) (on[0] == number)
#endif

// A vCPU runs on one CPU at most, and is RUNNING if and only if there is one (what makes a call is
// RUNNING: call_begins). None of an aborted VM is put on a CPU, and an aborted one is on none.
inline check_cpus() {
#if CPUS > 1
  MUST(on[0] != on[1], "violated: two CPUs run one vCPU\n");
#endif
  for (me : VCPUS .. VMS * VCPUS - 1) {
    MUST(vcpu_state[me] != VCPU_RUNNING || RUNS_SOMEWHERE(me),
         "violated: a vCPU is RUNNING but on no CPU\n");
    MUST(vcpu_state[me] == VCPU_RUNNING || !RUNS_SOMEWHERE(me),
         "violated: a vCPU is on a CPU but not RUNNING\n")
  }
  me = 0
}
inline step_begins(cpu) {
  me = on[cpu];
  me_vm = me / VCPUS;
  me_vcpu = me % VCPUS;
  leave = NO_LEAVE
}

// A call or an event of the vCPU is over. If it leaves, the event Leaves has the last word on how,
// the primary's vCPU goes on and finds the result of its vcpu_run.
inline step_ends(cpu) {
  if
  :: leave == NO_LEAVE
  :: else ->
    kept = leave;
    kept_state = leave_state;
    event_leaves(me_vm, me_vcpu);
    if
    :: leave == NO_LEAVE ->
      leave = kept;
      leave_state = kept_state
    :: else
#ifdef NOTHING_UNSAID
      ->
      MUST(kept != VCPU_RUN_WAKE_UP && kept != VCPU_RUN_MESSAGE && kept != VCPU_RUN_NOTIFY_WAITERS,
           "violated: the primary is not told what others wait for\n")
#endif
    fi;
    kept = 0;
    kept_state = 0;
    if
    :: leave_state != NO_STATE -> vcpu(me_vm, me_vcpu) = leave_state
    :: else
    fi;
    if
    :: leave_state == VCPU_BLOCKED_MAILBOX -> last_blocked[me_vm] = me_vcpu
    :: else
    fi;
    on[cpu] = cpu;
    vcpu_run_returns(cpu, me)
  fi;
  me = 0;
  me_vm = 0;
  me_vcpu = 0;
  check_cpus();
#ifdef INVARIANTS
  invariants();
#endif
  forget()
}

// The primary makes the call vcpu_run: the vCPU is on this CPU, or the call has returned.
inline runs(cpu, vm, vcpu) {
  hf_vcpu_run(PRIMARY_VM_ID, cpu, vm, vcpu);
  if
  :: result == DEFERRED ->
    MUST(vm(vm) == VM_RUNNING, "violated: a vCPU of an aborted VM runs\n");
    on[cpu] = NUMBER(vm, vcpu)
  :: else
  fi
}

// The VM receives, or is told of the message that its vCPU waited for.
inline received(vm) {
  if
  :: result_vm_id != INVALID_VM_ID -> message_is_told(vm)
  :: else
  fi
}
