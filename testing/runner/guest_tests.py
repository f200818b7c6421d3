# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Boots an image of in-VM tests as often as it takes, until each case has an outcome.

What a boot is to run is told by "hf.run=" on the primary's command line: a list of case numbers,
"all", "none", or "first-suite". After a case that stopped its machine the others of the boot get a
machine of their own.
"""

import dataclasses
import fnmatch

from testing.runner import session as sessions

# Which cases share a boot, and what the first boot runs, when the cases are not known yet.
BOOTS = {"all": "all", "suite": "first-suite", "case": "0"}


class Run:
    """All boots of one test.

    boots: a key of BOOTS.
    only: pattern of the names to run, as of the shell, or "" for all.
    watch: called with a machine and a Session; boots, and returns its verdict.
    cases: sessions.Cases with outcomes, once run() is done or stop() was called.
    """

    def __init__(self, machine, boots, only, watch):
        self._machine = machine
        self._boots = boots
        self._only = only
        self._watch = watch
        self._names = None
        self._outcomes = {}
        self._problems = []

    def run(self):
        first = "none" if self._only else BOOTS[self._boots]
        session = self._boot(first, f"the boot of {first}")
        self._names = [case.name for case in session.cases]
        while group := self._next_group():
            numbers = ",".join(str(self._names.index(name)) for name in group)
            session = self._boot(numbers, f"the boot of {', '.join(group)}")
            # What the boot has not told of is not tried for ever.
            missing = [name for name in group if name not in self._outcomes]
            if len(missing) == len(group) or session.outside:
                self._give_up(missing, session.failure or "the guest does not know the case")
        if not self._outcomes and not self._problems:
            what = f"no case is called {self._only!r}" if self._only else "there is no case"
            self._problem("the choice of cases", f"{what}; there are {self._names}")

    def stop(self, why):
        """The run was ended from outside: what has no outcome has failed."""
        names = self._selected() if self._names else []
        self._give_up([name for name in names if name not in self._outcomes], why)
        self._problem("the test", why)

    @property
    def cases(self):
        return [self._outcomes[name] for name in self._names or [] if name in self._outcomes] + (
            self._problems
        )

    def _selected(self):
        return [name for name in self._names if fnmatch.fnmatchcase(name, self._only or "*")]

    def _next_group(self):
        todo = [name for name in self._selected() if name not in self._outcomes]
        if self._boots == "case":
            return todo[:1]
        if self._boots == "suite":
            return [name for name in todo if _suite(name) == _suite(todo[0])]
        return todo

    def _boot(self, numbers, what):
        append = f"{self._machine.append} hf.run={numbers}".strip()
        session = sessions.Session()
        self._watch(dataclasses.replace(self._machine, append=append), session)
        for case in session.selected:
            if case.outcome:
                self._outcomes[case.name] = case
        if session.outside:
            self._problem(what, session.outside)
        return session

    def _give_up(self, names, why):
        for name in names:
            self._outcomes[name] = sessions.Case(name, sessions.FAIL, f"not run: {why}")

    def _problem(self, what, why):
        self._problems.append(sessions.Case(what, sessions.FAIL, why))


def _suite(name):
    return name.partition(".")[0]


def summary(cases):
    """(the lines to print at the end, whether all went well)."""
    failed = [case for case in cases if case.outcome == sessions.FAIL]
    skipped = sum(case.outcome == sessions.SKIP for case in cases)
    if failed:
        lines = [f"FAIL: {case.name}: {case.message}" for case in failed]
        return lines + [f"FAIL: {len(failed)} of {len(cases)} cases"], False
    more = f", {skipped} skipped" if skipped else ""
    return [f"PASS: {len(cases) - skipped} cases{more}"], True
