# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

import unittest

from testing.coverage import report


def _file(name, covered, count):
    summary = {"covered": covered, "count": count}
    return {"filename": name, "summary": {"lines": summary, "branches": summary}}


_EXPORT = {"data": [{"files": [
    _file("hypervisor/mm/a.cc", 5, 10),
    _file("hypervisor/mm/a.h", 10, 10),
    _file("hypervisor/mm/a_test.cc", 0, 1000),
    _file("hypervisor/base/b.h", 0, 0),
    _file("hypervisor/testing/c.cc", 0, 1000),
    _file("hypervisor/manifest/testing/d.h", 0, 1000),
    _file("hypervisor/arch/host/e.cc", 0, 1000),
    _file("hypervisor/calls/f_fuzz.cc", 0, 1000),
    _file("external/googletest/g.cc", 0, 1000),
    _file("/usr/include/h.h", 0, 1000),
    _file("abi/compiler/i.cc", 4, 5),
]}]}


class ReportTest(unittest.TestCase):

    def setUp(self):
        self.found = report.folders(_EXPORT)

    def test_sums(self):
        self.assertEqual(
            set(self.found), {"all", "abi/compiler", "hypervisor/base", "hypervisor/mm"})
        self.assertEqual(self.found["hypervisor/mm"].lines, report.Count(15, 20))
        self.assertEqual(self.found["all"].lines, report.Count(19, 25))
        self.assertEqual(self.found["hypervisor/base"].lines.percent, 100)

    def test_table(self):
        text = report.table(self.found)
        self.assertIn("| `hypervisor/mm/` | 20 | 75.0 % | 20 | 75.0 % |\n", text)
        self.assertTrue(text.endswith("| all | 25 | 76.0 % | 25 | 76.0 % |\n"))

    def test_floors(self):
        floors = report.parse_floors("# floors\nhypervisor/mm 75\nhypervisor/base 90 # all\n\n")
        self.assertEqual(floors, {"hypervisor/mm": 75, "hypervisor/base": 90})
        self.assertEqual(
            report.problems(self.found, floors),
            ["80.0 % of the lines of abi/compiler are covered; its floor is 100 %"])
        self.assertEqual(report.problems(self.found, floors | {"*": 80}), [])
        floors |= {"hypervisor/mm": 76, "abi/compiler": 80, "hypervisor/gone": 1}
        self.assertEqual(report.problems(self.found, floors), [
            "75.0 % of the lines of hypervisor/mm are covered; its floor is 76 %",
            "hypervisor/gone has a floor, and no file that is covered"])

    def test_wrong_floors(self):
        for line in ["hypervisor/mm", "hypervisor/mm 101", "hypervisor/mm -1", "a b c"]:
            with self.assertRaisesRegex(ValueError, "line 2"):
                report.parse_floors("a 1\n" + line)


unittest.main()
