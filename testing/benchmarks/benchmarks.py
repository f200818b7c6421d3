# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Boots the benchmarks and prints their table, or with --compare holds a document against them."""

import argparse
import re
import sys

from testing.runner import boot
from testing.runner import machine as machines
from testing.runner import verdict

_MEASURED = re.compile(r"(?:vm \d+: )?measured: (\d+) (?:of a secondary: )?(.*)")

# The machine does one instruction after the other and waits for nothing: it takes what it takes.
_TIMEOUT_SECONDS = 300.0


def measure(qemu, kernel, initrd):
    """Returns the rows of the table, (what, instructions), and why it failed, or None."""
    machine = machines.Machine(qemu=qemu, kernel=kernel, initrd=initrd, counted=True)
    # What QEMU says of a machine that stops and has nothing more to count may come after it.
    expectation = verdict.Expectation(marker="benchmarks: PASS")
    outcome = boot.boot(machine, expectation, _TIMEOUT_SECONDS)
    rows = []
    for line in outcome.lines:
        match = _MEASURED.fullmatch(line)
        if match:
            who = "secondary" if line.startswith("vm ") else "primary"
            rows.append((match[2], who, int(match[1])))
    return rows, outcome.reason


def table(rows):
    """The rows as Markdown."""
    lines = ["| operation | by | instructions |", "| --- | --- | ---: |"]
    lines += [f"| {what} | {who} | {count} |" for what, who, count in rows]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("qemu", "kernel", "initrd"):
        parser.add_argument("--" + name, required=True)
    options = parser.parse_args()
    rows, reason = measure(options.qemu, options.kernel, options.initrd)
    if reason:
        sys.exit("benchmarks: " + reason)
    print(table(rows))


if __name__ == "__main__":
    main()
