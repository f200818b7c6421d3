# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of freeze.py in a copy of the tree.

freeze_test.py HFIDL
"""

import hashlib
import pathlib
import shutil
import sys
import tempfile
import unittest

from abi.released import freeze


class FreezeTest(unittest.TestCase):
    hfidl = pathlib.Path()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.released = self.root / "abi/released"
        shutil.copytree("abi/released", self.released)
        for path in self.root.rglob("*"):
            path.chmod(0o755)
        self.idl = self.root / "abi/hafnia.proto"
        text = pathlib.Path("abi/hafnia.proto").read_text(encoding="utf-8")
        # A level that nobody has released.
        self.text = text.replace("major: 1 minor: ", "major: 1 minor: 9", 1)
        self.level = freeze.level_of(self.text)
        self.idl.write_text(self.text, encoding="utf-8")
        self.before = self.kept()

    def kept(self):
        return {path.name: path.read_bytes() for path in self.released.iterdir()}

    def test_a_level_is_added_and_all_else_stays(self):
        self.assertEqual(freeze.freeze(self.hfidl, self.root), self.level)
        kept = self.kept()
        added = {f"{self.level}.proto", f"{self.level}.textproto"}
        self.assertEqual(kept.keys() - self.before.keys(), added)
        for name, data in self.before.items():
            if name != "SHA256SUMS":
                self.assertEqual(kept[name], data, name)
        self.assertEqual(kept[f"{self.level}.proto"].decode(), self.text)
        representation = kept[f"{self.level}.textproto"].decode()
        self.assertIn(f'source: "abi/released/{self.level}.proto"', representation)
        sums = dict(reversed(line.split("  ")) for line in kept["SHA256SUMS"].decode().splitlines())
        for name in kept:
            if name.endswith("proto"):
                self.assertEqual(sums[name], hashlib.sha256(kept[name]).hexdigest(), name)

    def test_what_is_released_stays(self):
        freeze.freeze(self.hfidl, self.root)
        kept = self.kept()
        self.idl.write_text(self.text.replace("4096", "8192", 1), encoding="utf-8")
        with self.assertRaisesRegex(
                freeze.Error,
                f"abi/released/{self.level}.proto:1: error: level {self.level} is released already"):
            freeze.freeze(self.hfidl, self.root)
        self.assertEqual(self.kept(), kept)

    def test_what_does_not_compile_is_not_released(self):
        self.idl.write_text(self.text.replace("(Void) returns", "(Nothing) returns", 1),
                            encoding="utf-8")
        with self.assertRaisesRegex(freeze.Error, r'proto:\d+:\d+: error: "Nothing" is not defined'):
            freeze.freeze(self.hfidl, self.root)
        self.assertEqual(self.kept(), self.before)

    def test_a_file_without_a_level(self):
        self.idl.write_text("syntax = \"proto2\";\n", encoding="utf-8")
        with self.assertRaisesRegex(freeze.Error, "abi/hafnia.proto:1: error: no 'option"):
            freeze.freeze(self.hfidl, self.root)


if __name__ == "__main__":
    FreezeTest.hfidl = pathlib.Path(sys.argv.pop()).absolute()
    unittest.main()
