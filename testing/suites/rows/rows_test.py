# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Boots three VMs of one language, which take every row of the ABI that guests can take."""

import re
import unittest

from testing.runner import verdict
from testing.suites import board


class RowsTest(unittest.TestCase):
    def test_each_step_is_as_the_rows_say(self):
        language = board.files["language"]
        steps = sum(b"if (turn(" in line for line in board.read("tour").splitlines())
        marker = f"rows: {language}: {steps} steps passed"
        outcome = board.run(
            verdict.Expectation(marker=marker, forbidden=("FAIL", "guest: ")),
            initrd=board.files["initrd"],
            memory="256M",
        )
        self.assertIsNone(outcome.reason)

    def test_what_is_missing_has_a_reason(self):
        text = board.read("coverage").decode()
        in_vms = text[text.index("In VMs") :].splitlines()
        covered, rows = map(int, re.fullmatch(r"rows: (\d+) of (\d+)", in_vms[1]).groups())
        missing = [line for line in in_vms if re.match(r"missing: \w+\.", line)]
        print(f"rows in VMs, {board.files['language']}: {covered} of {rows}; on the host only:")
        print(*missing, sep="\n")
        self.assertEqual(covered + len(missing), rows)
        for line in missing:
            self.assertNotIn("no sequence was found", line)


if __name__ == "__main__":
    board.main("qemu", "kernel", "initrd", "tour", "coverage", "language")
