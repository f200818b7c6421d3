# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of session.py: consoles that are cut, repeated, late, and machines that stop."""

import unittest

from testing.runner import protocol
from testing.runner import session as sessions

# A boot of two of three cases, the second of which fails.
_GOOD = (
    "begin 3",
    "case A.one yes",
    "case A.two yes",
    "case B.one no",
    "start A.one",
    "end A.one pass",
    "start A.two",
    "end A.two pass",
    "done 2 0",
)


def report(bodies):
    """The console's lines for these, numbered; what begins with '!' is no report, but as it is."""
    lines = []
    number = 0
    for body in bodies:
        if body.startswith("!"):
            lines.append(body[1:])
            continue
        text = f"[hf 1] {number} {body}"
        lines.append(f"{text} #{protocol.check_sum(text)}")
        number += 1
    return lines


def watch(lines, status=0, timeout=None):
    """A session that has seen these lines, and its verdict."""
    ticks = iter(range(1000))
    session = sessions.Session(clock=lambda: next(ticks))
    for line in lines:
        session.line(line)
    return session, session.verdict(status, timeout)


def outcomes(session):
    return {case.name: case.outcome for case in session.selected}


class SessionTest(unittest.TestCase):
    def test_success(self):
        session, reason = watch(["hafnia: 3 VMs", *report(_GOOD), ""])
        self.assertIsNone(reason)
        self.assertEqual(outcomes(session), {"A.one": "pass", "A.two": "pass"})
        self.assertEqual([case.name for case in session.cases], ["A.one", "A.two", "B.one"])
        self.assertEqual([case.seconds for case in session.selected], [1, 1])

    def test_a_case_that_fails(self):
        bodies = list(_GOOD)
        bodies[5:6] = ["fail A.one x.cc:1: a", "fail A.one x.cc:2: b", "end A.one fail"]
        bodies[-1] = "done 2 1"
        session, reason = watch(report(bodies))
        self.assertEqual(reason, "A.one: x.cc:1: a\nx.cc:2: b")
        self.assertEqual(outcomes(session), {"A.one": "fail", "A.two": "pass"})

    def test_a_case_that_is_skipped(self):
        bodies = list(_GOOD)
        bodies[5] = "end A.one skip no second CPU"
        session, reason = watch(report(bodies))
        self.assertIsNone(reason)
        self.assertEqual(session.selected[0].message, "no second CPU")

    def test_output_belongs_to_the_case_that_runs(self):
        bodies = list(_GOOD)
        bodies[5:5] = ["!vm 1: a", "!b"]
        session, _ = watch(["before", *report(bodies)])
        self.assertEqual(session.selected[0].output, ["vm 1: a", "b"])
        self.assertEqual(session.selected[1].output, [])

    def test_truncated_after_each_line(self):
        lines = report(_GOOD)
        # What was running then, and what the message ends in.
        for count, (running, last) in enumerate(
            [
                (None, "the console was empty"),
                (None, "the last line was 'begin 3'"),
                (None, "the last line was 'case A.one yes'"),
                (None, "the last line was 'case A.two yes'"),
                (None, "the last line was 'case B.one no'"),
                ("A.one", "the last line was 'start A.one'"),
                (None, "the last line was 'end A.one pass'"),
                ("A.two", "the last line was 'start A.two'"),
                (None, "the last line was 'end A.two pass'"),
            ]
        ):
            session, reason = watch(lines[:count])
            self.assertTrue(reason.endswith(last), reason)
            if running:
                self.assertEqual(outcomes(session)[running], "fail")
                self.assertIn("went off in the middle of the case", reason)
                self.assertIsNone(session.outside)
            else:
                self.assertNotIn("fail", outcomes(session).values())
                self.assertEqual(session.outside, reason)

    def test_truncated_in_a_line(self):
        lines = report(_GOOD)
        session, reason = watch([*lines[:5], lines[5][:-3]])
        self.assertEqual(outcomes(session), {"A.one": "fail", "A.two": None})
        self.assertIn("A.one: a broken line (it is not whole", reason)
        self.assertIn("the last line was 'start A.one'", reason)

    def test_each_line_again(self):
        lines = report(_GOOD)
        for i, body in enumerate(_GOOD):
            session, reason = watch(lines[: i + 1] + lines[i:])
            self.assertIn(f"line {i} of the report came again", reason)
            self.assertIn(f"the last line was {body!r}", reason)
            failed = [name for name, outcome in outcomes(session).items() if outcome == "fail"]
            self.assertEqual(failed, [body.split()[1]] if body.startswith("start") else [])

    def test_each_line_missing(self):
        lines = report(_GOOD)
        for i in range(len(lines) - 1):
            _, reason = watch(lines[:i] + lines[i + 1 :])
            wanted = f"line {i + 1} of the report came when line {i} was to come"
            self.assertIn(wanted, reason)

    def test_late_lines(self):
        session, reason = watch([*report(_GOOD), "late"])
        self.assertEqual(
            reason, "the console goes on after \"done\": 'late'; the last line was 'done 2 0'"
        )
        self.assertEqual(session.outside, reason)
        _, reason = watch(report([*_GOOD, "fail A.two x.cc:1: late"]))
        self.assertIn("a line that has no place here: fail 'A.two x.cc:1: late'", reason)
        # What the hypervisor says while it powers off is its own affair.
        self.assertIsNone(watch([*report(_GOOD), "hafnia: bye"])[1])

    def test_a_late_end_fails_the_case_that_runs(self):
        bodies = list(_GOOD)
        bodies[7] = "end A.one pass"
        session, reason = watch(report(bodies))
        self.assertEqual(outcomes(session), {"A.one": "pass", "A.two": "fail"})
        self.assertIn("A.two: a line that has no place here: end 'A.one pass'", reason)

    def test_lines_out_of_place(self):
        for i, body in (
            (4, "start A.two"),  # not its turn
            (4, "start B.one"),  # not selected
            (1, "start A.one"),  # not announced
            (2, "case A.one yes"),  # announced twice
            (5, "end A.one fail"),  # without a reason
            (5, "end A.one perhaps"),
            (5, "sing A.one"),
            (1, "begin 3"),
        ):
            bodies = list(_GOOD)
            bodies[i] = body
            _, reason = watch(report(bodies))
            kind, text = body.split(" ", 1)
            self.assertIn(f"a line that has no place here: {kind} {text!r}", reason)

    def test_start_before_all_cases_are_announced(self):
        _, reason = watch(report([*_GOOD[:3], "start A.one"]))
        self.assertIn("a line that has no place here: start 'A.one'", reason)

    def test_done_twice(self):
        _, reason = watch(report([*_GOOD, "done 2 0"]))
        self.assertIn("a line that has no place here: done '2 0'", reason)

    def test_done_too_early(self):
        for count in (4, 6):
            run = (count - 4) // 2
            session, reason = watch(report([*_GOOD[:count], f"done {run} 0"]))
            self.assertIn(f'"done" after {run} of 2 cases', reason)
            self.assertEqual(session.outside, reason)
        # Or before all cases were announced.
        _, reason = watch(report(["begin 1", "done 0 0"]))
        self.assertIn('"done" after 0 of 0 cases', reason)

    def test_nothing_at_all(self):
        _, reason = watch(["hafnia: hello"])
        wanted = "the machine went off before any test began; the last line was 'hafnia: hello'"
        self.assertEqual(reason, wanted)

    def test_done_with_other_numbers(self):
        for done in ("done 1 0", "done 2 1", "done 3 0"):
            session, reason = watch(report([*_GOOD[:-1], done]))
            self.assertIn("the lines before it of 2, 0 failed", reason)
            self.assertEqual(session.outside, reason)

    def test_panic_of_the_hypervisor(self):
        lines = report(_GOOD)
        session, reason = watch([*lines[:5], "hafnia: panic: x at a.cc:1", "hafnia: CPU 0"])
        self.assertEqual(
            reason,
            "A.one: the hypervisor stops: hafnia: panic: x at a.cc:1; "
            "the last line was 'start A.one'",
        )
        self.assertEqual(session.not_run()[0].name, "A.two")
        _, reason = watch([*lines, "hafnia: panic: x"])
        self.assertIn("the hypervisor stops: hafnia: panic: x", reason)

    def test_panic_inside_a_line(self):
        lines = report(_GOOD)
        session, reason = watch([*lines[:5], lines[5][:10] + "hafnia: panic: x at a.cc:1"])
        self.assertEqual(outcomes(session)["A.one"], "fail")
        self.assertIn("hafnia: panic: x", reason)

    def test_a_secondary_cannot_fail_a_case(self):
        bodies = list(_GOOD)
        bodies[5:5] = ["!vm 1: hafnia: panic: me", "!vm 1: [hf 1] 5 end A.one fail"]
        self.assertIsNone(watch(report(bodies))[1])

    def test_time_out(self):
        lines = report(_GOOD)
        session, reason = watch([*lines[:7], "vm 1: working"], status=None, timeout=30)
        self.assertEqual(reason, "A.two: no end after 30 s; the last line was 'vm 1: working'")
        self.assertEqual(outcomes(session), {"A.one": "pass", "A.two": "fail"})
        session, reason = watch(lines, status=None, timeout=30)
        self.assertEqual(reason, "no end after 30 s; the last line was 'done 2 0'")

    def test_exit_status(self):
        lines = report(_GOOD)
        _, reason = watch(lines, status=3)
        self.assertEqual(reason, "QEMU ended with exit status 3; the last line was 'done 2 0'")
        session, reason = watch(lines[:5], status=-11)
        self.assertIn("A.one: QEMU was ended by signal 11", reason)

    def test_interleaved_lines_are_put_together(self):
        lines = report(_GOOD)
        for i, line in enumerate(lines):
            pieces = [line[:9] + "hafnia: VM 1 aborted: x", line[9:]]
            session, reason = watch(lines[:i] + pieces + lines[i + 1 :])
            self.assertIsNone(reason)

    def test_interleaved_and_lost(self):
        lines = report(_GOOD)
        session, reason = watch(lines[:5] + [lines[5][:9] + "vm 1: x"] + lines[6:])
        self.assertEqual(outcomes(session)["A.one"], "fail")
        self.assertIn("a broken line", reason)
        self.assertIn("the last line was 'vm 1: x'", reason)


if __name__ == "__main__":
    unittest.main()
