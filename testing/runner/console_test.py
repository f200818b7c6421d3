# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of console.py: pieces of any size, broken bytes, terminal control, prompts."""

import unittest

from testing.runner import console


class LineSplitterTest(unittest.TestCase):
    def test_pieces_of_any_size_give_the_same_lines(self):
        data = "one\r\ntwo\n\nthr\u00e9e\nrest".encode()
        for size in range(1, len(data) + 1):
            splitter = console.LineSplitter()
            lines = []
            for i in range(0, len(data), size):
                lines += splitter.feed(data[i : i + size])
            self.assertEqual(lines + splitter.finish(), ["one", "two", "", "thr\u00e9e", "rest"])

    def test_line_without_newline_comes_only_at_the_end(self):
        splitter = console.LineSplitter()
        self.assertEqual(splitter.feed(b"demo: PASS"), [])
        self.assertEqual(splitter.finish(), ["demo: PASS"])
        self.assertEqual(splitter.finish(), [])

    def test_bytes_that_are_no_text_are_shown(self):
        self.assertEqual(console.LineSplitter().feed(b"a\xff\x80z\n"), ["a\\xff\\x80z"])

    def test_terminal_control_is_dropped(self):
        data = b"\x1b[6n# \x1b[1;31mred\x1b[0m\r\n"
        self.assertEqual(console.LineSplitter().feed(data), ["# red"])

    def test_only_control_at_the_end_is_no_line(self):
        splitter = console.LineSplitter()
        splitter.feed(b"x\n\r\x1b[6n")
        self.assertEqual(splitter.finish(), [])


class DialogueTest(unittest.TestCase):
    def test_answers_in_order_and_once(self):
        dialogue = console.Dialogue([("# ", "id"), ("uid=0", "poweroff")])
        self.assertEqual(dialogue.feed(b"Linux boots\n"), b"")
        self.assertEqual(dialogue.feed(b"~ "), b"")
        self.assertEqual(dialogue.feed(b"# "), b"id\n")
        self.assertEqual(dialogue.waiting_for, "uid=0")
        self.assertEqual(dialogue.feed(b"id\nuid=0(root)\n# "), b"poweroff\n")
        self.assertIsNone(dialogue.waiting_for)
        self.assertEqual(dialogue.feed(b"# uid=0"), b"")

    def test_prompt_in_pieces(self):
        dialogue = console.Dialogue([("ready", "go")])
        self.assertEqual(dialogue.feed(b"rea"), b"")
        self.assertEqual(dialogue.feed(b"dy"), b"go\n")

    def test_what_came_before_a_prompt_does_not_answer_the_next(self):
        dialogue = console.Dialogue([("first", "1"), ("second", "2")])
        self.assertEqual(dialogue.feed(b"second first"), b"1\n")
        self.assertEqual(dialogue.feed(b" second"), b"2\n")

    def test_two_prompts_in_one_piece(self):
        dialogue = console.Dialogue([("a", "1"), ("b", "2")])
        self.assertEqual(dialogue.feed(b"ab"), b"1\n2\n")


if __name__ == "__main__":
    unittest.main()
