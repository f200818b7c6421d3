# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What one boot of in-VM tests has shown, case by case. Pure: no process; the clock is given.

The guest is believed when it says what it should in the right order, to the last line, "done" with
the numbers; whatever else happens is a problem. A problem while a case runs fails that case, any
other the boot.
"""

import dataclasses
import time

from testing.runner import protocol
from testing.runner import verdict

PASS = "pass"
FAIL = "fail"
SKIP = "skip"

_MOST_OUTPUT_LINES = 2000


@dataclasses.dataclass
class Case:
    """A case and what became of it. outcome: None until it has one."""

    name: str
    outcome: str = None
    message: str = ""
    output: list = dataclasses.field(default_factory=list)
    seconds: float = 0.0


class Session:
    """Watches one boot; the place of verdict.Judge in boot.watch().

    cases: all Cases of the image, by the guest's own announcement, in its order.
    selected: those that this boot was to run.
    failure: the first problem, as soon as there is one.
    """

    def __init__(self, clock=time.monotonic):
        self.cases = []
        self.selected = []
        self.failure = None
        self.outside = None  # The problem when no case ran at the time.
        self._reader = protocol.Reader()
        self._clock = clock
        self._begun = None
        self._number = 0
        self._running = None
        self._since = 0.0
        self._done = False
        self._stopped = False
        self._last = ""

    def line(self, text):
        """One line of the console, without its newline."""
        for event in self._reader.line(text):
            self._event(event)

    def verdict(self, status, timeout=None):
        """None when all went as it should and no case failed, else the first reason.

        status: QEMU's exit status (negative: the signal that ended it).
        timeout: the seconds after which QEMU was killed, or None when it ended by itself.
        """
        for event in self._reader.finish():
            self._event(event)
        if timeout is not None:
            self._problem(f"no end after {timeout:g} s")
        elif status < 0:
            self._problem(f"QEMU was ended by signal {-status}")
        elif status > 0:
            self._problem(f"QEMU ended with exit status {status}")
        elif self._begun is None:
            self._problem("the machine went off before any test began")
        elif self._running:
            self._problem("the machine went off in the middle of the case")
        elif not self._done:
            self._problem('the machine went off without the line "done"')
        if self.failure:
            return self.failure
        for case in self.selected:
            if case.outcome == FAIL:
                return f"{case.name}: {case.message}"
        return None

    def not_run(self):
        """The selected cases without an outcome."""
        return [case for case in self.selected if case.outcome is None]

    def _event(self, event):
        text = event.text
        if not isinstance(event, protocol.Report):
            if not text.strip():
                return
            self._other(event)
        elif not self.failure:
            self._report(event)
            text = f"{event.kind} {event.text}"
        self._last = text

    def _other(self, event):
        text = event.text
        if self._running and len(self._running.output) < _MOST_OUTPUT_LINES:
            self._running.output.append(text)
        if isinstance(event, protocol.Damaged):
            self._problem(f"a broken line ({event.why}): {text!r}")
        elif stop := verdict.hypervisor_stop(text):
            self._problem(f"the hypervisor stops: {stop}")
        elif self._done and not text.startswith("hafnia: "):
            self._problem(f'the console goes on after "done": {text!r}')

    def _report(self, report):
        if report.number != self._number:
            twice = report.number < self._number
            self._problem(
                f"line {report.number} of the report came "
                + ("again" if twice else f"when line {self._number} was to come")
                + f": {report.kind} {report.text!r}"
            )
            return
        self._number += 1
        handler = {
            "begin": self._on_begin,
            "case": self._on_case,
            "start": self._on_start,
            "fail": self._on_fail,
            "end": self._on_end,
            "done": self._on_done,
        }.get(report.kind)
        try:
            if handler is None or (self._begun is None) != (report.kind == "begin"):
                raise ValueError
            handler(report.text)
        except (ValueError, IndexError):
            self._problem(f"a line that has no place here: {report.kind} {report.text!r}")

    def _on_begin(self, text):
        self._begun = int(text)

    def _on_case(self, text):
        name, selected = text.split()
        if selected not in ("yes", "no") or name in [case.name for case in self.cases]:
            raise ValueError
        self.cases.append(Case(name))
        if selected == "yes":
            self.selected.append(self.cases[-1])

    def _on_start(self, text):
        waiting = self.not_run()
        if self._running or not waiting or waiting[0].name != text:
            raise ValueError
        if len(self.cases) != self._begun:
            raise ValueError
        self._running = waiting[0]
        self._since = self._clock()

    def _on_fail(self, text):
        name, message = text.split(" ", 1)
        case = self._current(name)
        case.message = f"{case.message}\n{message}" if case.message else message

    def _on_end(self, text):
        name, outcome, *why = text.split(" ", 2)
        case = self._current(name)
        if outcome not in (PASS, FAIL, SKIP) or (outcome == FAIL) != bool(case.message):
            raise ValueError
        if why:
            case.message = why[0]
        case.outcome = outcome
        case.seconds = self._clock() - self._since
        self._running = None

    def _on_done(self, text):
        run, failed = (int(word) for word in text.split())
        outcomes = [case.outcome for case in self.selected]
        if self._running or self._done:
            raise ValueError
        self._done = True
        if run != len(outcomes) - outcomes.count(None) or failed != outcomes.count(FAIL):
            self._problem(
                f'"done" speaks of {run} cases, {failed} failed; the lines before it of '
                f"{len(outcomes) - outcomes.count(None)}, {outcomes.count(FAIL)} failed"
            )
        elif None in outcomes or len(self.cases) != self._begun:
            self._problem(f'"done" after {run} of {len(outcomes)} cases')

    def _current(self, name):
        if not self._running or self._running.name != name:
            raise ValueError
        return self._running

    def _problem(self, what):
        """Notes the first problem, with what was seen last."""
        if self.failure:
            return
        last = f"the last line was {self._last!r}" if self._last else "the console was empty"
        what = f"{what}; {last}"
        case = self._running
        if case is None:
            self.failure = self.outside = what
            return
        self.failure = f"{case.name}: {what}"
        case.message = f"{case.message}\n{what}" if case.message else what
        case.outcome = FAIL
        case.seconds = self._clock() - self._since
