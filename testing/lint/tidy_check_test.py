# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of tidy.sh and of .clang-tidy, with clang-tidy itself on doctored files."""

import os
import subprocess
import tempfile
import unittest

_GOOD = "int F(int* p) { return *p; }\n"

# A line each, and the check that finds what is wrong with it.
_BAD = {
    "int* F() { return 0; }": "modernize-use-nullptr",
    "void F(int* p) { if (p != nullptr) { delete p; } }": "readability-delete-null-pointer",
    "bool F(int x) { return x == x; }": "misc-redundant-expression",
    "int F(int x) { if (x == 1) { x = 2; } else { x = 2; } return x; }": "bugprone-branch-clone",
    "struct S { S(int); };": "google-explicit-constructor",
    "struct B { int x[99]; B(const B&); }; int F(B b) { return b.x[0]; }":
        "performance-unnecessary-value-param",
}


class TidyTest(unittest.TestCase):
    def tidy(self, text, *options):
        """(exit status, what it says, whether there is an output)."""
        with tempfile.TemporaryDirectory() as folder:
            source, out = os.path.join(folder, "x.cc"), os.path.join(folder, "out")
            with open(source, "w", encoding="utf-8") as file:
                file.write(text)
            run = subprocess.run(
                ["testing/lint/tidy.sh", out, "platforms/toolchains/bin/clang-tidy", "--quiet",
                 "--config-file=.clang-tidy", source, "--", "-std=c++20", *options],
                check=False, capture_output=True, text=True)
            self.assertEqual(run.stdout, "")
            return run.returncode, run.stderr, os.path.exists(out)

    def test_good(self):
        self.assertEqual(self.tidy(_GOOD), (0, "", True))

    def test_each_bad_line_is_told(self):
        for text, check in _BAD.items():
            status, said, made = self.tidy(text + "\n")
            self.assertEqual((status, made), (1, False), text)
            self.assertIn(f"[{check},-warnings-as-errors]", said)
            self.assertIn("x.cc:1:", said)
            self.assertNotIn("generated", said)

    def test_what_does_not_compile_is_told(self):
        status, said, made = self.tidy("int F() { return no; }\n")
        self.assertEqual((status, made), (1, False))
        self.assertIn("undeclared identifier 'no'", said)

    def test_options_count(self):
        self.assertEqual(self.tidy("int F() { return YES; }\n", "-DYES=1")[0], 0)


if __name__ == "__main__":
    unittest.main()
