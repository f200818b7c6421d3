# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Mistakes in the IDL that Spin finds: for each property one at least.

A mistake is texts of abi/hafnia.proto, and what they are replaced by. A text that is not there any
more leaves the IDL as it is; then nothing is violated, and the test fails.
"""

load("//abi/spin:defs.bzl", "spin_finds")

def seeded_bug_tests():
    """A test for each mistake."""

    spin_finds(
        name = "bug_message_is_lost_test",
        edit = {
            """
      move: { machine: "mailbox(vm_id)" from: "EMPTY" to: "RECEIVED" }
      move: { machine: "vcpu(caller.vm, caller.vcpu)" from: "RUNNING" to: "READY" }
      effect: "copy_message(caller.vm, vm_id, size)"
""":
                """
      move: { machine: "mailbox(vm_id)" from: "EMPTY" to: "RECEIVED" }
      move: { machine: "vcpu(caller.vm, caller.vcpu)" from: "RUNNING" to: "READY" }
""",
        },
        model = "vms.pml",
        trail = [
            "VM 2: mailbox_send(1, 1, 1) → 0, leaves with WAKE_UP(1, INVALID_VCPU) (queues)",
        ],
        violates = "a message that was sent is lost",
    )

    spin_finds(
        name = "bug_message_is_not_told_test",
        edit = {
            """leave: "MESSAGE(size)\"""":
                """leave: "YIELD\"""",
        },
        model = "vms.pml",
        violates = "a message is never received",
    )

    spin_finds(
        name = "bug_message_is_received_twice_test",
        edit = {
            """
      move: { machine: "mailbox(caller.vm)" from: "RECEIVED" to: "READ" }
""":
                """
""",
        },
        model = "any.pml",
        violates = "a message is received twice",
    )

    spin_finds(
        name = "bug_message_is_overwritten_test",
        edit = {
            """name: "busy" when: "!configured(vm_id) || mailbox(vm_id) != EMPTY" result: "-1"
""":
                """name: "busy" when: "!configured(vm_id)" result: "-1"
""",
            """move: { machine: "mailbox(vm_id)" from: "EMPTY" to: "READ" }
""":
                """move: { machine: "mailbox(vm_id)" from: "*" to: "READ" }
""",
            """move: { machine: "mailbox(vm_id)" from: "EMPTY" to: "RECEIVED" }
""":
                """move: { machine: "mailbox(vm_id)" from: "*" to: "RECEIVED" }
""",
        },
        defines = ["CPUS=2"],
        model = "any.pml",
        violates = "a message overwrites one that was not received",
    )

    # A vCPU that blocks in mailbox_receive with an interrupt pending sleeps for ever.
    spin_finds(
        name = "bug_wake_up_is_lost_test",
        edit = {
            """name: "interrupted" when: "interrupt_waiting(caller.vm, caller.vcpu)"
""":
                """name: "interrupted"
      when: "interrupt_waiting(caller.vm, caller.vcpu) && timer_armed(caller.vm, caller.vcpu)"
""",
        },
        model = "vms.pml",
        violates = "an interrupt wakes nobody",
    )

    spin_finds(
        name = "bug_receiver_is_not_woken_test",
        edit = {
            """leave: "WAKE_UP(vm_id, receiver(vm_id))"
""":
                """leave: "YIELD"
""",
        },
        model = "vms.pml",
        violates = "a wake-up is lost",
    )

    spin_finds(
        name = "bug_two_cpus_run_a_vcpu_test",
        edit = {
            """when: "vcpu(vm_id, vcpu) != READY" result""":
                """when: "vcpu(vm_id, vcpu) != READY && vcpu(vm_id, vcpu) != RUNNING" result""",
            """move: { machine: "vcpu(vm_id, vcpu)" from: "READY" to: "RUNNING" }
""":
                """move: { machine: "vcpu(vm_id, vcpu)" from: "READY" from: "RUNNING" to: "RUNNING" }
""",
        },
        defines = ["CPUS=2"],
        model = "any.pml",
        violates = "two CPUs run one vCPU",
    )

    spin_finds(
        name = "bug_vcpu_stays_running_test",
        edit = {
            """name: "yields" result: "0" leave: "YIELD"
      move: { machine: "vcpu(caller.vm, caller.vcpu)" from: "RUNNING" to: "READY" }
""":
                """name: "yields" result: "0" leave: "YIELD"
""",
        },
        defines = ["CPUS=2"],
        model = "any.pml",
        violates = "a vCPU is RUNNING but on no CPU",
    )

    spin_finds(
        name = "bug_aborted_vm_runs_test",
        edit = {
            """name: "aborting" when: "vm(vm_id) == ABORTING" result""":
                """name: "aborting" when: "vm(vm_id) == ABORTING && vcpu(vm_id, vcpu) == OFF" result""",
        },
        defines = ["CPUS=2", "SECONDARY_VCPUS=2", "ABORTS"],
        model = "any.pml",
        violates = "a vCPU of an aborted VM runs",
    )

    spin_finds(
        name = "bug_waiter_is_not_notified_test",
        edit = {
            """result: "0" leave: "NOTIFY_WAITERS"
      move: { machine: "mailbox(caller.vm)\"""":
                """result: "0" leave: "YIELD"
      move: { machine: "mailbox(caller.vm)\"""",
        },
        model = "vms.pml",
        violates = "a waiter is never notified",
    )

    spin_finds(
        name = "bug_waiter_is_notified_twice_test",
        edit = {
            """ effect: "take_writable(caller.vm)\"""":
                "",
        },
        model = "vms.pml",
        violates = "a waiter is notified twice",
    )

    spin_finds(
        name = "bug_waiter_is_forgotten_test",
        edit = {
            """
      effect: "append_waiter(vm_id, caller.vm)"
""":
                """
""",
        },
        model = "vms.pml",
        violates = "a waiter is on no list",
    )

    # Who has memory that it does not own gives it to anyone.
    spin_finds(
        name = "bug_page_has_two_owners_test",
        edit = {
            """range_owned(vm_id, addr, size) && "
            "range_uniform(vm_id, addr, size))\"""":
                """vm_exists(vm_id))\"""",
        },
        model = "memory.pml",
        violates = "a page has not one owner",
    )

    spin_finds(
        name = "bug_mailbox_is_shared_test",
        edit = {
            """when: "!range_exclusive(caller.vm, addr, size) && !(""":
                """when: "!range_owned(caller.vm, addr, size) && !(""",
        },
        model = "memory.pml",
        violates = "a mailbox is accessible to others than its VM",
    )

    spin_finds(
        name = "bug_invariant_test",
        edit = {
            """when: "!configured(vm_id) || mailbox(vm_id) != EMPTY\"""":
                """when: "mailbox(vm_id) != EMPTY\"""",
        },
        defines = ["WAITERS", "INVARIANTS"],
        model = "any.pml",
        violates = "message_in_mailbox",
    )

    # A vCPU that sleeps does not say for how long.
    spin_finds(
        name = "bug_sleeper_is_not_woken_test",
        edit = {
            """
      leave: "SLEEP(timer_left(caller.vm, caller.vcpu))"
      move: { machine: "vcpu(caller.vm, caller.vcpu)" from: "RUNNING" to: "BLOCKED_MAILBOX" }
""":
                """
      leave: "WAIT_FOR_INTERRUPT"
      move: { machine: "vcpu(caller.vm, caller.vcpu)" from: "RUNNING" to: "BLOCKED_MAILBOX" }
""",
        },
        defines = ["TIMERS=1"],
        model = "vms.pml",
        violates = "a sleeper is not woken",
    )
