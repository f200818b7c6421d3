# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""An image set of January 2019 boots as it is, and the hypervisor is quiet while all is well.

A flat primary with text_offset 0x1000 and an image_size that does not count .bss; an archive in
cpio's old binary format with names as `find` gives them; a vms.txt without what came later.
"""

import struct
import tempfile
import unittest

from testing.runner import verdict
from testing.suites import board

_VMS = b"1048576 1 service\n524288 2 client\n"


class OldImagesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_the_header_is_an_old_one(self):
        """That the image is what this test is about."""
        image = board.read("primary")
        offset, size, magic = struct.unpack_from("<8xQQ32x4s", image)
        self.assertEqual((offset, magic), (0x1000, b"ARM\x64"))
        self.assertLess(size, len(image) + 4096, "it counts .bss")
        self.assertGreater(size, 0)

    def boot(self, **machine):
        entries = [
            ("initrd.img", b"the primary's own"),
            ("vms.txt", _VMS),
            ("service", board.read("service")),
            ("client", board.read("client")),
            ("vmlinuz", board.read("primary")),
        ]
        archive = board.archive(self.folder, entries, "bin")
        with open(archive, "rb") as file:
            self.assertEqual(file.read(2), b"\xc7\x71", "not cpio's old binary format")
        outcome = board.run(
            verdict.Expectation(marker="old: PASS", marker_is_last=True, forbidden=("FAIL",)),
            initrd=archive,
            **machine,
        )
        self.assertIsNone(outcome.reason)
        return outcome.lines

    def test_boots_and_is_quiet(self):
        for cpu, smp, memory in (
            ("cortex-a53", 1, "16M"),
            ("cortex-a57", 4, "64M"),
            ("max", 8, "1G"),
        ):
            with self.subTest(cpu=cpu, smp=smp, memory=memory):
                lines = self.boot(cpu=cpu, smp=smp, memory=memory)
                begun = lines.index("old: begins")
                self.assertTrue(all(line.startswith("hafnia: ") for line in lines[:begun]), lines)
                self.assertEqual(list(lines[begun:]), ["old: begins", "old: PASS"])


if __name__ == "__main__":
    board.main("qemu", "kernel", "cpio", "primary", "service", "client")
