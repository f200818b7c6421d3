# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""The lines by which in-VM tests report, version 1. Pure: no process, no clock.

    [hf 1] 7 end Mailbox.CarriesAPage pass #5a1c

The version, the line's number in this boot, from 0, what it says, and a check sum of all before it.
The primary writes them to a UART that the hypervisor writes to as well, always whole lines, perhaps
in the middle of one of the primary's: such a line is put together again, and the check sum tells
whether it is right. docs/testing.md lists what lines say.
"""

import dataclasses
import re

VERSION = 1

_LINE = re.compile(r"(\[hf (\d+)\] (\d+) ([a-z]+)(?: (.*))?) #([0-9a-f]{4})$")
_START = re.compile(r"\[hf \d+\]")
# What begins a line of the hypervisor's, or of a secondary's, which the hypervisor prints.
_INSERTED = re.compile(r"hafnia: |vm \d+: ")


@dataclasses.dataclass(frozen=True)
class Report:
    """A line of the protocol: its number, what it says, and with what."""

    number: int
    kind: str
    text: str


@dataclasses.dataclass(frozen=True)
class Other:
    """Any other line."""

    text: str


@dataclasses.dataclass(frozen=True)
class Damaged:
    """A line that is one of the protocol's in part; why says what is wrong with it."""

    text: str
    why: str


def check_sum(text):
    """Four hexadecimal digits: h = 31 * h + byte, modulo 65536."""
    value = 0
    for byte in text.encode("utf-8"):
        value = (31 * value + byte) & 0xFFFF
    return f"{value:04x}"


class Reader:
    """Is given the console's lines, returns what they are."""

    def __init__(self):
        self._head = None  # The beginning of a line into which another was written.

    def line(self, text):
        """One line without its newline; returns a list of Report, Other and Damaged."""
        head, self._head = self._head, None
        if head is not None:
            whole = _whole(head + text)
            if whole:
                return whole
            middle = _split(text)
            if middle and _INSERTED.match(text) is None:
                # Written into once more.
                self._head = head + middle[0]
                return [Other(middle[1])]
            if _INSERTED.match(text):
                self._head = head
                return [Other(text)]
            return _unreported(head) + self.line(text)
        whole = _whole(text)
        if whole:
            return whole
        middle = _split(text)
        if middle:
            self._head = middle[0]
            return [Other(middle[1])]
        return _unreported(text)

    def finish(self):
        """What is left at the console's end."""
        head, self._head = self._head, None
        return _unreported(head) if head is not None else []


def _unreported(text):
    """What a text is that holds no whole report."""
    if not _INSERTED.match(text) and _START.search(text):
        return [Damaged(text, "it is not whole, or its check sum is wrong")]
    return [Other(text)]


def _whole(text):
    """What a line is that holds a whole report, perhaps after something else; else None."""
    if _INSERTED.match(text):
        return None  # A VM that talks like the primary.
    found = _LINE.search(text)
    if not found or check_sum(found[1]) != found[6]:
        return None
    before = _unreported(text[: found.start()]) if found.start() else []
    if int(found[2]) != VERSION:
        why = f"it is of version {found[2]}, this runner reads version {VERSION}"
        return before + [Damaged(found[0], why)]
    return before + [Report(int(found[3]), found[4], found[5] or "")]


def _split(text):
    """(the primary's beginning, the line written into it), or None."""
    found = _INSERTED.search(text)
    if not found or found.start() == 0:
        return None
    return text[: found.start()], text[found.start() :]
