# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""The core with a mistake in how VMs of level 0.1 are served, which level_random must find."""

load("//hypervisor/testing/explore:mutants.bzl", "mutant_test")

_DEPS = [
    ":context",
    ":internal",
    ":level_random",
    "//abi:el2",
    "//hypervisor/arch",
    "//hypervisor/base",
    "//hypervisor/irq",
    "//hypervisor/sync",
    "//hypervisor/vm",
]

# What is wrong: the source, what is replaced in it, and by what.
_MISTAKES = {
    "leaves_in_the_current_words": ("context.cc", {
        "abi::EncodeAt(cpu_.primary_vcpu->vm->level(), code)": "code.Encode()",
    }),
    "primary_of_0_1_looks_after_waiters": ("waiters.cc", {
        "abi::Has(system.primary().level(), abi::Call::kMailboxWaiterGet)": "true",
    }),
    "wake_ups_wait_for_a_vcpu_that_runs": ("run.cc", {
        "if (const auto wake_up = system.wake_ups.Take()) return *wake_up;": "",
        """
  context.Enter(vm->vcpus()[args.vcpu]);
""": """
  if (!abi::Has(context.vm().level(), abi::Call::kMailboxWaiterGet)) {
    if (const auto wake_up = system.wake_ups.Take()) return *wake_up;
  }
  context.Enter(vm->vcpus()[args.vcpu]);
""",
    }),
}

def level_mutant_tests(test):
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
