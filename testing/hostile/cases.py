# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Whether the security model's table of cases is whole and names tests that exist. Pure."""

import re

DOCUMENT = "docs/security_model.md"
CASES = range(1, 42)

_HEADING = "## Cases"
_ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.*?) ?\|$")
_QUOTED = re.compile(r"`([^`]+)`")
_GUARANTEE = re.compile(r"^\| .+ \| .+ \| ([\d, ]+) \|$")
_GUEST_OR_HOST = re.compile(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)", re.M)
_PARAMETRIZED = re.compile(r"^TYPED_TEST\(\s*(\w+),\s*(\w+)\s*\)", re.M)
_CLASS = re.compile(r"^class (\w+)", re.M)
_METHOD = re.compile(r"^    def (test_\w+)\(", re.M)
# The isolation suite's cases are strings.
_WORD = re.compile(r'"([a-z0-9]+(?:_[a-z0-9]+)+)"')
_ISOLATION = "testing/isolation/"
_TARGET = re.compile(r"\"(\w+)\"")


def tests(files):
    """The names of all tests in the files, a dictionary from paths to texts."""
    names = set()
    for path, text in files.items():
        if path.endswith(".cc"):
            for pattern in (_GUEST_OR_HOST, _PARAMETRIZED):
                names.update(".".join(match) for match in pattern.findall(text))
            if path.startswith(_ISOLATION):
                names.update(_WORD.findall(text))
        elif path.endswith(".py"):
            names.update(_methods(text))
        elif path.endswith("/BUILD.bazel"):
            package = path[: -len("/BUILD.bazel")]
            names.update(f"//{package}:{name}" for name in _TARGET.findall(text))
            names.add(f"//{package}:all")
    return names


def _methods(text):
    starts = [(match.start(), match.group(1)) for match in _CLASS.finditer(text)]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    for (start, name), end in zip(starts, ends):
        for method in _METHOD.findall(text[start:end]):
            yield f"{name}.{method}"


def problems(files):
    """What is wrong with the document, a sentence each."""
    names = tests(files)
    head, heading, table = files[DOCUMENT].partition(_HEADING)
    if not heading:
        return [f'{DOCUMENT} has no "{_HEADING}"']
    found = []
    seen = []
    for line in table.splitlines():
        row = _ROW.match(line)
        if not row:
            continue
        number = int(row.group(1))
        seen.append(number)
        listed = _QUOTED.findall(row.group(3))
        if not listed:
            found.append(f"case {number} has no test")
        if _QUOTED.sub("", row.group(3)).strip():
            found.append(f"case {number} has something else than names of tests")
        for name in listed:
            if name not in names:
                found.append(f"case {number}: there is no test {name}")
        for name in sorted({name for name in listed if listed.count(name) > 1}):
            found.append(f"case {number}: {name} is there twice")
    if seen != list(CASES):
        found.append(f"the cases are {seen} instead of {CASES[0]} to {CASES[-1]}, each once")
    promised = set()
    for line in head.splitlines():
        guarantee = _GUARANTEE.match(line)
        if guarantee:
            promised.update(int(number) for number in guarantee.group(1).split(","))
    for number in CASES:
        if number not in promised:
            found.append(f"case {number} belongs to no guarantee")
    for number in sorted(promised.difference(CASES)):
        found.append(f"a guarantee names case {number}, which there is not")
    return found
