# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of verdict.py: each way to fail, and that nothing else fails."""

import unittest

from testing.runner import console
from testing.runner import verdict

_DEMO = verdict.Expectation(marker="demo: PASS", marker_is_last=True)
_GOOD = "hafnia: 5 VMs\nprimary: hello\n\ndemo: PASS\n"


def judge(text, status=0, timeout=None, expectation=_DEMO):
    """The verdict on a console that held this text."""
    splitter = console.LineSplitter()
    result = verdict.Judge(expectation)
    for line in splitter.feed(text.encode()) + splitter.finish():
        result.line(line)
    return result.verdict(status, timeout)


class VerdictTest(unittest.TestCase):
    def test_success(self):
        self.assertIsNone(judge(_GOOD))
        self.assertIsNone(judge(_GOOD + "\n\r\n"))
        self.assertIsNone(judge(_GOOD.rstrip()))

    def test_truncated_anywhere_is_no_success(self):
        whole = _GOOD.rstrip()
        for length in range(len(whole)):
            self.assertIn("without the line 'demo: PASS'", judge(whole[:length]), whole[:length])

    def test_empty_console(self):
        reason = "QEMU ended without the line 'demo: PASS'; the console was empty"
        self.assertEqual(judge(""), reason)

    def test_panic(self):
        panic = "hafnia: panic: no RAM disk at loader.cc:7"
        self.assertEqual(judge(panic + "\n"), "the hypervisor stops: " + panic)

    def test_no_boot(self):
        line = "hafnia: cannot boot: there is no RAM disk"
        self.assertEqual(judge(line + "\n"), "the hypervisor stops: " + line)

    def test_panic_after_success(self):
        self.assertIn("hafnia: panic: x", judge(_GOOD + "hafnia: panic: x\n"))

    def test_panic_inside_a_line_of_the_primary(self):
        text = _GOOD.replace("hello", "hehafnia: panic: stack at a.cc:1")
        self.assertEqual(judge(text), "the hypervisor stops: hafnia: panic: stack at a.cc:1")

    def test_marker_broken_by_another_line_is_no_success(self):
        text = "demo: PAhafnia: VM 1 aborted\nSS\n"
        self.assertIn("without the line 'demo: PASS'", judge(text))

    def test_fail_line(self):
        reason = "the guest reports 'demo: FAIL: no answer'"
        self.assertEqual(judge("demo: FAIL: no answer\n"), reason)
        self.assertEqual(judge("demo: FAIL: no answer\n" + _GOOD), reason)

    def test_primary_that_stops(self):
        loose = verdict.Expectation(marker="demo: PASS")
        for line in (
            "guest: unexpected exception, vector 4, ESR_EL1 0x96000045",
            "guest: no mailbox",
            "guest: panicked at a.rs:1:2:",
        ):
            reason = "the primary stops: " + line
            self.assertEqual(judge(_GOOD + line + "\n", expectation=loose), reason)
            self.assertEqual(judge(line + "\n" + _GOOD), reason)
            self.assertEqual(judge(line, expectation=verdict.Expectation()), reason)

    def test_guest_elsewhere_is_no_stop(self):
        for line in ("vm 1: guest: no mailbox", "the guest: well", "guest:", "guests: 5"):
            self.assertIsNone(judge(line + "\n" + _GOOD), line)

    def test_anything_after_the_last_marker(self):
        reason = "the console goes on after 'demo: PASS': 'late'"
        self.assertEqual(judge(_GOOD + "late\n"), reason)
        self.assertEqual(judge(_GOOD + "late"), reason)
        self.assertIn("goes on", judge(_GOOD + "demo: PASS\n"))
        loose = verdict.Expectation(marker="demo: PASS")
        self.assertIsNone(judge(_GOOD + "late\n", expectation=loose))
        self.assertIn("FAIL", judge(_GOOD + "demo: FAIL: late\n", expectation=loose))

    def test_marker_must_be_the_whole_line(self):
        for line in ("xdemo: PASS", "demo: PASSED", " demo: PASS", "demo: PASS "):
            self.assertIn("without the line", judge(line + "\n"), line)

    def test_secondary_can_neither_pass_nor_fail_a_run(self):
        self.assertIn("without the line", judge("vm 1: demo: PASS\n"))
        self.assertIsNone(judge("vm 1: demo: FAIL: me\nvm 12: hafnia: panic: me\n" + _GOOD))

    def test_exit_status(self):
        reason = "QEMU ended with exit status 3; the last line was 'demo: PASS'"
        self.assertEqual(judge(_GOOD, status=3), reason)
        self.assertIn("signal 9", judge(_GOOD, status=-9))

    def test_timeout_even_after_success(self):
        reason = "no end after 60 s; the last line was 'demo: PASS'"
        self.assertEqual(judge(_GOOD, status=None, timeout=60), reason)

    def test_required(self):
        expectation = verdict.Expectation(required=(r"VM \d aborted", "last"))
        self.assertIsNone(judge("VM 4 aborted\nlast\n", expectation=expectation))
        reason = judge("VM x aborted\nlast\n", expectation=expectation)
        self.assertEqual(reason, r"no line matches 'VM \\d aborted'; the last line was 'last'")

    def test_forbidden(self):
        expectation = verdict.Expectation(marker="demo: PASS", forbidden=("unexpected exception",))
        self.assertIsNone(judge(_GOOD, expectation=expectation))
        text = "vm 2: guest: unexpected exception, vector 4\n" + _GOOD
        self.assertIn("the forbidden 'unexpected exception'", judge(text, expectation=expectation))

    def test_first_reason_stays(self):
        self.assertIn("hafnia: panic: a", judge("hafnia: panic: a\ndemo: FAIL: b\n", status=1))


if __name__ == "__main__":
    unittest.main()
