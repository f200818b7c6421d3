# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of trace.py without a machine. testing/suites/trace has those with one."""

import os
import sys
import unittest

from testing.debug import trace


class FormatTest(unittest.TestCase):
    def test_names(self):
        self.assertEqual(trace.format_of("a/b.json"), ["--json"])
        self.assertEqual(trace.format_of("a.txt"), [])
        self.assertIsNone(trace.format_of("a.bin"))
        for path in ("a", "a.trace", "json", ".bin"):
            with self.assertRaisesRegex(ValueError, "ends with .bin, .json, .txt"):
                trace.format_of(path)


class StreamTest(unittest.TestCase):
    def setUp(self):
        self.path = os.path.join(os.environ["TEST_TMPDIR"], self.id())

    def read(self, ending):
        with open(self.path + ending, "rb") as file:
            return file.read()

    def test_all_is_shown_before_the_end(self):
        shown = []
        with trace.Stream(_HFIDL, shown.append) as stream:
            os.write(stream.descriptor, b"abc")
        (line,) = shown
        self.assertTrue(line.startswith(b"trace: -:0: error: no trace: it begins with 61 62 63;"))
        self.assertTrue(line.endswith(b"\n"))

    def test_as_it_is(self):
        for _ in range(2):
            with trace.Stream(_HFIDL, self.fail, self.path + ".bin") as stream:
                os.write(stream.descriptor, b"abc")
        self.assertEqual(self.read(".bin"), b"abcabc")

    def test_what_is_wrong_is_not_for_the_file(self):
        with trace.Stream(_HFIDL, self.fail, self.path + ".json") as stream:
            os.write(stream.descriptor, b"abc")
        self.assertEqual(self.read(".json"), b"")


class MemoryTest(unittest.TestCase):
    def test_without_a_trace(self):
        with trace.Memory(_HFIDL) as memory:
            os.truncate(memory.descriptor, 1 << 20)
            (line,) = memory.tail(3)
        self.assertRegex(line, r"^/dev/fd/\d+:1048576: error: no trace in this memory: ")


if __name__ == "__main__":
    _HFIDL = os.path.abspath(sys.argv.pop())
    unittest.main()
