# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of junit.py, by reading its documents."""

import unittest
from xml.etree import ElementTree

from testing.runner import junit
from testing.runner import session

_CASES = [
    session.Case("A.one", session.PASS, seconds=0.5),
    session.Case("B.one", session.FAIL, "x.cc:1: a & b\nsecond", ["vm 1: \x00<out>"], 1.0),
    session.Case("A.two", session.SKIP, "no CPU"),
    session.Case("the boot of A.one", session.FAIL, "no end"),
]


class JUnitTest(unittest.TestCase):
    def setUp(self):
        self.root = ElementTree.fromstring(junit.render("target", _CASES))

    def test_counts(self):
        counts = ("tests", "failures", "skipped", "time")
        self.assertEqual([self.root.get(name) for name in counts], ["4", "2", "1", "1.500"])
        suites = [(s.get("name"), s.get("tests"), s.get("failures")) for s in self.root]
        self.assertEqual(suites, [("A", "2", "0"), ("B", "1", "1"), ("target", "1", "1")])

    def test_cases(self):
        cases = [(c.get("classname"), c.get("name")) for c in self.root.iter("testcase")]
        self.assertEqual(
            cases, [("A", "one"), ("A", "two"), ("B", "one"), ("target", "the boot of A.one")]
        )

    def test_failure_and_output(self):
        case = self.root.find(".//testsuite[@name='B']/testcase")
        self.assertEqual(case.find("failure").get("message"), "x.cc:1: a & b")
        self.assertEqual(case.find("failure").text, "x.cc:1: a & b\nsecond")
        self.assertEqual(case.find("system-out").text, "vm 1: \ufffd<out>")
        self.assertIsNone(self.root.find(".//testsuite[@name='A']/testcase/failure"))

    def test_skipped(self):
        skipped = self.root.find(".//testcase[@name='two']/skipped")
        self.assertEqual(skipped.get("message"), "no CPU")


if __name__ == "__main__":
    unittest.main()
