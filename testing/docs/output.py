# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a program prints what a document shows of it. Pure.

Numbers that depend on sizes and addresses, and what the machine's pace decides, may be others: of
hexadecimal numbers and of decimal ones of two digits and more, any will do. A line "..." stands for
others; lines may come in another order, as they do on several CPUs.
"""

import re

_NUMBER = re.compile(r"0x[0-9a-f]+|\d{2,}")


def pattern(line):
    """The regular expression of the lines that are as good as this one."""
    parts = [re.escape(part) for part in _NUMBER.split(line)]
    numbers = ["0x[0-9a-f]+" if n.startswith("0x") else r"\d+" for n in _NUMBER.findall(line)]
    return "".join(p + n for p, n in zip(parts, numbers + [""]))


def not_printed(shown, printed):
    """The lines of `shown` that `printed` has nothing like; a line is used up by one alone."""
    left = list(printed)
    missing = []
    for line in shown:
        if line == "...":
            continue
        at = next((i for i, p in enumerate(left) if re.fullmatch(pattern(line), p)), None)
        if at is None:
            missing.append(line)
        else:
            del left[at]
    return missing
