# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""A VM makes a million refused calls, as many SMCs, and prints a million lines: the log is bounded,
what is missing is counted, and another VM that prints meanwhile loses nothing.
"""

import re
import unittest

from testing.runner import verdict
from testing.suites import board

# What hypervisor/vm/console_line.h allows: bytes at once, and for each second.
BURST = 256 << 10
PER_SECOND = 4 << 10


class FloodTest(unittest.TestCase):
    def test_flood(self):
        outcome = board.run(
            verdict.Expectation(marker="flood: PASS", marker_is_last=True),
            initrd=board.files["initrd"],
            smp=2,
            timeout=180.0,
        )
        self.assertIsNone(outcome.reason)
        said = [line for line in outcome.lines if line.startswith("vm 1: ")]
        printed = sum(len(line) + 1 for line in said)
        self.assertGreater(printed, BURST // 2)
        self.assertLess(printed, BURST + PER_SECOND * (outcome.seconds + 1))
        total = re.fullmatch(r"vm 1: lines: (\d+)", said[-1])
        self.assertTrue(total, said[-1])
        dropped = [re.fullmatch(r"hafnia: VM 1: (\d+) lines dropped", line)
                   for line in outcome.lines]
        counts = [int(match[1]) for match in dropped if match]
        self.assertGreater(len(counts), 1)
        self.assertEqual(len(said) + sum(counts), int(total[1]))
        # Of what it refuses the hypervisor says nothing.
        booted = next(i for i, line in enumerate(outcome.lines) if "table pages are free" in line)
        others = [line for line in outcome.lines[booted + 1 :]
                  if line.startswith("hafnia: ") and not line.startswith("hafnia: VM 1")]
        self.assertEqual(others, [])
        modest = [line for line in outcome.lines if line.startswith("vm 2: ")]
        self.assertEqual(modest, [f"vm 2: line {i}" for i in range(300)])


if __name__ == "__main__":
    board.main("qemu", "kernel", "initrd")
