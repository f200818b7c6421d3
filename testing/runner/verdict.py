# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a run of the console is a success, and if not, why. Pure: no process, no clock.

Success must be said by the guest: where something is expected, silence, an exit status of 0 or the
absence of errors is none.
"""

import dataclasses
import re

# What the hypervisor says when it stops the machine; the second, when it never started a VM.
_STOPS = ("hafnia: panic:", "hafnia: cannot boot:")
_FAIL = re.compile(r"[\w.-]+: FAIL\b")
# What start-up code says before it stops a guest: a panic, or an exception that nobody handles.
_GUEST_STOPS = "guest: "
# What a secondary VM prints carries its number, and can neither pass nor fail a run.
_SECONDARY = re.compile(r"vm \d+: ")


@dataclasses.dataclass(frozen=True)
class Expectation:
    """What the console has to show.

    marker: this line, exactly, or nothing when empty.
    marker_is_last: no line but empty ones may follow it.
    required: regular expressions; each has to match (re.search) a line.
    forbidden: regular expressions; none may match a line.
    """

    marker: str = ""
    marker_is_last: bool = False
    required: tuple = ()
    forbidden: tuple = ()


def hypervisor_stop(text):
    """The message with which the hypervisor stops the machine in this line, or None."""
    if _SECONDARY.match(text):
        return None
    # The primary writes to the same UART: a panic may begin in the middle of its line.
    for stop in _STOPS:
        if stop in text:
            return text[text.index(stop) :]
    return None


class Judge:
    """Is shown the lines as they come, and then how the machine ended."""

    def __init__(self, expectation):
        self._expectation = expectation
        self._forbidden = [re.compile(pattern) for pattern in expectation.forbidden]
        self._required = {pattern: re.compile(pattern) for pattern in expectation.required}
        self._marker_seen = False
        self._last = ""
        self.failure = None  # The first reason, as soon as it is known.

    def line(self, text):
        """One line of the console, without its newline."""
        if not text.strip():
            return
        self._last = text
        if self._marker_seen and self._expectation.marker_is_last:
            self._fail(f"the console goes on after '{self._expectation.marker}': {text!r}")
        if self._expectation.marker and text == self._expectation.marker:
            self._marker_seen = True
        for pattern in [p for p, regex in self._required.items() if regex.search(text)]:
            del self._required[pattern]
        if stop := hypervisor_stop(text):
            self._fail("the hypervisor stops: " + stop)
        if not _SECONDARY.match(text) and _FAIL.match(text):
            self._fail("the guest reports " + repr(text))
        # Begins a line, and so is never a secondary's.
        if text.startswith(_GUEST_STOPS):
            self._fail("the primary stops: " + text)
        for regex in self._forbidden:
            if regex.search(text):
                self._fail(f"the forbidden {regex.pattern!r} is in the line {text!r}")

    def verdict(self, status, timeout=None):
        """None for success, else the reason.

        status: QEMU's exit status (negative: the signal that ended it).
        timeout: the seconds after which QEMU was killed, or None when it ended by itself.
        """
        if self.failure:
            return self.failure
        last = f"; the last line was {self._last!r}" if self._last else "; the console was empty"
        if timeout is not None:
            return f"no end after {timeout:g} s{last}"
        if status < 0:
            return f"QEMU was ended by signal {-status}{last}"
        if status > 0:
            return f"QEMU ended with exit status {status}{last}"
        if self._expectation.marker and not self._marker_seen:
            return f"QEMU ended without the line '{self._expectation.marker}'{last}"
        for pattern in self._required:
            return f"no line matches {pattern!r}{last}"
        return None

    def _fail(self, reason):
        if self.failure is None:
            self.failure = reason
