# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of goldens.py: what it says of a difference, and what it leaves in the tree."""

import contextlib
import io
import os
import pathlib
import tempfile
import unittest
from unittest import mock

from abi import goldens


class RenewTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.source = self.root / "generated"
        folders = {self.source: pathlib.Path("kept")}
        self.write(self.source, {"same": "1\n", "c/new.h": "2\n", "other": "3\n4\n"})
        self.write(self.root / "kept", {"same": "1\n", "other": "3\n5\n", "old": "6\n"})
        for patch in (mock.patch.dict(os.environ, BUILD_WORKSPACE_DIRECTORY=folder.name),
                      mock.patch.object(goldens, "FOLDERS", folders)):
            patch.start()
            self.addCleanup(patch.stop)

    def write(self, folder, texts):
        for name, text in texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")

    def renew(self):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            self.assertEqual(goldens.main(["renew"]), 0)
        return out.getvalue()

    def test_says_what_changes(self):
        said = self.renew()
        for line in ("--- kept/other\n+++ kept/other, generated\n", "\n-5\n+4\n",
                     "--- (no such file)\n+++ kept/c/new.h, generated\n", "\n+2\n",
                     "--- kept/old\n+++ (not generated any more)\n", "\n-6\n",
                     "\nkept: 3 of 3 files changed\n"):
            self.assertIn(line, said)
        self.assertNotIn("same", said)

    def test_leaves_what_is_generated(self):
        self.renew()
        self.assertEqual(goldens.files(self.root / "kept"), goldens.files(self.source))
        self.assertEqual(self.renew(), "kept: 0 of 3 files changed\n")

    def test_leaves_what_people_write(self):
        self.write(self.root / "kept", {"README.md": "7\n"})
        with mock.patch.object(goldens, "WRITTEN", {pathlib.Path("kept/README.md")}):
            self.assertNotIn("README.md", self.renew())
        self.assertEqual((self.root / "kept/README.md").read_text(encoding="utf-8"), "7\n")


if __name__ == "__main__":
    unittest.main()
