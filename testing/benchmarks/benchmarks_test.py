# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""The benchmarks run, and give the same figures twice: they can be compared at all."""

import os
import unittest

from testing.benchmarks import benchmarks
from testing.suites import board


class BenchmarksTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = {name: board.files[name] for name in ("qemu", "kernel", "initrd")}
        cls.rows, cls.reason = benchmarks.measure(**cls.files)
        print(benchmarks.table(cls.rows))

    def test_figures_are_exact(self):
        self.assertIsNone(self.reason)
        self.assertGreater(len(self.rows), 25)
        for what, _, instructions in self.rows:
            self.assertGreater(instructions, 10, what)
        self.assertEqual(benchmarks.measure(**self.files), (self.rows, None))

    def test_the_document_has_these_rows(self):
        with open(os.path.join("docs", "benchmarks.md"), encoding="utf-8") as file:
            document = file.read()
        for what, who, _ in self.rows:
            self.assertIn(f"| {what} | {who} | ", document)


if __name__ == "__main__":
    board.main("qemu", "kernel", "initrd")
