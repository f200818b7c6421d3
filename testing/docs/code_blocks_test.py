# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of code_blocks.py: blocks that are not what they show are found, others are let be."""

import os
import tempfile
import unittest

from testing.docs import checker

_FILES = {
    "WORKSPACE": "",
    ".bazelrc": "build:asan --strip=never\n",
    "README.md": "[a](docs/a.md)\n",
    "tool.sh": "",
    "code/BUILD.bazel": "# SPDX-X\n# SPDX-Y\n\nrule_of_ours(\n    name = \"it\",\n    a = 1,\n)\n",
    "code/code.cc": "// SPDX-X\n\nint a;\n\nint f() {\n  if (a) {\n    g();\n    h();\n  }\n}\n",
}


class CodeBlocksTest(unittest.TestCase):
    def problems(self, text):
        """What is said of docs/a.md with this text; "line: what" each."""
        with tempfile.TemporaryDirectory() as root:
            for name, content in {**_FILES, "docs/a.md": text}.items():
                os.makedirs(os.path.dirname(os.path.join(root, name)) or root, exist_ok=True)
                with open(os.path.join(root, name), "w", encoding="utf-8") as file:
                    file.write(content)
            return [f"{found.line}: {found.what}" for found in checker.check(checker.Tree(root))]

    def block(self, info, *lines, before="In [b](../README.md), [c](../code/code.cc):"):
        return self.problems("\n".join([before, "", "```" + info, *lines, "```", ""]))

    def test_every_block_says_what_it_is(self):
        for info in ("", "rubbish"):
            (problem,) = self.block(info, "x")
            self.assertIn(f"3: the code block is {info or 'nothing'!r}: it should be", problem)

    def test_text_is_not_looked_at(self):
        self.assertEqual(self.block("text", "a  ->  b", "hafnia: x"), [])

    def test_commands_do_not_hide_in_text(self):
        for command in ("./bazelw run //x", "bazel test //...", "$ ls"):
            problems = self.block("text", "a", command)
            self.assertIn("5: a command in a block that is not 'console'", problems)

    def test_good_commands(self):
        commands = [
            "./bazelw build //code:it  # a comment", "# a comment", "",
            "bazel test --config=asan //... //code:it", "bazel run //code:it -- --option x",
            "bazel build @hf//code:it @other//:x", "cd a && ./tool.sh b", "git clone \\", "  there",
            "bazel query //code:it",
        ]
        self.assertEqual(self.block("console", *commands), [])

    def test_bad_commands(self):
        for command, what in [
            ("bazel run @hf//code:no", "@hf//code:no: the package 'code' has no target 'no'"),
            ("bazel ruin //code:it", "'ruin' is none of"),
            ("bazel build --config=fast //code:it", "there is no configuration 'fast'"),
            ("bazel test", "there is no target"),
            ("bazel run :it", ":it: the document has shown no BUILD file"),
            ("./no.sh", "./no.sh is neither in the tree nor one of"),
            ("cd a && wget b", "wget is neither in the tree nor one of"),
            ("cd 'a", "No closing quotation"),
        ]:
            problems = self.block("console", "", command)
            self.assertTrue(any(p.startswith("5: ") and what in p for p in problems), problems)

    def test_commands_in_prose(self):
        self.assertEqual(self.problems("`bazel run //code:it`, `bazel` and `bazel query`\n"), [])
        (problem,) = self.problems("a\n`./bazelw ruin //code:it`\n")
        self.assertIn("2: command ./bazelw ruin //code:it: 'ruin' is none of", problem)

    def test_labels_of_the_build_file_shown(self):
        build = "[x](../code/BUILD.bazel):\n```python\nrule_of_ours(\n```\n"
        console = "```console\nbazel run %s\n```\n"
        self.assertEqual(self.problems(build + console % ":it" + console % "it"), [])
        (problem,) = self.problems(build + console % ":no")
        self.assertIn("6: command bazel run :no: :no: the package 'code' has no target", problem)

    def test_whole_files(self):
        whole = _FILES["code/code.cc"].split("\n")
        self.assertEqual(self.block("cc", *whole), [])
        self.assertEqual(self.block("cc", *whole[2:]), [])

    def test_parts_of_files(self):
        self.assertEqual(self.block("cc", "int f() {", "  if (a) {"), [])
        self.assertEqual(self.block("cc", "g();", "h();"), [])
        self.assertEqual(self.block("cc", "if (a) {", "  g();"), [])

    def test_other_files(self):
        for lines, what in [
            (["int b;"], "it has no line 'int b;'"),
            (["g();", "}"], "its lines are not consecutive lines of it"),
            (["if (a) {", "g();"], "its lines are not consecutive lines of it"),
            ([], "its lines are not consecutive lines of it"),
        ]:
            self.assertEqual(
                self.block("cc", *lines), [f"3: the code block is not code/code.cc: {what}"]
            )

    def test_the_file_is_named(self):
        (problem,) = self.block("cc", "int a;", before="See code.cc:")
        self.assertIn("3: the paragraph before the code block has no link", problem)
        problems = self.block("cc", "int a;", before="See [it](../code/):")
        self.assertEqual(problems, ["3: the code block should show code, which is no file"])


if __name__ == "__main__":
    unittest.main()
