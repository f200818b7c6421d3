# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What a Markdown text refers to: its links, its code spans, its code blocks, its headings.

The part of Markdown that the project writes, not all of it: fenced code blocks, code spans, inline
links and link definitions, headings with '#'. Pure: text in, values out.
"""

import dataclasses
import re

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_HEADING = re.compile(r" {0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:\s*<?([^\s>]+)")
# A link's text may hold brackets in pairs, as an image inside a link has them.
_LINK = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]*\](?:\([^()]*\))?)*\]\(\s*<?([^\s()<>]+)>?[^()]*\)")
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


@dataclasses.dataclass(frozen=True)
class Text:
    """A piece of a document, and the line, from 1, on which it starts."""

    line: int
    text: str


@dataclasses.dataclass(frozen=True)
class Block:
    """A code block.

    line: that of its opening fence.
    info: what stands after the opening fence.
    lines: its text.
    before: the lines of the paragraph in front of it, joined; "" when there is none.
    """

    line: int
    info: str
    lines: tuple
    before: str


@dataclasses.dataclass
class Document:
    """What is of interest in one text.

    links: the targets of links.
    spans: what stands in backquotes.
    prose: the lines outside of code blocks, code spans left in.
    code: the lines of code blocks.
    blocks: the code blocks.
    anchors: what a link's fragment can name, as the usual renderers make it of headings.
    unclosed: the line of a code block that is never closed, or None.
    """

    links: list = dataclasses.field(default_factory=list)
    spans: list = dataclasses.field(default_factory=list)
    prose: list = dataclasses.field(default_factory=list)
    code: list = dataclasses.field(default_factory=list)
    blocks: list = dataclasses.field(default_factory=list)
    anchors: set = dataclasses.field(default_factory=set)
    unclosed: int | None = None


def anchor(heading):
    """The fragment that names a heading: lower case, hyphens for blanks, no punctuation."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
    return _NOT_IN_ANCHOR.sub("", text.strip().lower()).replace(" ", "-")


def parse(text):
    """Reads a Markdown text into a Document."""
    document = Document()
    lines = _split(text, document)
    _add_spans(lines, document)
    # A code span holds no link.
    plain = _SPAN.sub(lambda match: "\n" * match[0].count("\n"), "\n".join(lines))
    for match in _LINK.finditer(plain):
        document.links.append(Text(_line_of(plain, match.start()), match[1]))
    for number, line in enumerate(plain.split("\n"), 1):
        definition = _DEFINITION.match(line)
        if definition:
            document.links.append(Text(number, definition[1]))
    return document


def _split(text, document):
    """Sorts the lines into prose and code; returns the prose, code lines left empty."""
    lines = []
    fence = None
    inside = []
    for number, line in enumerate(text.split("\n"), 1):
        mark = _FENCE.match(line)
        if fence is None and mark:
            fence, info = mark[1], mark[2].strip()
            document.unclosed = number
            before, inside = _paragraph_at_end(lines), []
        elif fence is not None:
            closes = mark and mark[1].startswith(fence) and not line.strip().strip(fence[0])
            if closes:
                fence = None
                block = Block(document.unclosed, info, tuple(inside), before)
                document.blocks.append(block)
                document.unclosed = None
            else:
                document.code.append(Text(number, line))
                inside.append(line)
        else:
            document.prose.append(Text(number, line))
            _add_anchor(line, document)
            lines.append(line)
            continue
        lines.append("")
    return lines


def _paragraph_at_end(lines):
    """The last lines with text, and none between them and the end but empty ones."""
    rest = list(lines)
    while rest and not rest[-1].strip():
        rest.pop()
    start = len(rest)
    while start and rest[start - 1].strip():
        start -= 1
    return "\n".join(rest[start:])


def links(text):
    """The targets of the inline links of a piece of text, in order."""
    return [match[1] for match in _LINK.finditer(text)]


def _add_anchor(line, document):
    heading = _HEADING.match(line)
    if not heading:
        return
    name = anchor(heading[1])
    # Of headings of one name the second gets -1, and so on.
    unique = name
    count = 0
    while unique in document.anchors:
        count += 1
        unique = f"{name}-{count}"
    document.anchors.add(unique)


def _add_spans(lines, document):
    # A span may go on over the end of a line, but not of a paragraph.
    paragraph = []
    for number, line in enumerate(lines + [""], 1):
        if line.strip():
            paragraph.append(line)
            continue
        whole = "\n".join(paragraph)
        first = number - len(paragraph)
        for match in _SPAN.finditer(whole):
            place = first + _line_of(whole, match.start()) - 1
            document.spans.append(Text(place, " ".join(match[2].split())))
        paragraph = []


def _line_of(text, position):
    return text.count("\n", 0, position) + 1
