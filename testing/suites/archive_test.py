# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Wrong RAM disks: what is missing or broken is named, what can go on does, and nothing hangs."""

import os
import struct
import tempfile
import unittest

from testing.runner import verdict
from testing.suites import board

_PASS = verdict.Expectation(marker="probe: PASS", marker_is_last=True)

# Where newc keeps two of its fields, 8 hexadecimal digits each, in an entry's header.
_DATA_SIZE = 54
_NAME_SIZE = 94

# What the hypervisor says.
_NO_KERNEL = 'the RAM disk has no file "vmlinuz", which is the primary\'s kernel'
_DAMAGED = 'the RAM disk, before a file "vmlinuz": '
_CUT = "the archive is cut short"
_NO_HEADER = "the archive has something else than a cpio header (newc, or old little-endian)"


class ArchiveTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def make(self, *names, form="newc", kernel=None):
        """The bytes of an archive with these files, in this order."""
        contents = {
            "vmlinuz": board.read("probe"),
            "echo": board.read("echo"),
            "vms.txt": b"131072 1 echo\n",
            "initrd.img": b"nothing that the probe reads",
            "other": b"other",
        }
        if kernel is not None:
            contents["vmlinuz"] = kernel
        entries = [(name, contents[name]) for name in names]
        with open(board.archive(self.folder, entries, form), "rb") as file:
            return file.read()

    def with_field(self, position, digits):
        """A good archive with a field of its first header changed, which is vmlinuz's."""
        data = self.make("vmlinuz", "vms.txt", "echo")
        return data[:position] + digits + data[position + 8 :]

    def boot(self, data, **changes):
        path = os.path.join(self.folder, "initrd")
        with open(path, "wb") as file:
            file.write(data)
        return board.run(_PASS, initrd=path, **changes)

    def passes(self, data, secondaries, **changes):
        outcome = self.boot(data, **changes)
        self.assertIsNone(outcome.reason)
        self.assertIn(f"probe: {secondaries} secondaries", outcome.lines)
        return outcome.lines

    def test_newc(self):
        self.passes(self.make("vmlinuz", "initrd.img", "vms.txt", "echo"), 1)

    def test_checksummed_newc(self):
        self.passes(self.make("vmlinuz", "initrd.img", "vms.txt", "echo", form="crc"), 1)

    def test_old_binary_format(self):
        """As archives made years ago are, on as little memory as they were."""
        data = self.make("echo", "vms.txt", "initrd.img", "vmlinuz", form="bin")
        self.passes(data, 1, memory="16M", smp=4)

    def fails(self, data, why):
        board.check_no_boot(self, self.boot(data), why)

    def test_no_ram_disk(self):
        why = "/chosen has no linux,initrd-start of 4 or 8 bytes: there is no RAM disk"
        board.check_no_boot(self, board.run(_PASS), why)

    def test_no_kernel(self):
        self.fails(self.make("vms.txt", "echo"), _NO_KERNEL)

    def test_empty_kernel(self):
        self.fails(self.make("vms.txt", "vmlinuz", kernel=b""), _NO_KERNEL)

    def test_not_an_archive(self):
        self.fails(b"This is not an archive.\n" * 200, _DAMAGED + _NO_HEADER)
        self.fails(bytes(8192), _DAMAGED + _NO_HEADER)

    def test_cut_before_the_kernel(self):
        data = self.make("vms.txt", "echo", "vmlinuz")
        for size in (1, 30, 109, 116, 5000, data.index(b"vmlinuz") + 100):
            with self.subTest(size=size):
                self.fails(data[:size], _DAMAGED + _CUT)

    def test_cut_after_the_kernel(self):
        """What is not known to be absent cannot be done without."""
        data = self.make("vmlinuz", "initrd.img", "vms.txt", "echo")
        for name in ("initrd.img", "vms.txt"):
            cut = data[: data.index(name.encode()) + 4]
            self.fails(cut, f'the RAM disk, before a file "{name}": {_CUT}')

    def test_cut_in_a_secondary(self):
        data = self.make("vmlinuz", "initrd.img", "vms.txt", "echo")
        lines = self.passes(data[:-2000], 0)
        self.assertIn(f"hafnia: vms.txt:1: echo: {_CUT}: skipped", lines)

    def test_kernel_that_claims_to_be_huge(self):
        self.fails(self.with_field(_DATA_SIZE, b"ffffffff"), _DAMAGED + _CUT)

    def test_huge_name(self):
        self.fails(self.with_field(_NAME_SIZE, b"fffffffe"), _DAMAGED + _CUT)

    def test_name_without_an_end(self):
        why = "the archive has a file name without an end"
        self.fails(self.with_field(_NAME_SIZE, b"00000003"), _DAMAGED + why)

    def test_header_without_digits(self):
        why = "the archive has a header with something else than hexadecimal digits"
        self.fails(self.with_field(_DATA_SIZE, b"-0x1 \n~~"), _DAMAGED + why)

    def with_offset(self, text_offset):
        """An archive whose kernel has an arm64 image header that asks for this offset."""
        header = struct.pack("<8xQQ32xI4x", text_offset, 1 << 20, 0x644D5241)
        return self.make("vmlinuz", kernel=header + bytes(4096 - len(header)))

    def test_kernel_that_wants_to_be_where_the_archive_is(self):
        # In 64 MiB QEMU puts the archive at 32 MiB; the kernel's base is at 2 MiB.
        outcome = self.boot(self.with_offset(30 << 20), memory="64M")
        why = "the primary's kernel, 4096 bytes at 0x42000000, would overwrite what the boot loader"
        board.check_no_boot(self, outcome, why + " put at 0x42000000")

    def test_kernel_that_wants_to_be_outside_memory(self):
        why = "no RAM for the primary's kernel, 4096 bytes at 0x40200000 + "
        for offset in (1 << 30, (1 << 64) - (1 << 21)):
            with self.subTest(offset=offset):
                self.fails(self.with_offset(offset), why + hex(offset))


if __name__ == "__main__":
    board.main("qemu", "kernel", "cpio", "probe", "echo")
