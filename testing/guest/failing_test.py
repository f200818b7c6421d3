# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Boots tests that fail, in every way, and looks at what the runner says of each."""

import unittest

from testing.runner import boot
from testing.runner import guest_tests
from testing.runner import machine
from testing.suites import board

# Case: its outcome, and parts of its message.
EXPECTED = {
    "Expect.GoesOn": (
        "fail",
        "EXPECT_EQ(uint64_t{16}, 17): 16 (0x10) and 17 (0x11)",
        "EXPECT_TRUE(1 > 2)",
        r'"a\x00\xff" and "b"',
        "none and VM 3",
    ),
    "Expect.AssertEndsTheCase": ("fail", "failing_guest_test.cc:", "ASSERT_LT(-1, -2): -1 (0xff"),
    "Expect.GoodOnesPass": ("pass",),
    "Expect.OnAnotherCpu": ("fail", "CPU 1: failing_guest_test.cc:", "1 and 0 (and 2 more)"),
    "Expect.AServiceThatIsSilent": ("fail", "VM 1 does not take the message"),
    "Stop.Exception": (
        "fail",
        "went off in the middle of the case; the last line was 'guest: unexpected exception",
    ),
    "Stop.Panic": ("fail", "the last line was 'guest: enough'"),
    "Stop.PowerOff": ("fail", "the last line was 'start Stop.PowerOff'"),
    "Stop.GoodOnesPass": ("pass",),
    "Hang.ForEver": ("fail", "no end after 10 s; the last line was 'hanging'"),
    "Hang.GoodOnesPass": ("pass",),
}


def run(initrd, boots="suite"):
    """All boots of an image; returns the cases by name."""
    files = board.files
    image = machine.Machine(
        qemu=files["qemu"], kernel=files["kernel"], initrd=initrd, smp=2, memory="64M"
    )

    def watch(image, session):
        boot.watch(image, session, 10.0)

    tests = guest_tests.Run(image, boots, "", watch)
    tests.run()
    return {case.name: case for case in tests.cases}


class FailingTest(unittest.TestCase):
    def test_each_case_fails_as_it_should(self):
        cases = run(board.files["failing"])
        self.assertEqual(sorted(cases), sorted(EXPECTED))
        for name, (outcome, *parts) in EXPECTED.items():
            self.assertEqual(cases[name].outcome, outcome, (name, cases[name].message))
            for part in parts:
                self.assertIn(part, cases[name].message, name)
        self.assertEqual(len(cases["Expect.GoesOn"].message.splitlines()), 4)
        self.assertNotIn("never seen", cases["Expect.AssertEndsTheCase"].message)
        self.assertIn("vm 1: silent", cases["Expect.AServiceThatIsSilent"].output)

    def test_a_test_that_never_says_done(self):
        (case,) = run(board.files["silent"]).values()
        self.assertEqual(case.name, "the boot of first-suite")
        reason = "the machine went off before any test began; the last line was 'silent'"
        self.assertEqual(case.message, reason)

    def test_an_image_without_cases(self):
        (case,) = run(board.files["empty"]).values()
        self.assertEqual(case.message, "there is no case; there are []")


if __name__ == "__main__":
    board.main("qemu", "kernel", "failing", "silent", "empty")
