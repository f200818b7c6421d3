# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of formatters.py, with the formatters themselves on doctored files."""

import os
import shutil
import tempfile
import unittest

from testing.lint import formatters

_GOOD = {
    "a/good.cc": "int F(int x) { return x; }\n",
    "a/good.rs": "pub fn f(x: u32) -> u32 {\n    x\n}\n",
    "a/good.proto": "syntax = \"proto2\";\n",
    "a/text.md": "int   x ;\n",
}
_BAD = {
    "a/bad.h": "int  F( int x );\n",
    "a/bad.proto": "syntax=\"proto2\" ;\n",
    "a/bad.rs": "pub fn f( x:u32 )->u32 { x }\n",
}


class FormattersTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name
        for settings in (".clang-format", ".rustfmt.toml"):
            shutil.copy(settings, self.root)

    def write(self, files):
        for path, text in files.items():
            path = os.path.join(self.root, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        return list(files)

    def test_good(self):
        self.assertEqual(formatters.run(self.root, self.write(_GOOD)), (True, ""))

    def test_each_bad_file_is_told(self):
        for path, text in _BAD.items():
            good, output = formatters.run(self.root, self.write({**_GOOD, path: text}))
            self.assertFalse(good)
            self.assertIn(path, output)
            os.remove(os.path.join(self.root, path))

    def test_repair(self):
        paths = self.write({**_GOOD, **_BAD})
        self.assertTrue(formatters.run(self.root, paths, repair=True)[0])
        self.assertEqual(formatters.run(self.root, paths), (True, ""))
        with open(os.path.join(self.root, "a/bad.h"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "int F(int x);\n")
        with open(os.path.join(self.root, "a/bad.proto"), encoding="utf-8") as file:
            self.assertEqual(file.read(), _GOOD["a/good.proto"])
        with open(os.path.join(self.root, "a/text.md"), encoding="utf-8") as file:
            self.assertEqual(file.read(), _GOOD["a/text.md"])


if __name__ == "__main__":
    unittest.main()
