// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// VMs that do anything: whatever vCPU runs makes any call with any arguments, and any event happens
// to it, the primary being no better than the others. The properties that are about the hypervisor
// alone hold all the same: they are the assertions of machine.pml and of the rows.
//
// All calls at once have too many states. A configuration (BUILD.bazel) has some.

#include "abi/spin/state.pml"
#include "abi/spin/abi.pml"
#include "abi/spin/machine.pml"

// The vCPU is in mailbox_receive.
bool receiving[VMS * VCPUS];

// Arguments, chosen before a step and forgotten in it.
byte a;
byte b;

inline vcpu_run_returns(cpu, number) {
  if
  :: leave == VCPU_RUN_MESSAGE -> message_is_told(PRIMARY_VM_ID)
  :: else
  fi
}

inline over(cpu) {
  step_ends(cpu);
  a = 0;
  b = 0
}

// Any VM, and one that there is not.
#define ANY_VM(x) if :: x = 0 :: x = 1 :: x = 2 :: x = 3 fi
// Any vCPU, and one that there is not.
#if VCPUS > 1
#define ANY_VCPU(x) if :: x = 0 :: x = 1 :: x = 2 fi
#else
#define ANY_VCPU(x) if :: x = 0 :: x = 1 fi
#endif
// With lists of waiters, the secondaries only: the primary's mailbox would have a list too.
#ifdef WAITERS
#define ANY_RECIPIENT(x) if :: x = 1 :: x = 2 fi
#else
#define ANY_RECIPIENT(x) ANY_VM(x)
#endif
#define ANY_BOOL(x) if :: x = 0 :: x = 1 fi

// Whoever is on the CPU can make a call.
#define CALLS(cpu) !receiving[on[cpu]]

// A VM with several vCPUs can clear what is on its way to another of them: then it is its own loss.
#ifdef CLEARS_UNSEEN
#define MAY_CLEAR(vm) true
#else
#define MAY_CLEAR(vm) !untold[vm]
#endif

proctype cpu(byte c) {
  do
  :: d_step {
       receiving[on[c]] -> step_begins(c);
       receiving[me] = false;
       event_receive_ends(me_vm, me_vcpu);
       got_message[me] = false;
       received(me_vm);
       over(c)
     }
  :: atomic {
       CALLS(c) -> ANY_VM(a); ANY_VCPU(b);
       d_step {
         step_begins(c);
         if
         :: me_vm == PRIMARY_VM_ID -> runs(c, a, b)
         :: else ->
           hf_vcpu_run(me_vm, me_vcpu, a, b);
           assert(result == VCPU_RUN_WAIT_FOR_INTERRUPT)
         fi;
         over(c)
       }
     }
  :: d_step { CALLS(c) -> step_begins(c); hf_vcpu_yield(me_vm, me_vcpu); over(c) }
  :: d_step { CALLS(c) -> step_begins(c); event_physical_interrupt(me_vm, me_vcpu); over(c) }
#ifdef WAITS
  :: d_step { CALLS(c) -> step_begins(c); event_wait_for_interrupt(me_vm, me_vcpu); over(c) }
#endif
#ifdef ABORTS
  :: d_step { CALLS(c) -> step_begins(c); event_abort(me_vm, me_vcpu); over(c) }
#endif

  // Messages.
  :: d_step { CALLS(c) -> step_begins(c); hf_vm_configure(me_vm, me_vcpu, 0, 1); over(c) }
  :: atomic {
       CALLS(c) -> ANY_RECIPIENT(a);
#ifdef WAITERS
       ANY_BOOL(b);
#endif
       d_step {
         step_begins(c);
         kept = untold[a % VMS];
         hf_mailbox_send(me_vm, me_vcpu, a, 1, b);
         // A result that says that it was sent means so, and no other does.
         MUST(a >= VMS || result == -1 || !kept && untold[a] && sender_of[a] == me_vm,
              "violated: a message that was sent is lost\n");
         MUST(result != -1 || kept == untold[a % VMS],
              "violated: a message that was not sent arrives\n");
         kept = 0;
         over(c)
       }
     }
  :: d_step {
       CALLS(c) -> step_begins(c);
       hf_mailbox_send(me_vm, me_vcpu, 1, MAILBOX_SIZE + 1, false);
       assert(result == -1);
       over(c)
     }
  :: atomic {
       CALLS(c) ->
#ifdef WAITS
       ANY_BOOL(b);
#endif
       d_step {
         step_begins(c);
         hf_mailbox_receive(me_vm, me_vcpu, b);
         if
         :: result == DEFERRED -> receiving[me] = true
         :: else -> received(me_vm)
         fi;
         over(c)
       }
     }
  :: d_step {
       CALLS(c) && MAY_CLEAR(on[c] / VCPUS) -> step_begins(c);
       hf_mailbox_clear(me_vm, me_vcpu);
       // What is cleared was told, and nobody asks who sent it.
       MUST(result == -1 || !untold[me_vm],
            "violated: a message is cleared that was not received\n");
       sender_of[me_vm] = (result == -1 -> sender_of[me_vm] : 0);
       over(c)
     }

#ifdef WAITERS
  :: atomic {
       CALLS(c) -> ANY_VM(a);
       d_step { step_begins(c); hf_mailbox_waiter_get(me_vm, me_vcpu, a); over(c) }
     }
  :: d_step {
       CALLS(c) -> step_begins(c);
       hf_mailbox_writable_get(me_vm, me_vcpu);
       if
       :: result != -1 -> writable_is_named(result, me_vm)
       :: else
       fi;
       over(c)
     }
#endif

#ifdef INTERRUPTS
  :: atomic {
       CALLS(c) -> ANY_BOOL(b);
       d_step {
         step_begins(c);
         hf_interrupt_enable(me_vm, me_vcpu, MAILBOX_WRITABLE_INTID, b);
         over(c)
       }
     }
  :: d_step { CALLS(c) -> step_begins(c); hf_interrupt_get(me_vm, me_vcpu); over(c) }
  :: atomic {
       CALLS(c) -> ANY_VM(a); ANY_VCPU(b);
       d_step {
         step_begins(c);
         hf_interrupt_inject(me_vm, me_vcpu, a, b, MAILBOX_WRITABLE_INTID);
         over(c)
       }
     }
#endif
  od
}

// Every vCPU is started, although 1.0 has no call for it: what holds then holds with fewer too.
init {
  d_step {
    event_loaded(1, 0);
    event_loaded(2, 0);
#if SECONDARY_VCPUS > 1
    vcpu(1, 1) = VCPU_READY;
    vcpu(2, 1) = VCPU_READY;
#endif
    vcpu(0, 0) = VCPU_RUNNING;
#if CPUS > 1
    vcpu(0, 1) = VCPU_RUNNING;
    on[1] = 1;
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
