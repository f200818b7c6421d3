# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Corpora as text: one input a line, so that they can be read, compared and reviewed.

Printable ASCII stands for itself, but for the backslash; \\n, \\r, \\t and \\\\ are as in C, every
other byte is \\x and two digits. An empty line is no input; the empty input is \\e.
"""

import re

_SHORT = {0x0A: r"\n", 0x0D: r"\r", 0x09: r"\t", 0x5C: r"\\"}
_LONG = {text: bytes([byte]) for byte, text in _SHORT.items()} | {r"\e": b""}
_PIECE = re.compile(r"\\x([0-9a-f]{2})|(\\[nrt\\e])|([ -\[\]-~])")


def escape(data):
    """The line of an input."""
    if not data:
        return r"\e"
    text = "".join(
        _SHORT.get(b) or (chr(b) if 0x20 <= b < 0x7F else f"\\x{b:02x}") for b in data)
    # No line ends in a blank.
    return text[:-1] + r"\x20" if text.endswith(" ") else text


def unescape(line):
    """The input of a line; ValueError if it has none."""
    data, at = b"", 0
    while at < len(line):
        match = _PIECE.match(line, at)
        if not match:
            raise ValueError(f"{line[at:at + 10]!r} in column {at + 1} is no escaped byte")
        digits, short, plain = match.groups()
        if digits:
            data += bytes([int(digits, 16)])
        else:
            data += _LONG[short] if short else plain.encode()
        at = match.end()
    return data


def parse(text):
    """The inputs of a corpus."""
    inputs = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line:
            continue
        try:
            inputs.append(unescape(line))
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None
    return inputs


def render(inputs):
    """The corpus of these inputs, each once, short ones first."""
    return "".join(escape(data) + "\n" for data in sorted(set(inputs), key=lambda d: (len(d), d)))
