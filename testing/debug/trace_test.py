# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of trace.py with lines as EL2 writes them, and with broken ones."""

import os
import sys
import unittest

from testing.debug import trace
from testing.debug import words

_HVC = 0x16 << 26 | 1 << 25


def line(kind=0, syndrome=_HVC, x=(0, 0, 0, 0), address=0, after=(1, 0), x0=0, what="HVC"):
    """What CPU 2 writes of VM 1, vCPU 0."""
    numbers = [f"{n:#x}" for n in (syndrome, *x, address)]
    return f"2 1 0 0x40100010 {kind} {' '.join(numbers)} {after[0]} {after[1]} {x0:#x} {what}"


class LineTest(unittest.TestCase):
    def setUp(self):
        with open(_IR, encoding="utf-8") as file:
            self.abi = words.Words(file.read())

    def check(self, text, wanted):
        self.assertEqual(trace.line_in_words(text, self.abi), wanted)

    def test_call_that_returns(self):
        self.check(line(x=(0xFF00, 0, 0, 0), x0=1), "trace: CPU 2 VM 1 vCPU 0: vm_get_id() -> 1")

    def test_call_that_leaves(self):
        self.check(
            line(x=(0xFF06, 0, 12, 0), after=(0, 2), x0=12 << 32 | 4),
            "trace: CPU 2 VM 1 vCPU 0: mailbox_send(vm_id=0, size=12 bytes, notify=false) -> "
            "VM 0 vCPU 2 gets MESSAGE(size=12 bytes)")

    def test_call_that_runs_another(self):
        self.check(
            "2 0 2 0x40100010 0 0x5a000000 0xff03 0x3 0x1 0x0 0x0 3 1 0x0 HVC",
            "trace: CPU 2 VM 0 vCPU 2: vcpu_run(vm_id=3, vcpu=1) -> VM 3 vCPU 1 runs")

    def test_psci(self):
        self.check(
            line(x=(0xC400_0003, 1, 0x1000, 0), x0=0),
            "trace: CPU 2 VM 1 vCPU 0: PSCI 0xc4000003(0x1, 0x1000, 0x0) -> 0")

    def test_other_exits(self):
        self.check(line(kind=1, after=(0, 2), x0=0),
                   "trace: CPU 2 VM 1 vCPU 0: interrupt -> VM 0 vCPU 2 gets PREEMPTED")
        self.check(line(kind=2, after=(0, 2), x0=7),
                   "trace: CPU 2 VM 1 vCPU 0: SError -> VM 0 vCPU 2 gets ABORTED")
        self.check(line(syndrome=0x24 << 26, address=0x9000000, what="data abort from a VM"),
                   "trace: CPU 2 VM 1 vCPU 0: data abort from a VM at 0x9000000, pc 0x40100010 -> "
                   "goes on")
        # Not a call, whatever is in x0.
        self.check(line(syndrome=_HVC | 7, x=(0xFF00, 0, 0, 0)),
                   "trace: CPU 2 VM 1 vCPU 0: HVC, pc 0x40100010 -> goes on")

    def test_broken(self):
        for text in ("", "1 2 3", line().replace("0x40100010", "pc"), line().rsplit(" ", 1)[0]):
            self.check(text, f"trace: not understood: {text}")


class ReaderTest(unittest.TestCase):
    def test_all_is_shown_before_the_end(self):
        shown = []
        with trace.Reader(_IR, shown.append) as reader:
            for _ in range(100):
                os.write(reader.descriptor, (line(x=(0xFF00, 0, 0, 0), x0=1) + "\n").encode())
        self.assertEqual(shown, [b"trace: CPU 2 VM 1 vCPU 0: vm_get_id() -> 1\n"] * 100)


if __name__ == "__main__":
    _IR = sys.argv.pop()
    unittest.main()
