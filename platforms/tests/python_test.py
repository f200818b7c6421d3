# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""The Python rules and the unpacked programs: all of them run, and on nothing of the machine."""

import importlib
import os
import struct
import subprocess
import sys
import tempfile
import unittest

from platforms.tests import helper


def output(*command: str, **kwargs) -> str:
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        **kwargs).stdout


class PythonTest(unittest.TestCase):

    def test_imports_by_path_from_the_workspace(self):
        self.assertEqual(helper.ANSWER, 42)

    def test_interpreter_is_the_pinned_one(self):
        self.assertEqual(sys.version_info[:2], (3, 11))
        self.assertTrue(sys.flags.isolated)
        self.assertIn("/python/usr/", os.__file__)
        for path in sys.path:
            self.assertFalse(path.startswith("/usr/"), sys.path)

    def test_only_pinned_libraries_are_loaded(self):
        modules = "bz2", "ctypes", "hashlib", "lzma", "select", "ssl", "termios", "uuid", "zlib"
        for module in modules:
            importlib.import_module(module)
        with open("/proc/self/maps", encoding="utf-8") as maps:
            files = {line.split()[-1] for line in maps if "/" in line}
        foreign = {f for f in files if ".so" in f and "/external/python/" not in f}
        self.assertFalse(foreign)

    def test_child_runs_the_pinned_interpreter(self):
        self.assertEqual(output("external/python/python3", "-I", "-c", "print(1 + 1)"), "2\n")


class ProgramsTest(unittest.TestCase):

    def test_qemu_runs(self):
        qemu = "external/qemu/qemu-system-aarch64"
        self.assertIn("version 7.2", output(qemu, "--version"))
        self.assertIn("cortex-a76", output(qemu, "-M", "virt", "-cpu", "help"))

    def test_dtc_makes_a_device_tree(self):
        blob = subprocess.run(
            ["external/dtc/dtc", "-O", "dtb"], input=b"/dts-v1/; / { };", check=True,
            capture_output=True).stdout
        self.assertEqual(blob[:4], b"\xd0\x0d\xfe\xed")

    def test_cpio_makes_an_archive(self):
        with tempfile.TemporaryDirectory() as directory:
            with open(os.path.join(directory, "vms.txt"), "w", encoding="utf-8"):
                pass
            cpio = os.path.abspath("external/cpio/cpio")
            archive = output(cpio, "-o", "-H", "newc", cwd=directory, input="vms.txt\n")
        self.assertTrue(archive.startswith("070701"), archive)

    def test_linux_is_a_raw_arm64_image(self):
        with open("external/linux_arm64/Image", "rb") as image:
            head = image.read(64)
        self.assertEqual(head[56:60], b"ARM\x64")

    def test_busybox_is_a_static_aarch64_program(self):
        with open("external/busybox_arm64/busybox", "rb") as program:
            head = program.read(64)
        self.assertEqual(head[:5], b"\x7fELF\x02")
        self.assertEqual(struct.unpack_from("<H", head, 18)[0], 183)


if __name__ == "__main__":
    unittest.main()
