# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""A process of the real Linux primary touches a secondary's memory: it dies, Linux does not."""

import unittest

from testing.runner import verdict
from testing.suites import board

_PROMPT = "hafnia-linux# "

# The secondary has the last 16 MiB of 256. Linux is told of the RAM below only, since it does not
# let a process map what it takes for RAM of its own.
_MEMORY = "256M"
_LINUX = "240M"
_VICTIM = 0x4F000000

_ATTEMPTS = 100

# What a shell says of a process that SIGBUS ended: 128 + 7.
_BUS_ERROR = 135

# A burst, and one more each second.
_MOST_LINES = 8 + int(board.TIMEOUT_SECONDS)


class LinuxMemoryTest(unittest.TestCase):
    def test_a_process_dies_and_linux_lives(self):
        touch = f"devmem {_VICTIM:#x}"
        again = f"i=0; while [ $i -lt {_ATTEMPTS} ]; do {touch} > /dev/null; i=$((i + 1)); done"
        outcome = board.run(
            verdict.Expectation(
                marker="linux: alive, 42",
                required=(
                    f"^linux: read {_BUS_ERROR}$",
                    f"^linux: wrote {_BUS_ERROR}$",
                    "reboot: Power down",
                ),
                forbidden=("Kernel panic", "BUG:", "Oops", "Internal error"),
            ),
            dialogue=[
                (_PROMPT, f'{touch} 64; echo "linux: read $?"'),
                (_PROMPT, f'{touch} 64 1; echo "linux: wrote $?"'),
                (_PROMPT, again),
                (_PROMPT, 'echo "linux: alive, $((6 * 7))"'),
                (_PROMPT, "exit"),
            ],
            initrd=board.files["initrd"],
            append=f"console=ttyAMA0 panic=-1 mem={_LINUX}",
            memory=_MEMORY,
        )
        self.assertIsNone(outcome.reason)
        died = [line for line in outcome.lines if line.endswith("Bus error")]
        self.assertEqual(len(died), 2 + _ATTEMPTS)
        # Each line may stand inside one of Linux's, so only what it says is looked for.
        told = [line for line in outcome.lines if f"ing {_VICTIM:#x}: translation fault" in line]
        self.assertTrue(2 <= len(told) <= _MOST_LINES, told)
        for action in ("reading", "writing"):
            self.assertTrue([line for line in told if f" {action} " in line], action)


if __name__ == "__main__":
    board.main("qemu", "kernel", "initrd")
