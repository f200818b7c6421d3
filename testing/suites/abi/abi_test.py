# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Boots the suite, and reads what only the console can tell: aborts, and what subjects print."""

import unittest

from testing.runner import verdict
from testing.suites import board

_PC = " at pc 0x[0-9a-f]+$"


class AbiTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.outcome = board.run(
            verdict.Expectation(
                marker="abi: PASS",
                marker_is_last=True,
                forbidden=("unexpected exception", "subject: FAIL", "guest: "),
            ),
            initrd=board.files["initrd"],
            cpu=board.files["cpu"],
            smp=2,
        )

    def test_all_checks_in_the_vms_hold(self):
        self.assertIsNone(self.outcome.reason)

    def test_aborts(self):
        told = [line for line in self.outcome.lines if " aborted: " in line]
        wanted = (
            "data abort writing 0x40[0-9a-f]{6}: ",
            "data abort reading 0x40001000: ",
            "instruction abort executing 0x40[0-9a-f]{6}: ",
            "data abort reading 0x8000000: ",
            "data abort writing 0x4ff[0-9a-f]{5}: ",
            "data abort reading 0x0: ",
            "data abort writing 0x7ffffff000: ",
            "instruction abort executing 0x9000000: ",
        )
        self.assertEqual(len(told), len(wanted), told)
        for i, (line, abort) in enumerate(zip(told, wanted)):
            self.assertRegex(line, f"^hafnia: VM {3 + i} vCPU 0 aborted: {abort}.*{_PC}")

    def test_console(self):
        said = [line for line in self.outcome.lines if line.startswith("vm 1: ")]
        self.assertEqual(said[:3], ["vm 1: 81632 bits", "vm 1: ", said[2]])
        self.assertEqual(said[2], "vm 1: no line of its own: hafnia: panic: not really")
        x = [line.removeprefix("vm 1: ") for line in said[3:]]
        self.assertEqual("".join(x), "x" * 1000)
        self.assertGreater(len(x), 1, "a long line is cut")

    def test_the_primary_is_told_of(self):
        told = [line for line in self.outcome.lines if line.startswith("hafnia: primary")]
        self.assertNotEqual(told, [])


if __name__ == "__main__":
    board.main("qemu", "kernel", "initrd", "cpu")
