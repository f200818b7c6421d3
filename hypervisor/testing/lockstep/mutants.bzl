# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Calls of the core with another outcome than their rows say, which lockstep must find."""

load("//hypervisor/testing/explore:mutants.bzl", "mutant_test")

_DEPS = [
    ":lockstep",
    "//abi:el2",
    "//hypervisor/arch",
    "//hypervisor/base",
    "//hypervisor/calls:context",
    "//hypervisor/calls:internal",
    "//hypervisor/mm",
    "//hypervisor/sync",
    "//hypervisor/vm",
]

_LENT = "InTransfer(kLent, kNothing), {%s}"

# What is wrong: the source, what is replaced in it, and by what.
_MISTAKES = {
    "aborting_stays_ready": ("//hypervisor/calls:run.cc", {
        "if (vcpu_state != VcpuState::kRunning) vcpu_state = VcpuState::kAborted;": "",
    }),
    "first_vcpu_is_woken_for_none": ("//hypervisor/calls:mailbox.cc", {
        "woken.value_or(abi::kInvalidVcpu)": "woken.value_or(0)",
    }),
    "inject_does_not_ask_to_run": ("//hypervisor/calls:interrupt.cc", {
        "if (context.vm().is_primary()) return 1;": "if (context.vm().is_primary()) return 0;",
    }),
    "lends_for_good": ("//hypervisor/mm:transfer.cc", {
        _LENT % "kLent, kBorrowed": _LENT % "kNothing, kOwn",
    }),
    "receive_blocks_with_an_interrupt": ("//hypervisor/calls:mailbox.cc", {
        "if (args.block && !state->interrupts[vcpu].asserted()) {": "if (args.block) {",
    }),
    "refusal_leaves_a_waiter": ("//hypervisor/calls:mailbox.cc", {
        "if (args.notify) state->mailbox.AddWaiter(sender);": "state->mailbox.AddWaiter(sender);",
    }),
    "waiters_are_not_told": ("//hypervisor/calls:waiters.cc", {
        "if (!state.mailbox.has_waiters()) return 0;": "if (true) return 0;",
    }),
}

def mutant_tests(test):
    """A test for each mistake.

    Args:
      test: the source of what they have in common.
    """
    for name, (src, mistake) in _MISTAKES.items():
        mutant_test(
            name = name + "_test",
            test = test,
            src = src,
            mistake = mistake,
            deps = _DEPS,
        )
