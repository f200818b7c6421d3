# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What holds for text of any language: the SPDX head, white space, line length, names of files."""

from testing.lint.tree import Finding, comment, kind

_COPYRIGHT = "SPDX-FileCopyrightText: 2026 The Hafnia Authors"
_LICENCE = "SPDX-License-Identifier: Apache-2.0"
_COLUMNS = 100

# clang-format and rustfmt see to the others; a table of Markdown cannot be wrapped. A change of a
# rule's .bzl file may make all repositories anew, which a line's length is not worth.
_MEASURED = ("build", "python", "shell", "proto", "promela")


def check_spdx(texts):
    """The two lines come first, after #! if there is one."""
    findings = []
    for path, text in texts.items():
        start = comment(path)
        if start is None or text is None:
            continue
        lines = text.split("\n")
        first = 1 if lines[0].startswith("#!") else 0
        if not any(lines[first:first + len(head)] == head for head in _heads(start)):
            findings.append(Finding(
                path, first + 1, f"the head '{start} {_COPYRIGHT}', '{_LICENCE}' is missing"))
    return findings


def _heads(start):
    """The heads that a file may have whose comments start like this: with /* also where // does."""
    heads = [[f"{start} {_COPYRIGHT}", f"{start} {_LICENCE}"]]
    if start in ("//", "/*"):
        heads.append([f"/* {_COPYRIGHT}", f" * {_LICENCE}"])
        heads.append(["/*", f" * {_COPYRIGHT}", f" * {_LICENCE}"])
    return heads


def check_space(texts):
    """No tabs, no trailing space, no CR, one newline at the end, and no line that is too long."""
    findings = []
    for path, text in texts.items():
        if kind(path) in ("generated", "data", "settings"):
            continue
        if text is None:
            findings.append(Finding(path, 1, "this is not UTF-8"))
            continue
        if text and (not text.endswith("\n") or text.endswith("\n\n")):
            findings.append(Finding(path, text.count("\n") + 1, "the end is not one newline"))
        for number, line in enumerate(text.split("\n"), 1):
            if "\t" in line:
                findings.append(Finding(path, number, "there is a tab: indent with spaces"))
            if line != line.rstrip():
                findings.append(Finding(path, number, "there is space at the end of the line"))
            if len(line) > _COLUMNS and kind(path) in _MEASURED:
                findings.append(Finding(
                    path, number, f"{len(line)} columns; a line has at most {_COLUMNS}"))
    return findings


def repair_space(text):
    """The text without what check_space() can tell is superfluous."""
    lines = [line.rstrip() for line in text.split("\n")]
    return "\n".join(lines).rstrip("\n") + "\n" if text.strip() else ""


def repair_spdx(path, text):
    """The text with the SPDX head, if it has none of either line."""
    start = comment(path)
    if start is None or _COPYRIGHT in text or _LICENCE in text:
        return text
    head, rest = "", text
    if text.startswith("#!"):
        head, _, rest = text.partition("\n")
        head += "\n"
    if start == "/*":
        return f"{head}/* {_COPYRIGHT}\n * {_LICENCE}\n */\n{rest}"
    return f"{head}{start} {_COPYRIGHT}\n{start} {_LICENCE}\n\n{rest}"
