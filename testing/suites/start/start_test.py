# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What //bindings/start and the crate hafnia_guest do for guests: interrupts, consoles, ends."""

import unittest

from testing.runner import verdict
from testing.suites import board


def boot(name, expectation):
    return board.run(expectation, initrd=board.files[name])


class StartTest(unittest.TestCase):
    def test_interrupts(self):
        expectation = verdict.Expectation(
            marker="interrupt: PASS", marker_is_last=True, forbidden=("guest: ",))
        self.assertIsNone(boot("interrupt", expectation).reason)

    def test_an_interrupt_that_nobody_takes(self):
        outcome = boot("unexpected", verdict.Expectation())
        self.assertIn("unexpected: 42 0xff 1099511627776", outcome.lines)
        self.assertRegex(
            outcome.lines[-1],
            r"^guest: unexpected exception, vector 5, ESR_EL1 0x0, ELR_EL1 0x0, FAR_EL1 0x0$",
        )

    def test_rust(self):
        outcome = boot("panic", verdict.Expectation())
        self.assertIn("rust: 42 0xff", outcome.lines)
        self.assertRegex("\n".join(outcome.lines),
                         r"guest: panicked at testing/suites/start/panic.rs:\d+:\d+:\n"
                         r"index out of bounds: the len is 2 but the index is 2$")


if __name__ == "__main__":
    board.main("qemu", "kernel", "interrupt", "unexpected", "panic")
