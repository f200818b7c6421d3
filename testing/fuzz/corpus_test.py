# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

import unittest

from testing.fuzz import corpus


class CorpusTest(unittest.TestCase):

    def test_every_byte_there_and_back(self):
        for data in [b"", bytes(range(256)), b" ", b"a ", b"\\x41", b"\\", b"1 2 a\n3 4 b\r\n"]:
            line = corpus.escape(data)
            self.assertTrue(line.isascii() and line.isprintable() and line == line.rstrip(), line)
            self.assertEqual(corpus.unescape(line), data)

    def test_text_stays_text(self):
        self.assertEqual(corpus.escape(b"4096 1 echo\n\x00\xff"), r"4096 1 echo\n\x00\xff")

    def test_wrong_lines(self):
        for line in [r"\q", r"a\x1", r"\xAB", "\x7f", "é"]:
            with self.assertRaises(ValueError):
                corpus.unescape(line)
        with self.assertRaisesRegex(ValueError, "line 3: .* column 2"):
            corpus.parse("a\n\nb\\\n")

    def test_a_corpus_is_sorted_and_has_each_input_once(self):
        text = corpus.render([b"bb", b"a", b"", b"bb"])
        self.assertEqual(text, "\\e\na\nbb\n")
        self.assertEqual(corpus.parse(text), [b"", b"a", b"bb"])


unittest.main()
