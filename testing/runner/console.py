# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""The console's bytes, made into lines and watched for prompts. Pure: no process, no clock."""

import re

# Terminal control that a shell sends, such as the question where the cursor is.
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def clean(text):
    """A line as a reader sees it: without carriage returns and terminal control."""
    return _CONTROL.sub("", text).replace("\r", "")


class LineSplitter:
    """Cuts a stream of bytes, given in pieces of any size, into lines.

    What is not UTF-8 is shown as \\x escapes, so that a broken guest cannot break the runner.
    """

    def __init__(self):
        self._rest = b""

    def feed(self, data):
        """Returns the lines that this piece completes, without their newlines."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [_decode(line) for line in lines]

    def finish(self):
        """Returns what came after the last newline, as a list of no or one line."""
        rest, self._rest = self._rest, b""
        return [_decode(rest)] if _decode(rest) else []


def _decode(line):
    return clean(line.decode("utf-8", errors="backslashreplace"))


class Dialogue:
    """Answers prompts: when a text has appeared, the text that belongs to it is to be sent.

    Steps are (when, send) pairs, taken in order; `when` need not end a line. Each is looked for
    only in what comes after the one before.
    """

    def __init__(self, steps):
        self._steps = list(steps)
        self._seen = ""

    def feed(self, data):
        """Returns the bytes to send now, perhaps none."""
        if not self._steps:
            return b""
        self._seen = clean(self._seen + data.decode("utf-8", errors="backslashreplace"))
        answers = []
        while self._steps and self._steps[0][0] in self._seen:
            when, send = self._steps.pop(0)
            self._seen = self._seen.split(when, 1)[1]
            answers.append(send.encode() + b"\n")
        return b"".join(answers)

    @property
    def waiting_for(self):
        """The prompt that has not come yet, or None."""
        return self._steps[0][0] if self._steps else None
