# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""A test of the checked variant of EL2: it finds that a call does not do what its row says."""

import unittest

from testing.runner import verdict
from testing.suites import board


class MistakenTest(unittest.TestCase):
    def test_it_says_what_is_wrong_and_stops(self):
        outcome = board.run(verdict.Expectation(), initrd=board.files["initrd"])
        self.assertEqual(outcome.status, 0, "QEMU was not powered off")
        said = [line for line in outcome.lines if line.startswith("hafnia: ")]
        self.assertRegex(
            "\n".join(said[-3:]),
            r"^hafnia: VM 0 vCPU 0 called mailbox_send\(0x1, 0x[0-9a-f]+, 0x0\): by the row "
            r"primary_to_receiver of abi/hafnia.proto\n"
            r"hafnia: the mailbox of VM 1 is to be READ, and is RECEIVED\n"
            r"hafnia: panic: a call did not do what its row says at ")


if __name__ == "__main__":
    board.main("qemu", "kernel", "initrd")
