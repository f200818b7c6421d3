# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of markdown.py: what is a link, a code span, a code block."""

import unittest

from testing.docs import markdown


def texts(pieces):
    return [(piece.line, piece.text) for piece in pieces]


class MarkdownTest(unittest.TestCase):
    def test_links(self):
        document = markdown.parse(
            "See [a](one.md), [b `c`](two.md#x \"title\") and\n"
            "![image](three.png), [![badge](four.svg)](five.md).\n"
            "\n"
            "[r]: six.md\n"
        )
        self.assertEqual(
            texts(document.links),
            [(1, "one.md"), (1, "two.md#x"), (2, "three.png"), (2, "five.md"), (4, "six.md")],
        )

    def test_a_link_over_two_lines(self):
        self.assertEqual(texts(markdown.parse("x\n[a\nb](c.md)\n").links), [(2, "c.md")])

    def test_code_is_no_link(self):
        self.assertEqual(markdown.parse("`[a](b.md)`\n\n```\n[a](b.md)\n```\n").links, [])

    def test_an_index_in_prose_is_no_link(self):
        self.assertEqual(markdown.parse("bits [7:0] (the code)\n").links, [])

    def test_spans(self):
        document = markdown.parse("a `b/c` ``d ` e``\nand `f\ng`\n\n`h\n\ni`\n")
        self.assertEqual(texts(document.spans), [(1, "b/c"), (1, "d ` e"), (2, "f g")])

    def test_blocks(self):
        document = markdown.parse("a\n```sh\n`x`\n```\n~~~~\n~~~\n~~~~\nb `y`\n")
        self.assertEqual(texts(document.code), [(3, "`x`"), (6, "~~~")])
        self.assertEqual(texts(document.prose)[:2], [(1, "a"), (8, "b `y`")])
        self.assertEqual(texts(document.spans), [(8, "y")])
        self.assertIsNone(document.unclosed)

    def test_what_blocks_are(self):
        blocks = markdown.parse("a\n\nb [c](d)\ne:\n\n``` cc\nf\n\n```\n~~~\n~~~\n").blocks
        self.assertEqual(blocks[0], markdown.Block(6, "cc", ("f", ""), "b [c](d)\ne:"))
        # The paragraph in front of two blocks is that of both.
        self.assertEqual(blocks[1], markdown.Block(10, "", (), "b [c](d)\ne:"))
        self.assertEqual(len(blocks), 2)
        self.assertEqual(markdown.parse("```\n```\n").blocks[0].before, "")

    def test_links_of_a_text(self):
        self.assertEqual(markdown.links("[a](b), [c\nd](e#f) and g"), ["b", "e#f"])

    def test_a_block_that_is_never_closed(self):
        self.assertEqual(markdown.parse("a\n\n```\nb\n").unclosed, 3)

    def test_anchors(self):
        document = markdown.parse("# What `x` is, and why\n## Twice\n## Twice\n```\n# no\n```\n")
        self.assertEqual(document.anchors, {"what-x-is-and-why", "twice", "twice-1"})


if __name__ == "__main__":
    unittest.main()
