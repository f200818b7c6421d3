# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""The check of the security model finds what is wrong in doctored documents."""

import unittest

from testing.hostile import cases

_SOURCES = {
    "hypervisor/calls/a_test.cc": "TEST(Suite, Name) {\n}\nTEST_F(Fixture,\n       Long) {}\n",
    "testing/suites/b_test.py": "class BTest(x):\n    def test_it(self):\n    def helper(self):\n",
    "testing/isolation/primary.cc": 'Case("an_attack");\n',
    "testing/hostile/BUILD.bazel": 'hf_py_test(\n    name = "b_test",\n)\n',
}
_NAMES = ("Suite.Name", "Fixture.Long", "BTest.test_it", "an_attack", "//testing/hostile:b_test")


def _document(rows, guarantee=None):
    promised = ", ".join(str(number) for number in cases.CASES)
    lines = [f"| All of it | everybody | {guarantee or promised} |", cases._HEADING]
    return "\n".join(lines + [f"| {number} | what | {tests} |" for number, tests in rows])


def _rows(**changed):
    rows = {number: f"`{_NAMES[number % len(_NAMES)]}`" for number in cases.CASES}
    rows.update({int(key[1:]): value for key, value in changed.items()})
    return list(rows.items())


class CasesTest(unittest.TestCase):
    def check(self, document, *problems):
        files = {**_SOURCES, cases.DOCUMENT: document}
        self.assertEqual(cases.problems(files), list(problems))

    def test_names_of_each_kind(self):
        names = cases.tests(_SOURCES)
        self.assertEqual(names, {*_NAMES, "//testing/hostile:all"})

    def test_good(self):
        self.check(_document(_rows()))
        self.check(_document(_rows(_7="`Suite.Name` `an_attack`")))

    def test_no_such_test(self):
        self.check(_document(_rows(_3="`Suite.Other`")), "case 3: there is no test Suite.Other")
        self.check(_document(_rows(_3="`test_it`")), "case 3: there is no test test_it")

    def test_no_test(self):
        self.check(_document(_rows(_9="")), "case 9 has no test")
        self.check(
            _document(_rows(_9="later")),
            "case 9 has no test",
            "case 9 has something else than names of tests",
        )

    def test_twice(self):
        twice = _document(_rows(_1="`an_attack` `an_attack`"))
        self.check(twice, "case 1: an_attack is there twice")

    def test_a_case_is_missing(self):
        (problem,) = cases.problems({**_SOURCES, cases.DOCUMENT: _document(_rows()[1:])})
        self.assertRegex(problem, r"^the cases are \[2, 3, .*\] instead of 1 to 41, each once$")

    def test_guarantees(self):
        promised = ", ".join(str(number) for number in cases.CASES if number != 5)
        self.check(
            _document(_rows(), promised + ", 42"),
            "case 5 belongs to no guarantee",
            "a guarantee names case 42, which there is not",
        )

    def test_no_table(self):
        self.check("# Something else", 'docs/security_model.md has no "## Cases"')


if __name__ == "__main__":
    unittest.main()
