# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Boots one VM a language: each runs every vector of the list."""

import unittest

from testing.runner import verdict
from testing.suites import board


class VectorsBootTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.outcome = board.run(
            verdict.Expectation(
                marker="vectors: done",
                marker_is_last=True,
                forbidden=("FAIL", "guest: ", " aborted"),
            ),
            initrd=board.files["initrd"],
        )
        calls = board.read("list").decode().splitlines()
        cls.count = sum(line.endswith(");") for line in calls)

    def test_nothing_fails(self):
        self.assertIsNone(self.outcome.reason)

    def test_each_language_runs_the_whole_list(self):
        self.assertGreater(self.count, 100)
        for prefix in ("vectors: C", "vm 1: C++", "vm 2: Rust"):
            self.assertIn(f"{prefix}: {self.count} vectors passed", self.outcome.lines)


if __name__ == "__main__":
    board.main("qemu", "kernel", "initrd", "list")
