# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""check.py with real verifiers: one whose properties hold, and one that finds something."""

import contextlib
import io
import sys
import tempfile
import unittest

from abi.spin import check, pan

_HOLDS, _VIOLATED = sys.argv[1:]


def said(function, *arguments):
    """(what the function returns, what it prints)."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        status = function(*arguments)
    return status, out.getvalue()


class CheckTest(unittest.TestCase):

    def test_all_states(self):
        status, text = said(check.holds, _HOLDS, 100)
        self.assertEqual(status, 0)
        self.assertRegex(text, r"^PASS: [\d,]+ states, ")

    def test_a_search_that_does_not_go_deep_enough(self):
        with tempfile.TemporaryDirectory() as directory:
            found = pan.parse(check.search(_HOLDS, directory, 20))
        self.assertEqual(found.errors, 0)
        self.assertEqual(
            pan.why_not(found, 1),
            "the search is not complete: error: max search depth too small")

    def test_fewer_states_than_there_should_be(self):
        status, text = said(check.holds, _HOLDS, 1_000_000_000)
        self.assertEqual(status, 1)
        self.assertIn("FAIL: there are ", text)

    def test_a_property_that_does_not_hold(self):
        status, text = said(check.holds, _VIOLATED, 1)
        self.assertEqual(status, 1)
        self.assertIn("violated: a VM waits for ever on an aborted one\n", text)
        self.assertIn("FAIL: 1 properties are violated", text)

    def test_a_property_that_holds_after_all(self):
        status, text = said(check.violated_as, _HOLDS, "a page has not one owner", [])
        self.assertEqual(status, 1)
        self.assertIn("FAIL: nothing is violated; 'a page has not one owner' should be", text)

    def test_another_property(self):
        status, text = said(check.violated_as, _VIOLATED, "a wake-up is lost", [])
        self.assertEqual(status, 1)
        self.assertIn("FAIL: 'a wake-up is lost' should be violated, not 'a VM waits", text)

    def test_another_trail(self):
        status, text = said(
            check.violated_as, _VIOLATED, "a VM waits for ever on an aborted one",
            ["VM 2: mailbox_clear() → 0"])
        self.assertEqual(status, 1)
        self.assertIn("FAIL: the trail should have the line 'VM 2: mailbox_clear() → 0'", text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
