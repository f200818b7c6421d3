# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of protocol.py: what is a line of the report, and what is not, wherever it was cut."""

import unittest

from testing.runner import protocol
from testing.runner.protocol import Damaged, Other, Report


def line(number, kind, text, version=1):
    """A line as the guest writes it."""
    body = f"[hf {version}] {number} {kind} {text}"
    return f"{body} #{protocol.check_sum(body)}"


def read(*lines):
    """What a console of these lines holds."""
    reader = protocol.Reader()
    return [event for text in lines for event in reader.line(text)] + reader.finish()


_LINE = line(7, "end", "Mailbox.Echo pass")
_REPORT = Report(7, "end", "Mailbox.Echo pass")


class ReaderTest(unittest.TestCase):
    def test_check_sum(self):
        self.assertEqual(protocol.check_sum(""), "0000")
        self.assertEqual(protocol.check_sum("ab"), f"{31 * 97 + 98:04x}")
        # As the guest has computed it.
        self.assertEqual(protocol.check_sum("[hf 1] 0 begin 11"), "2ff4")

    def test_whole_lines(self):
        self.assertEqual(read(_LINE), [_REPORT])
        self.assertEqual(read(line(0, "x", "a  b #1234")), [Report(0, "x", "a  b #1234")])

    def test_other_lines(self):
        for text in ("", "hello", "hafnia: VM 1 aborted: x", "vm 3: y", "[hf", "[hfx 1] 2"):
            self.assertEqual(read(text), [Other(text)])

    def test_behind_a_piece_of_a_line(self):
        self.assertEqual(read("piece: " + _LINE), [Other("piece: "), _REPORT])

    def test_wrong_anywhere_is_damaged(self):
        for i in range(len("[hf 1]"), len(_LINE)):
            text = _LINE[:i] + chr(ord(_LINE[i]) ^ 1) + _LINE[i + 1 :]
            (event,) = read(text)
            self.assertIsInstance(event, Damaged, text)

    def test_cut_anywhere_is_damaged(self):
        for i in range(len("[hf 1]"), len(_LINE)):
            (event,) = read(_LINE[:i])
            self.assertIsInstance(event, Damaged, _LINE[:i])

    def test_another_version(self):
        (event,) = read(line(7, "end", "x", version=2))
        self.assertEqual(event.why, "it is of version 2, this runner reads version 1")

    def test_a_line_written_into_another_anywhere(self):
        for inserted in ("hafnia: VM 1 aborted: data abort", "vm 1: hello"):
            for i in range(1, len(_LINE)):
                events = read(_LINE[:i] + inserted, _LINE[i:])
                self.assertEqual(events, [Other(inserted), _REPORT], i)

    def test_two_lines_written_into_another(self):
        events = read(_LINE[:9] + "vm 1: a", "hafnia: b", _LINE[9:])
        self.assertEqual(events, [Other("vm 1: a"), Other("hafnia: b"), _REPORT])
        events = read(_LINE[:9] + "vm 1: a", _LINE[9:15] + "vm 2: b", _LINE[15:])
        self.assertEqual(events, [Other("vm 1: a"), Other("vm 2: b"), _REPORT])

    def test_written_into_and_cut_is_damaged(self):
        events = read(_LINE[:12] + "vm 1: a", "another", "line")
        self.assertEqual(events[0], Other("vm 1: a"))
        self.assertIsInstance(events[1], Damaged)
        self.assertEqual(events[2:], [Other("another"), Other("line")])
        self.assertIsInstance(read(_LINE[:12] + "hafnia: panic: x")[1], Damaged)

    def test_the_line_after_a_broken_one_is_read(self):
        self.assertEqual(read(_LINE[:12] + "vm 1: a", _LINE)[-1], _REPORT)

    def test_a_secondary_cannot_report(self):
        self.assertEqual(read("vm 1: " + _LINE), [Other("vm 1: " + _LINE)])
        self.assertEqual(read("hafnia: " + _LINE), [Other("hafnia: " + _LINE)])

    def test_text_that_looks_inserted(self):
        text = line(3, "fail", 'a.B x.cc:1: "hafnia: x" and "vm 1: y"')
        self.assertIsInstance(read(text)[0], Report)


if __name__ == "__main__":
    unittest.main()
