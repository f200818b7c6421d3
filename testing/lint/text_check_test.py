# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of tree.py and text.py, and of what fix.py does with text."""

import os
import tempfile
import unittest

from testing.lint import fix
from testing.lint import text
from testing.lint import tree

_HEAD = """# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""
_C_HEAD = _HEAD.replace("#", "//")
_BLOCK_HEAD = """/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 */
"""


class TreeTest(unittest.TestCase):
    def test_finds_files_without_a_package_and_behind_links(self):
        with tempfile.TemporaryDirectory() as root, tempfile.TemporaryDirectory() as other:
            os.makedirs(os.path.join(other, "deep/er"))
            for name in ("deep/er/a.cc", "deep/a.cc~", "latin.py"):
                with open(os.path.join(other, name), "wb") as file:
                    file.write(b"\xe9\n")
            os.symlink(other, os.path.join(root, "link"))
            os.symlink(other, os.path.join(root, "bazel-out"))
            os.makedirs(os.path.join(root, "__pycache__"))
            self.assertEqual(
                tree.read(root), {"link/deep/er/a.cc": None, "link/latin.py": None})

    def test_every_kind_of_file_must_be_known(self):
        good = {"a/b.cc": "", "WORKSPACE": "", "abi/goldens/x.anything": "", ".ci/run": ""}
        self.assertEqual(tree.check_kinds(good), [])
        (finding,) = tree.check_kinds({"a/b.pl": ""})
        self.assertEqual((finding.path, finding.line), ("a/b.pl", 1))


class SpdxTest(unittest.TestCase):
    def test_good_heads(self):
        self.assertEqual(text.check_spdx({
            "a.py": _HEAD, "b.sh": "#!/bin/sh\n" + _HEAD, "c.cc": _C_HEAD, "d.c": _BLOCK_HEAD,
            "e.ld": _BLOCK_HEAD, "README.md": "# Title\n",
        }), [])

    def test_bad_heads(self):
        bad = {
            "none.cc": "int x;\n",
            "one_line.cc": _C_HEAD.split("\n", 1)[0] + "\n",
            "late.cc": "\n" + _C_HEAD,
            "other_licence.py": _HEAD.replace("Apache-2.0", "MIT"),
            "other_people.py": _HEAD.replace("The Hafnia Authors", "Somebody"),
            "no_comment.rs": _C_HEAD.replace("// ", ""),
            "empty.bzl": "",
        }
        self.assertEqual({f.path for f in text.check_spdx(bad)}, set(bad))

    def test_repair(self):
        for path, body in (("a.cc", "int x;\n"), ("b.sh", "#!/bin/sh\nexit\n"), ("c.ld", "X\n")):
            repaired = fix.repaired(path, body)
            self.assertEqual(text.check_spdx({path: repaired}), [])
            self.assertEqual(fix.repaired(path, repaired), repaired)
            self.assertTrue(repaired.endswith(body.split("\n", 1)[1] or body))
        # Somebody else's head is a decision.
        other = _HEAD.replace("The Hafnia Authors", "Somebody")
        self.assertEqual(fix.repaired("a.py", other), other)


class SpaceTest(unittest.TestCase):
    def check(self, body, path="a.py"):
        return [f.line for f in text.check_space({path: body})]

    def test_good(self):
        self.assertEqual(self.check("x = 1\n\ny = 2\n"), [])
        self.assertEqual(self.check(""), [])
        self.assertEqual(self.check("x" * 100 + "\n"), [])

    def test_bad(self):
        self.assertEqual(self.check("x = 1\n\ty = 2\n"), [2])
        self.assertEqual(self.check("x = 1 \n"), [1])
        self.assertEqual(self.check("x = 1\r\n"), [1])
        self.assertEqual(self.check("x = 1"), [1])
        self.assertEqual(self.check("x = 1\n\n"), [3])
        self.assertEqual(self.check("x" * 101 + "\n"), [1])
        self.assertEqual(self.check(None), [1])

    def test_what_is_measured(self):
        self.assertEqual(self.check("x" * 101 + "\n", "README.md"), [])
        self.assertEqual(self.check("x \t\n", "abi/goldens/a.py"), [])

    def test_repair(self):
        self.assertEqual(text.repair_space("a  \r\nb\n\n\n"), "a\nb\n")
        self.assertEqual(text.repair_space("a"), "a\n")
        self.assertEqual(text.repair_space(""), "")


if __name__ == "__main__":
    unittest.main()
