# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of guest_tests.py and of the runner's mode for it, with a guest in Python or in shell."""

import contextlib
import io
import os
import signal
import tempfile
import unittest
from unittest import mock
from xml.etree import ElementTree

from testing.runner import guest_tests
from testing.runner import machine as machines
from testing.runner import runner
from testing.runner.session_test import report

_NAMES = ("A.one", "A.two", "B.one", "B.two")


class Guest:
    """An image of tests: what it does in place of a case's end is in `instead`."""

    def __init__(self, names=_NAMES, **instead):
        self.names = names
        self.instead = {name.replace("_", "."): bodies for name, bodies in instead.items()}
        self.boots = []

    def selected(self, word):
        if word == "none":
            return []
        if word == "all":
            return list(self.names)
        if word == "first-suite":
            return [name for name in self.names if name.startswith("A.")]
        return [self.names[int(number)] for number in word.split(",")]

    def watch(self, machine, session):
        word = machine.append.rpartition("hf.run=")[2]
        self.boots.append(word)
        selected = self.selected(word)
        bodies = [f"begin {len(self.names)}"]
        bodies += [f"case {n} {'yes' if n in selected else 'no'}" for n in self.names]
        failed = 0
        for name in selected:
            bodies.append(f"start {name}")
            instead = self.instead.get(name, [f"end {name} pass"])
            bodies += instead
            failed += any(body.startswith("fail") for body in instead)
            if not instead or not instead[-1].startswith("end"):
                break
        else:
            bodies.append(f"done {len(selected)} {failed}")
        for line in report(bodies):
            session.line(line)
        session.verdict(0)


def run(guest, boots="suite", only=""):
    """What became of the guest's cases, by name."""
    machine = machines.Machine(qemu="q", append="quiet")
    tests = guest_tests.Run(machine, boots, only, guest.watch)
    tests.run()
    return {case.name: case for case in tests.cases}


class RunTest(unittest.TestCase):
    def test_boots(self):
        for boots, wanted in (
            ("all", ["all"]),
            ("suite", ["first-suite", "2,3"]),
            ("case", ["0", "1", "2", "3"]),
        ):
            guest = Guest()
            cases = run(guest, boots)
            self.assertEqual(guest.boots, wanted)
            self.assertEqual(sorted(cases), sorted(_NAMES))
            self.assertTrue(all(case.outcome == "pass" for case in cases.values()))

    def test_a_choice_of_cases(self):
        guest = Guest()
        self.assertEqual(list(run(guest, only="*.two")), ["A.two", "B.two"])
        self.assertEqual(guest.boots, ["none", "1", "3"])

    def test_a_choice_of_none(self):
        (case,) = run(Guest(), only="C.*").values()
        self.assertEqual(case.outcome, "fail")
        self.assertIn("no case is called 'C.*'; there are ['A.one'", case.message)

    def test_no_cases_at_all(self):
        (case,) = run(Guest(names=())).values()
        self.assertIn("there is no case", case.message)

    def test_after_a_crash_the_others_are_run(self):
        for boots in guest_tests.BOOTS:
            cases = run(Guest(A_one=["!guest: unexpected exception"], B_one=[]), boots)
            outcomes = {name: case.outcome for name, case in cases.items()}
            wanted = {"A.one": "fail", "A.two": "pass", "B.one": "fail", "B.two": "pass"}
            self.assertEqual(outcomes, wanted, boots)
            self.assertIn("the last line was 'guest: unexpected", cases["A.one"].message)

    def test_a_failed_case_needs_no_other_boot(self):
        guest = Guest(A_one=["fail A.one x.cc:1: no", "end A.one fail"])
        self.assertEqual(run(guest)["A.one"].message, "x.cc:1: no")
        self.assertEqual(guest.boots, ["first-suite", "2,3"])

    def test_a_boot_that_shows_nothing(self):
        tests = guest_tests.Run(
            machines.Machine(qemu="q"), "suite", "", lambda machine, session: session.verdict(1)
        )
        tests.run()
        (case,) = tests.cases
        self.assertEqual(case.name, "the boot of first-suite")
        self.assertEqual(case.message, "QEMU ended with exit status 1; the console was empty")

    def test_a_later_boot_that_shows_nothing(self):
        guest = Guest()

        def watch(machine, session):
            if guest.boots:
                session.verdict(None, 30)
            else:
                guest.watch(machine, session)

        tests = guest_tests.Run(machines.Machine(qemu="q"), "suite", "", watch)
        tests.run()
        cases = {case.name: case for case in tests.cases}
        reason = "no end after 30 s; the console was empty"
        self.assertEqual(cases["the boot of B.one, B.two"].message, reason)
        self.assertEqual(cases["B.two"].message, "not run: " + reason)
        self.assertEqual(cases["A.two"].outcome, "pass")

    def test_stopped_from_outside(self):
        guest = Guest()

        def watch(machine, session):
            if guest.boots:
                raise KeyboardInterrupt
            guest.watch(machine, session)

        tests = guest_tests.Run(machines.Machine(qemu="q"), "suite", "", watch)
        with self.assertRaises(KeyboardInterrupt):
            tests.run()
        tests.stop("stopped")
        messages = {case.name: case.message for case in tests.cases}
        self.assertEqual(
            messages,
            {
                "A.one": "",
                "A.two": "",
                "B.one": "not run: stopped",
                "B.two": "not run: stopped",
                "the test": "stopped",
            },
        )


