# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of build_files.py: each finding, and that good files have none."""

import unittest

from testing.lint import build_files

_GOOD = """
load("@rules_cc//cc:defs.bzl", "cc_library", "cc_test")

cc_library(name = "x", srcs = ["x.cc"] + glob(["more/*.cc"]), hdrs = ["x.h"])

[cc_test(name = t, srcs = [t + ".cc"]) for t in ["x_test"]]
[cc_test(name = "%s_2_test" % t, srcs = ["%s_2_test.cc" % t]) for t in ["x"]]
"""
_FILES = {
    name: "" for name in ("a/x.cc", "a/more/y.cc", "a/x.h", "a/x_test.cc", "a/x_2_test.cc")
}


class BuildFilesTest(unittest.TestCase):
    def check(self, text, **others):
        findings = build_files.check({**_FILES, "a/BUILD.bazel": text, **others})
        return [f"{f.path}:{f.line}: {f.message}" for f in findings]

    def one(self, findings, words):
        self.assertEqual(len(findings), 1, findings)
        self.assertIn(words, findings[0])

    def test_good(self):
        self.assertEqual(self.check(_GOOD), [])

    def test_rules_are_loaded_from_rules_cc(self):
        findings = self.check(_GOOD.replace(', "cc_test"', ""))
        self.assertEqual(len(findings), 2)
        self.one(findings[:1], "cc_test is not loaded")
        self.one(self.check(_GOOD.replace("@rules_cc//cc:defs.bzl", "//my:cc.bzl"))[:1],
                 "load cc_library from @rules_cc")

    def test_loads(self):
        self.one(self.check(_GOOD + 'load("x.bzl", "y")\ny()\n'), "is relative")
        self.one(self.check(_GOOD + 'load("//:x.bzl", "y")\n'), "y is loaded, but not used")
        self.one(self.check(_GOOD + 'load("//:x.bzl", "y")\nload("//:z.bzl", "y")\ny()\n'), "twice")
        self.assertEqual(self.check(_GOOD, **{"d.bzl": 'load("//:x.bzl", _y = "y")\ny = _y\n'}), [])

    def test_syntax(self):
        findings = self.check(_GOOD, **{"b/BUILD.bazel": "cc_library(\n"})
        self.one(findings, "b/BUILD.bazel:1: this is not Starlark")

    def test_names(self):
        self.one(self.check(_GOOD, **{"b/BUILD": ""})[:1], "the names here are BUILD.bazel")

    def test_forgotten_source(self):
        self.assertEqual(
            self.check(_GOOD, **{"a/z.cc": "", "a/deep/z_test.py": ""}),
            ["a/z.cc:1: no target of a/BUILD.bazel names this file",
             "a/deep/z_test.py:1: no target of a/BUILD.bazel names this file"])


if __name__ == "__main__":
    unittest.main()
