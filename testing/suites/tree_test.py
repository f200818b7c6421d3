# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Wrong device trees: none at all, cut short, and hostile ones. The console says what is wrong, and
the machine stops by itself.

QEMU reads and completes the trees that it is given with -dtb, so the worst ones have to come
another way: as data in memory, with a few instructions that point x0 at them and enter the
hypervisor as a boot loader would.
"""

import os
import struct
import subprocess
import tempfile
import unittest

from testing.runner import verdict
from testing.suites import board

_PASS = verdict.Expectation(marker="probe: PASS", marker_is_last=True)

# Where things are put in the 256 MiB of RAM at 0x40000000, whose first MiB QEMU takes for its own
# tree. The image has the text_offset 0x1000 and runs anywhere.
_HYPERVISOR = 0x40201000
_LOADER = 0x48000000
_TREE = 0x48100000
_RAMDISK = 0x44000000

# Indices of the tree's header, of 32-bit big-endian numbers.
_MAGIC, _SIZE, _STRUCTURE, _STRINGS, _RESERVED, _VERSION = range(6)
_STRINGS_SIZE, _STRUCTURE_SIZE = 8, 9

# Free space in a tree, which the hypervisor needs to add to it.
_ROOM = ("-p", "4096")

# How the hypervisor begins to say what is wrong.
_NO_TREE = f"no device tree at {_TREE:#x}: "
_TREE_AT = f"the device tree at {_TREE:#x}"
_TREE_IS = _TREE_AT + ": the device tree's "


def _loader(tree):
    """ldr x0, =tree; ldr x4, =_HYPERVISOR; br x4."""
    return struct.pack("<4I2Q", 0x58000080, 0x580000A4, 0xD61F0080, 0, tree, _HYPERVISOR)


class TreeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(dir=os.environ["TEST_TMPDIR"])
        entries = [
            ("vmlinuz", board.read("probe")),
            ("echo", board.read("echo")),
            ("vms.txt", b"131072 1 echo\n"),
        ]
        cls.ramdisk = board.archive(cls.folder, entries)
        # The tree that QEMU makes for this board; it has no RAM disk in it yet.
        blob = os.path.join(cls.folder, "virt.dtb")
        machine = "virt,virtualization=on,gic-version=3,dumpdtb=" + blob
        command = [board.files["qemu"], "-M", machine, "-cpu", "cortex-a57", "-m", "256M"]
        subprocess.run(command + ["-nic", "none", "-display", "none"], check=True)
        with open(blob, "rb") as file:
            source = cls.dtc("dtb", "dts", file.read()).decode()
        end = _RAMDISK + os.path.getsize(cls.ramdisk)
        cls.source = source.replace(
            "chosen {",
            f"chosen {{ linux,initrd-start = <{_RAMDISK:#x}>; linux,initrd-end = <{end:#x}>;",
        )
        cls.good = cls.dtc("dts", "dtb", cls.source.encode(), *_ROOM)

    @classmethod
    def dtc(cls, form, to, data, *more):
        command = [board.files["dtc"], "-q", "-I", form, "-O", to, *more, "-"]
        return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout

    def boot(self, tree, address=_TREE):
        """Enters the hypervisor with this tree in memory and its address in x0."""
        devices = [f"loader,file={board.files['kernel']},addr={_HYPERVISOR:#x},force-raw=on"]
        devices += [f"loader,file={self.ramdisk},addr={_RAMDISK:#x},force-raw=on"]
        for name, data, where, more in (
            ("tree", tree, _TREE, ""),
            ("loader", _loader(address), _LOADER, ",cpu-num=0"),
        ):
            if not data:
                continue
            path = os.path.join(self.folder, name)
            with open(path, "wb") as file:
                file.write(data)
            devices.append(f"loader,file={path},addr={where:#x},force-raw=on{more}")
        return board.run(_PASS, kernel="", devices=tuple(devices))

    def fails(self, tree, why, **more):
        board.check_no_boot(self, self.boot(tree, **more), why)

    def header(self, **fields):
        """The good tree with numbers of its header changed."""
        tree = bytearray(self.good)
        for name, value in fields.items():
            struct.pack_into(">I", tree, 4 * globals()["_" + name.upper()], value)
        return bytes(tree)

    def replaced(self, *pairs):
        """The good tree with texts of its source replaced; each must be there."""
        source = self.source
        for old, new in pairs:
            self.assertIn(old, source)
            source = source.replace(old, new)
        return self.dtc("dts", "dtb", source.encode(), *_ROOM)

    def test_good(self):
        """That the others fail because of what they change."""
        outcome = self.boot(self.good)
        self.assertIsNone(outcome.reason)
        self.assertIn("probe: 1 secondaries", outcome.lines)

    def test_no_tree(self):
        self.fails(b"", "the boot loader gave no device tree: x0 was 0x0", address=0)

    def test_address_beyond_reach(self):
        why = "the boot loader gave no device tree: x0 was 0x7fffffffff000"
        self.fails(b"", why, address=0x7FFFFFFFFF000)

    def test_address_without_memory(self):
        """Nothing but the access can tell; EL2's own exception handler names the address."""
        outcome = self.boot(b"", address=0x5000000000)
        panic = "hafnia: panic: exception in EL2, .*: data abort, .*, address 0x5000000000$"
        self.assertRegex(outcome.reason, panic)
        self.assertEqual(outcome.status, 0)

    def test_no_tree_at_the_address(self):
        magic = "there is no device tree: its magic number, 0xd00dfeed, is missing"
        self.fails(b"\0" * 4096, _NO_TREE + magic)
        self.fails(self.header(magic=0xEDFE0DD0), _NO_TREE + magic)

    def test_header(self):
        size = "the device tree's size is "
        block = " block is outside the tree"
        for why, fields in (
            (_NO_TREE + size + "less than its header's", {"size": 20}),
            (_NO_TREE + size + "more than 2 MiB", {"size": 0xFFFFFFFF}),
            (_TREE_IS + "format is not version 17, nor compatible with it", {"version": 3}),
            (_TREE_IS + "structure" + block + ", or not aligned", {"structure": 0xFFFFFFF0}),
            (_TREE_IS + "structure" + block + ", or not aligned", {"structure_size": 0x7FFFFFFF}),
            (_TREE_IS + "strings" + block, {"strings": 0xFFFFFFF0}),
            (_TREE_IS + "strings" + block, {"strings_size": 0xFFFFFFFF}),
            (
                _TREE_IS + "memory reservation block has no end inside the tree",
                {"reserved": 0xFFFFFFF8},
            ),
        ):
            with self.subTest(fields):
                self.fails(self.header(**fields), why)

    def test_structure_overwritten_to_its_end(self):
        (begin,) = struct.unpack_from(">I", self.good, 4 * _STRUCTURE)
        (size,) = struct.unpack_from(">I", self.good, 4 * _STRUCTURE_SIZE)
        for keep in (4, size // 2, size - 4):
            with self.subTest(keep=keep):
                tree = self.good[: begin + keep] + b"\xff" * (size - keep)
                tree += self.good[begin + size :]
                outcome = self.boot(tree)
                self.assertIn("cannot boot: " + _TREE_AT, outcome.reason)
                self.assertEqual(outcome.status, 0)

    def test_no_room(self):
        """A tree without free space behind it, as dtc makes it without -p."""
        tree = self.dtc("dts", "dtb", self.source.encode())
        room = "the device tree has no room for the /memreserve/ entries of Hafnia's memory"
        self.fails(tree, "the device tree cannot be changed: " + room)

    def test_no_memory(self):
        tree = self.replaced(('device_type = "memory"', 'device_type = "none"'))
        self.fails(tree, "the device tree has no memory node that has memory")

    def test_memory_elsewhere(self):
        tree = self.replaced(("reg = <0x00 0x40000000 ", "reg = <0x01 0x40000000 "))
        self.fails(tree, "EL2 at 0x40201000 is not in the device tree's memory")

    def test_ram_disk_elsewhere(self):
        tree = self.replaced((f"<{_RAMDISK:#x}>", "<0x10000>"))
        outcome = self.boot(tree)
        why = "the RAM disk at 0x10000 to 0x[0-9a-f]+ is not in the device tree's memory"
        self.assertRegex(outcome.reason, f"cannot boot: {why}$")
        self.assertEqual(outcome.status, 0)

    def test_no_chosen(self):
        tree = self.replaced(("chosen {", "frozen {"))
        self.fails(tree, "the device tree has no /chosen: there is no RAM disk")

    def test_no_cpu(self):
        tree = self.replaced(('device_type = "cpu"', 'device_type = "none"'))
        self.fails(tree, "the device tree has no CPU in /cpus")

    def test_deep_nesting(self):
        deep = "a {" * 200 + "};" * 200
        why = "the device tree has nodes inside nodes to a depth of more than 64"
        self.fails(self.replaced(("chosen {", deep + "chosen {")), f"{_TREE_AT}: {why}")

    def test_qemu_refuses_garbage_itself(self):
        path = os.path.join(self.folder, "garbage.dtb")
        with open(path, "wb") as file:
            file.write(b"garbage" * 1000)
        outcome = board.run(_PASS, dtb=path, initrd=self.ramdisk)
        self.assertIn("QEMU ended with exit status 1", outcome.reason)


if __name__ == "__main__":
    board.main("qemu", "kernel", "cpio", "dtc", "probe", "echo")
