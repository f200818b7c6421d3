# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Boots the demo and reads its console line by line."""

import re
import unittest

from testing.runner import verdict
from testing.suites import board



class DemoTest(unittest.TestCase):
    def test_demo(self):
        outcome = board.run(
            verdict.Expectation(
                marker="qemu_boot: PASS",
                marker_is_last=True,
                forbidden=(r"^vm \d+: guest: ",),
            ),
            initrd=board.files["initrd"],
            cpu=board.files["cpu"],
            smp=int(board.files["smp"]),
            memory=board.files["memory"],
        )
        self.assertIsNone(outcome.reason)
        self.console = outcome.lines
        self.in_order(
            "primary: 5 VMs, this one schedules",
            "vm 1: echo: ready",
            "vm 2: relay: ready",
            "vm 3: counter: ready",
            "vm 4: rogue: ready",
            'primary -> VM 1 (echo): "hello, echo"',
            'VM 1 (echo) -> primary: "hello, echo"',
            "primary -> VM 1 (echo): 4096 bytes",
            "VM 1 (echo) -> primary: 4096 bytes",
            'primary -> VM 2 (relay): "3:and by relay"',
            'primary -> VM 3 (counter): "four"',
            "vm 2: relay: VM 0 -> VM 3, 12 bytes",
            "primary: VM 2 (relay) yields",
            'VM 3 (counter) -> primary: "2 messages, 7 bytes"',
            "primary: VM 2 (relay) wakes VM 3 (counter)",
            'VM 2 (relay) -> primary: "3:1 messages, 12 bytes"',
            "primary: VM 3 (counter) worked for 50 ms and was preempted",
            'VM 4 (rogue) -> primary: "all is well"',
            "primary: VM 4 (rogue) is aborted",
            'VM 1 (echo) -> primary: "still there?"',
            'VM 3 (counter) -> primary: "3 messages, 12 bytes"',
            'VM 2 (relay) -> primary: "3:2 messages, 16 bytes"',
            f"primary: CPUs used: {board.files['smp']}",
            "qemu_boot: PASS",
        )
        self.abort_is_told()

    def in_order(self, *wanted):
        left = list(wanted)
        for line in self.console:
            if left and line == left[0]:
                left.pop(0)
        self.assertEqual(left, [], "these lines are missing, or not in this order")

    def abort_is_told(self):
        text = "\n".join(self.console)
        asked = re.search(r"to write to the primary's memory at (0x[0-9a-f]+)$", text, re.M)
        address = re.escape(asked.group(1))
        self.assertRegex(text, rf"(?m)^vm 4: rogue: writing to {address}$")
        aborted = [line for line in self.console if "aborted:" in line]
        self.assertEqual(len(aborted), 1, aborted)
        line = rf"hafnia: VM 4 vCPU 0 aborted: data abort writing {address}: .* at pc 0x[0-9a-f]+"
        self.assertRegex(aborted[0], f"^{line}$")


if __name__ == "__main__":
    board.main("qemu", "kernel", "initrd", "cpu", "smp", "memory")
