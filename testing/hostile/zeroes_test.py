# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""RAM that was full of something when the machine began: a secondary finds none of it."""

import os
import tempfile
import unittest

from testing.runner import verdict
from testing.suites import board

_MIB = 1 << 20
_RAM_END = 0x40000000 + 64 * _MIB
_SIZE = 2 * _MIB


class ZeroesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_a_secondary_begins_with_zeros(self):
        junk = os.path.join(self.folder, "junk")
        with open(junk, "wb") as file:
            file.write(b"\xee" * _SIZE)
        entries = [
            ("vmlinuz", board.read("probe")),
            ("zeroes", board.read("zeroes")),
            ("vms.txt", f"{_SIZE} 1 zeroes\n".encode()),
        ]
        outcome = board.run(
            verdict.Expectation(marker="probe: PASS", marker_is_last=True),
            initrd=board.archive(self.folder, entries),
            memory="64M",
            devices=(f"loader,file={junk},addr={_RAM_END - _SIZE:#x},force-raw=on",),
        )
        self.assertIsNone(outcome.reason)
        (said,) = [line for line in outcome.lines if line.startswith("vm 1: ")]
        self.assertRegex(said, r"^vm 1: zeroes: \d{6} words, of which not zero: 0$")


if __name__ == "__main__":
    board.main("qemu", "kernel", "cpio", "probe", "zeroes")
