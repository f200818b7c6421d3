# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Boots the attackers and looks at what the hypervisor says of each."""

import re
import unittest

from testing.runner import verdict
from testing.suites import board

# An undefined instruction at EL1, whose vectors the VM has put at 0x40001000.
UNDEFINED = r"instruction abort executing 0x40001200: translation fault"

# VM: what its attack is called on the console.
ABORTS = {
    1: r"data abort reading 0x40001000: translation fault",
    2: r"data abort writing 0x40200000: translation fault",
    3: r"instruction abort executing 0x40200000: translation fault",
    4: r"data abort reading 0x8000000: translation fault",
    5: r"data abort reading 0x43fc0000: translation fault",
    6: UNDEFINED,
    7: UNDEFINED,
    8: UNDEFINED,
    9: r"(data|instruction) abort walking a table at 0x40001000: translation fault",
    10: r"data abort reading 0x9000000: translation fault",
    11: r"data abort reading 0x8000000000: (translation|address size) fault",
    12: r"data abort writing 0x40001000: translation fault",
}

# The primary makes some three hundred bad accesses; a burst and a line a second are printed.
MOST_PRIMARY_LINES = 8 + int(board.TIMEOUT_SECONDS)


class IsolationTest(unittest.TestCase):
    def test_isolation(self):
        outcome = board.run(
            verdict.Expectation(marker="isolation: PASS: 27 cases", marker_is_last=True),
            initrd=board.files["initrd"],
            cpu=board.files["cpu"],
            smp=int(board.files["smp"]),
            memory=board.files["memory"],
        )
        self.assertIsNone(outcome.reason)
        aborts = [line for line in outcome.lines if " aborted: " in line]
        self.assertEqual(len(aborts), len(ABORTS), aborts)
        for line, (vm, what) in zip(aborts, ABORTS.items()):
            self.assertRegex(line, rf"^hafnia: VM {vm} vCPU 0 aborted: {what} at pc 0x")
        answered = [line for line in outcome.lines if "answered by an external abort" in line]
        self.assertTrue(0 < len(answered) <= MOST_PRIMARY_LINES, answered)


if __name__ == "__main__":
    board.main("qemu", "kernel", "initrd", "cpu", "smp", "memory")
