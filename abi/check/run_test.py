# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""`bazel run //abi:check` in a copy of what it reads, with and without Git."""

import contextlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from abi.check import run

HAS_GIT = shutil.which("git") is not None


class RunTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        self.addCleanup(self.folder.cleanup)
        self.tree = pathlib.Path(self.folder.name)
        for path in [run.IDL, run.WAIVERS]:
            (self.tree / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, self.tree / path)
        shutil.copytree("abi/released", self.tree / "abi/released")
        os.environ["BUILD_WORKSPACE_DIRECTORY"] = str(self.tree)

    def run_check(self, *arguments):
        """The exit status, and what is printed to either output."""
        out = tempfile.TemporaryFile(mode="w+", encoding="utf-8")
        err = io.StringIO()
        kept = os.dup(1)
        os.dup2(out.fileno(), 1)
        try:
            with contextlib.redirect_stderr(err):
                status = run.main(list(arguments))
        finally:
            os.dup2(kept, 1)
            os.close(kept)
        out.seek(0)
        return status, out.read(), err.getvalue()

    def edit(self, old, new):
        path = self.tree / run.IDL
        text = path.read_text(encoding="utf-8")
        self.assertEqual(text.count(old), 1)
        path.chmod(0o644)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def git(self, *arguments):
        subprocess.run(["git", "-C", self.tree, "-c", "user.name=t", "-c", "user.email=t@t.invalid",
                        *arguments], check=True, capture_output=True)

    def test_since_the_newest_release(self):
        status, out, _ = self.run_check()
        self.assertEqual(status, 0)
        self.assertIn("abi/released/1.0.textproto → abi/hafnia.proto", out)
        self.assertIn("abi_version: a new call, 0xff0f [HF004]", out)

    def test_a_breaking_change(self):
        self.edit("unknown_result: -1", "unknown_result: -2")
        status, out, _ = self.run_check("--format=json")
        self.assertEqual(status, 1)
        report = json.loads(out)
        self.assertEqual(report["needed_version"], "2.0")
        self.assertFalse(report["good"])
        self.assertIn("HF080", [finding["rule"] for finding in report["findings"]])

    def test_no_release(self):
        shutil.rmtree(self.tree / "abi/released")
        status, _, err = self.run_check()
        self.assertEqual(status, 2)
        self.assertIn("has no released version such as 1.0.textproto", err)

    @unittest.skipUnless(HAS_GIT, "there is no git")
    def test_against_a_revision(self):
        self.git("init", "-q")
        status, _, err = self.run_check("--against=HEAD")
        self.assertEqual(status, 2)
        self.assertIn("--against=HEAD: Git knows no such revision", err)
        self.git("commit", "-q", "--allow-empty", "-m", "none")
        status, _, err = self.run_check("--against=HEAD")
        self.assertEqual(status, 2)
        self.assertIn("there is no abi/hafnia.proto at this revision", err)
        self.git("add", ".")
        self.git("commit", "-q", "-m", "all")
        self.edit("unknown_result: -1", "unknown_result: -2")
        status, out, _ = self.run_check("--against=HEAD")
        self.assertEqual(status, 0, "nothing was promised about a version that is not released")
        self.assertIn("HEAD:abi/hafnia.proto → abi/hafnia.proto: 1 breaking", out)
        self.assertIn("result of an unknown number -1 → -2 [HF007]", out)


if __name__ == "__main__":
    unittest.main()
