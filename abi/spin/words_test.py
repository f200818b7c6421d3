# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

import unittest

from abi.spin import words

_REPLAY = """
event loaded 1 0
row starts:
call vcpu_run 0 0 1 0
row runs: deferred
call mailbox_clear 1 0
row notifies: 0, leaves: NOTIFY_WAITERS
event leaves 1 0
row leaves:
call mailbox_waiter_get 0 0 1
row waiter: 2
violated: a waiter is never notified
pan:1: assertion violated 0 (at depth 3)
spin: trail ends after 3 steps
"""


class WordsTest(unittest.TestCase):

    def test_calls_and_events(self):
        lines, violated = words.trail(_REPLAY)
        self.assertEqual(lines, [
            "VM 1: is loaded (starts)",
            "primary: vcpu_run(1, 0) → later (runs)",
            "VM 1: mailbox_clear() → 0, leaves with NOTIFY_WAITERS (notifies)",
            "primary: mailbox_waiter_get(1) → 2 (waiter)",
        ])
        self.assertEqual(violated, "a waiter is never notified")

    def test_several_vcpus_are_told_apart(self):
        lines, _ = words.trail("event abort 1 1\nrow aborts:, leaves: ABORTED\n"
                               "call vcpu_yield 0 0\nrow primary: 0\n")
        self.assertEqual(lines, [
            "VM 1, vCPU 1: aborts, leaves with ABORTED (aborts)",
            "primary, CPU 0: vcpu_yield() → 0 (primary)",
        ])

    def test_an_abort_that_takes_the_place_of_a_run_code(self):
        lines, _ = words.trail("call vcpu_yield 1 0\nrow yields: 0, leaves: YIELD\n"
                               "event leaves 1 0\nrow aborting:, leaves: ABORTED\n")
        self.assertEqual(lines, [
            "VM 1: vcpu_yield() → 0, leaves with YIELD (yields)",
            "VM 1: its VM has aborted: not that, leaves with ABORTED (aborting)",
        ])

    def test_an_abort_is_said_once(self):
        lines, _ = words.trail("event abort 1 0\nrow aborts:, leaves: ABORTED\n"
                               "event leaves 1 0\nrow aborting:, leaves: ABORTED\n")
        self.assertEqual(lines, ["VM 1: aborts, leaves with ABORTED (aborts)"])

    def test_a_step_that_violates_is_the_last_line(self):
        lines, violated = words.trail("call mailbox_clear 1 0\nviolated: a state\n")
        self.assertEqual(lines, ["VM 1: mailbox_clear()"])
        self.assertEqual(violated, "a state")

    def test_what_is_no_call(self):
        lines, _ = words.trail("note 2 0 sets its timer\n")
        self.assertEqual(lines, ["VM 2: sets its timer"])

    def test_nothing_is_violated(self):
        self.assertEqual(words.trail("spin: trail ends"), ([], None))


if __name__ == "__main__":
    unittest.main()
