# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Debugs the demo without a terminal: symbols, a breakpoint in EL2, one in a VM, and hf-state."""

import subprocess
import sys
import unittest

_PROGRAM = sys.argv.pop()


def debug(*commands, options=()):
    """What gdb and the machine print."""
    arguments = [_PROGRAM, "--batch", "--smp", "1", *options]
    for command in commands:
        arguments += ["--execute", command]
    run = subprocess.run(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=120)
    return run.stdout.decode(errors="backslashreplace")


class DebugTest(unittest.TestCase):
    def in_order(self, output, *wanted):
        rest = output
        for text in wanted:
            self.assertIn(text, rest, output)
            rest = rest.split(text, 1)[1]

    def test_states_from_boot_to_the_first_answer(self):
        output = debug(
            "hf-state",
            "break hf::arch::HandleExit",
            "continue",
            "hf-state",
            "delete",
            # The first switch is to VM 1, the second one back.
            "break hf::arch::SwitchVcpu",
            "continue",
            "backtrace 3",
            "continue",
            "hf-state",
        )
        self.in_order(
            output,
            "VM 0 (primary) at 0x4",
            "VM 1 (echo) at 0x4",
            "symbols of platforms/demo/echo.elf",
            "CPU 0: VM 0 (primary) vCPU 0; no run code is pending",
            "VM 1 (echo): Running; Ready; mailbox Empty",
            # In HandleExit.
            "Breakpoint",
            "hf::arch::HandleExit (current=",
            "CPU 0: VM 0 (primary) vCPU 0; no run code is pending",
            "#2 ",
            "hf::arch::HandleExit (current=",
            "hf::arch::SwitchVcpu",
            "CPU 0: VM 1 (echo) vCPU 0; pending run code WAIT_FOR_INTERRUPT",
            "VM 1 (echo): Running; BlockedMailbox; mailbox Empty",
        )

    def test_break_in_a_vm(self):
        output = debug(
            "break guest_main", "continue", "hf-state", "continue", "hf-state",
            "continue", "continue", "backtrace")
        self.in_order(
            output,
            "guest_main () at ./platforms/demo/primary/main.cc:",
            "CPU 0: VM 0 (primary) vCPU 0; no run code is pending",
            "guest_main (device_tree=",
            ") at ./platforms/demo/echo.c:",
            "CPU 0: VM 1 (echo) vCPU 0; vcpu_run has not returned",
            "VM 1 (echo): Running; Running; mailbox Empty",
            ") at ./platforms/demo/relay.cc:",
            ") at platforms/demo/counter/lib.rs:",
        )

    def test_reset(self):
        output = debug("hf-state", "print/x $pc", "hf-boot", options=["--reset"])
        self.in_order(
            output, "EL2 has not loaded the VMs yet", "$1 = 0x40000000", "VM 0 (primary) at 0x4")


if __name__ == "__main__":
    unittest.main()
