# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of checker.py and build_file.py: what is not there is found, what is there is let be."""

import os
import tempfile
import unittest

from testing.docs import build_file
from testing.docs import checker

_FILES = {
    "WORKSPACE": "",
    "BUILD.bazel": 'package_group(name = "layers")\nexports_files(["LICENSE"])\n',
    "LICENSE": "",
    "README.md": "# Title\n\n## A part\n[one](docs/one.md), [code](code/README.md)\n",
    "docs/one.md": "# One\n",
    "code/BUILD.bazel": """
load("//code:rules.bzl", "rule_of_ours")
_PREFIX = "made_"
rule_of_ours(name = "plain", outs = ["made/header.h"], srcs = glob(["*.cc"]))
[rule_of_ours(name = _PREFIX + x, size = n) for x, n in [("a", 1), ("b", 2)] if x != "a"]
[rule_of_ours(name = "%s_%d" % (x, n)) for x in ["c"] for n in [1, 2]]
""",
    "code/rules.bzl": "",
    "code/code.cc": "",
    "code/deep/file.py": "",
    "code/README.md": "# Code\n",
}


class CheckerTest(unittest.TestCase):
    def problems(self, text, path="docs/one.md"):
        """What is said of a document of this text; "line: what" each."""
        with tempfile.TemporaryDirectory() as root:
            for name, content in {**_FILES, path: text}.items():
                os.makedirs(os.path.dirname(os.path.join(root, name)) or root, exist_ok=True)
                with open(os.path.join(root, name), "w", encoding="utf-8") as file:
                    file.write(content)
            found = checker.check(checker.Tree(root))
        self.assertTrue(all(problem.file == path for problem in found), found)
        return [f"{problem.line}: {problem.what}" for problem in found]

    def test_all_is_well(self):
        text = (
            "[a](../README.md), [b](../code/), [c](../README.md#a-part), [d](#one), [e](..)\n"
            "[f](https://example.org/no/such), [g](mailto:a@example.org)\n"
            "//code:plain, `//code:made_b`, //code:plain.system, //code/...,\n"
            "//code:code.cc, //:layers. `//...`\n"
            "`@other//code:nothing` https://example.org/a //code:rules.bzl\n"
            "`code/code.cc` `code/` `code/*.cc` `file.py` `../code/deep` `./LICENSE`\n"
            "`code/made/header.h` `hf/abi.h` `a/b` `GICD_*/GICR_*` `code.` `/etc/code/x.h`\n"
            "`x / code` `//` `.cc` `_test.cc`\n"
            "```text\n// a comment, //code:plain //code:all  // another\n```\n"
        )
        self.assertEqual(self.problems("# One\n" + text), [])

    def test_broken_links(self):
        self.assertEqual(self.problems("x\n[a](no.md)"), ["2: link no.md: there is no such file"])
        self.assertEqual(
            self.problems("[a](/README.md)"), ["1: link /README.md: must be relative"]
        )
        self.assertEqual(
            self.problems("[a](../../x.md)"), ["1: link ../../x.md: leaves the tree"]
        )
        self.assertEqual(
            self.problems("[a](../README.md#b)"),
            ["1: link ../README.md#b: README.md has no heading for #b"],
        )
        self.assertEqual(
            self.problems("[a](#b)"), ["1: link #b: docs/one.md has no heading for #b"]
        )

    def test_broken_labels(self):
        for label, what in [
            ("//nothing", "there is no BUILD file in 'nothing'"),
            ("//code", "the package 'code' has no target 'code'"),
            ("//code:plainer", "the package 'code' has no target 'plainer'"),
            ("//code:plain.other", "the package 'code' has no target 'plain.other'"),
            ("//code:made_a.elf", "the package 'code' has no target 'made_a.elf'"),
            ("//code:made_a", "the package 'code' has no target 'made_a'"),
            ("//code:no.cc", "the package 'code' has no target 'no.cc'"),
            ("//code/deep:file.py", "there is no BUILD file in 'code/deep'"),
            ("//:nothing", "the package 'of the root' has no target 'nothing'"),
            ("//docs/...", "there is no package below it"),
        ]:
            for text in (f"see {label}.", f"`{label}`", f"```console\nbazel run {label}\n```"):
                line = 2 if "\n" in text else 1
                expected = [f"{line}: label {label}: {what}"]
                self.assertEqual(self.problems(text), expected, text)

    def test_broken_paths(self):
        for path in ("code/no.cc", "code/*.h", "no.md", "../nothing", "./nothing", "docs/code.cc"):
            self.assertEqual(
                self.problems(f"`{path}`"), [f"1: path {path}: there is no such file or directory"]
            )

    def test_documents_that_nobody_finds(self):
        what = ["1: no link leads here from README.md"]
        self.assertEqual(self.problems("[self](two.md)", "docs/two.md"), what)
        # A link to the directory, or out of it, is none to the document.
        self.assertEqual(self.problems("[up](../README.md)", "code/deep/README.md"), what)

    def test_open_block(self):
        self.assertEqual(self.problems("a\n```\n"), ["2: the code block is never closed"])

    def test_readmes_see_their_own_directory(self):
        self.assertEqual(self.problems("`deep/file.py`, [x](code.cc)", "code/README.md"), [])


class BuildFileTest(unittest.TestCase):
    def test_names(self):
        build = build_file.parse(_FILES["code/BUILD.bazel"])
        self.assertEqual(build.targets, {"plain", "made_b", "c_1", "c_2"})
        self.assertEqual(build.unknown, [])

    def test_unknown_names_are_said_to_be(self):
        build = build_file.parse('[r(name = x) for x in glob(["*"])]\nr(name = F("a"))\n')
        self.assertEqual(build.targets, set())
        self.assertEqual(build.unknown, [1, 2])

    def test_dictionaries(self):
        build = build_file.parse('[r(name = k + "_" + v) for k, v in {"a": "b"}.items()]\n')
        self.assertEqual(build.targets, {"a_b"})


if __name__ == "__main__":
    unittest.main()
