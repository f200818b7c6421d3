# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Boots Debian's kernel as the primary VM, uses its shell, and takes a CPU off and on."""

import unittest

from testing.runner import verdict
from testing.suites import board

_PROMPT = "hafnia-linux# "
_CPU1 = "/sys/devices/system/cpu/cpu1/online"


class LinuxTest(unittest.TestCase):
    def test_shell(self):
        outcome = board.run(
            verdict.Expectation(
                marker="linux: 2 CPUs, 42",
                required=("^linux: CPU 1 off and on$", "reboot: Power down"),
                forbidden=("Kernel panic", "BUG:", "Oops"),
            ),
            dialogue=[
                (_PROMPT, 'echo "linux: $(nproc) CPUs, $((6 * 7))"'),
                (_PROMPT, f'echo 0 > {_CPU1}; echo 1 > {_CPU1}; echo "linux: $(cat {_CPU1})"'),
                ("linux: 1", 'echo "linux: CPU 1" off and on'),
                (_PROMPT, "exit"),
            ],
            initrd=board.files["initrd"],
            append="console=ttyAMA0 panic=-1",
            cpu=board.files["cpu"],
            smp=2,
            memory=board.files["memory"],
        )
        self.assertIsNone(outcome.reason)


if __name__ == "__main__":
    board.main("qemu", "kernel", "initrd", "cpu", "memory")