class RunnerTest(unittest.TestCase):
    """The runner as a whole, with a shell script in QEMU's place."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def run_main(self, lines, *options, after=""):
        with open(self.path("console"), "w", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in lines))
        with open(self.path("qemu"), "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\ncat {self.path('console')}\n{after}\n")
        os.chmod(self.path("qemu"), 0o755)
        environment = {
            "XML_OUTPUT_FILE": self.path("test.xml"),
            "TEST_UNDECLARED_OUTPUTS_DIR": self.folder,
            "TESTBRIDGE_TEST_ONLY": "",
        }
        output = io.StringIO()
        arguments = ["--qemu", self.path("qemu"), "--guest-tests=all", "--name", "t", *options]
        with contextlib.redirect_stdout(output), mock.patch.object(runner, "_show"):
            with mock.patch.dict(os.environ, environment):
                status = runner.main(arguments)
        return status, output.getvalue()

    def test_success(self):
        bodies = ["begin 1", "case A.one yes", "start A.one", "end A.one pass", "done 1 0"]
        status, output = self.run_main(report(bodies))
        self.assertEqual((status, output.splitlines()[-1]), (0, "t: PASS: 1 cases"))
        root = ElementTree.parse(self.path("test.xml")).getroot()
        self.assertEqual([case.get("name") for case in root.iter("testcase")], ["one"])
        self.assertIn("[hf 1] 4 done 1 0", self.read("console.log"))
        self.assertIn(f"{self.path('qemu')} -M virt", self.read("qemu.txt"))
        self.assertIn("-append hf.run=all", self.read("qemu.txt"))

    def test_failure(self):
        status, output = self.run_main(report(["begin 1", "case A.one yes", "start A.one"]))
        self.assertEqual(status, 1)
        self.assertIn("t: FAIL: A.one: the machine went off in the middle of the case", output)
        self.assertIn("t: FAIL: 1 of 1 cases", output)
        root = ElementTree.parse(self.path("test.xml")).getroot()
        self.assertEqual(root.get("failures"), "1")

    def test_missing_qemu(self):
        status, output = self.run_main([], "--qemu=/no/qemu")
        self.assertEqual(status, 1)
        self.assertIn("t: FAIL: the test: QEMU is missing", output)

    def test_killed_by_its_own_time_out(self):
        bodies = ["begin 1", "case A.one yes", "start A.one"]
        # As Bazel does when the test's time is over.
        after = f"kill -{int(signal.SIGTERM)} $PPID; exec sleep 1000"
        self.addCleanup(signal.signal, signal.SIGTERM, signal.getsignal(signal.SIGTERM))
        status, _ = self.run_main(report(bodies), after=after)
        self.assertEqual(status, 128 + signal.SIGTERM)
        root = ElementTree.parse(self.path("test.xml")).getroot()
        self.assertIn("the runner was stopped", root.find(".//failure").get("message"))

    def test_write_command(self):
        self.run_main([], "--write-command", self.path("command"), "--kernel=k", "--smp=2")
        *head, command = self.read("command").splitlines()
        self.assertTrue(all(line.startswith("# ") for line in head), head)
        self.assertIn("qemu-system-aarch64 is one's own, in PATH", "".join(head))
        self.assertIn("-smp 2 -m 256M", command)
        self.assertIn("-kernel k", command)
        self.assertFalse(os.path.exists(self.path("test.xml")))


if __name__ == "__main__":
    unittest.main()
