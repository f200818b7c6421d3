# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Runs a verifier that Spin has made, and says what it has found.

    check holds --states=N PAN                     all properties hold, in at least N states
    check violated --property=P [--trail=L]... PAN the property P is violated, by a trail that has
                                                   the lines L in this order
    check table NAME=PAN...                        runs all, for docs/abi/model_checking.md
"""

import argparse
import os
import subprocess
import sys
import tempfile

from abi.spin import pan, words

# How many steps a search may be deep: 53 bytes each. A deeper one is not complete, and fails.
_DEPTH = 500_000
_DEPTH_OF_TABLE = 5_000_000


def search(program, directory, depth=_DEPTH):
    """The output of a verifier; the trail, if it finds one, is a file of the directory."""
    run = subprocess.run(
        [os.path.abspath(program), f"-m{depth}"], cwd=directory, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    return run.stdout


def replay(program, directory):
    """What the verifier prints as it goes along the trail that it has found."""
    run = subprocess.run(
        [os.path.abspath(program), "-r", "model.pml.trail"], cwd=directory, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    return run.stdout


def figures(found):
    return (f"{found.states:,} states, {found.transitions:,} transitions, depth {found.depth:,}, "
            f"{found.seconds:.1f} s, {found.memory_mb:,.0f} MB")


def show(lines, violated):
    for number, line in enumerate(lines, 1):
        print(f"{number:4}  {line}")
    print(f"      violated: {violated}")


def holds(program, least_states):
    with tempfile.TemporaryDirectory() as directory:
        text = search(program, directory)
        found = pan.parse(text)
        reason = pan.why_not(found, least_states)
        if reason is None:
            print(f"PASS: {figures(found)}")
            return 0
        if found.errors:
            lines, violated = words.trail(replay(program, directory))
            show(lines, violated or first_error(text))
    print(f"FAIL: {reason}; {figures(found)}")
    return 1


def first_error(text):
    """What the verifier says of a property that the model has no words for, such as a deadlock."""
    return next((line for line in text.splitlines() if line.startswith("pan:")), text)


def violated_as(program, wanted, wanted_lines):
    with tempfile.TemporaryDirectory() as directory:
        text = search(program, directory)
        found = pan.parse(text)
        if not found.errors:
            print(f"FAIL: nothing is violated; '{wanted}' should be; {figures(found)}")
            return 1
        lines, violated = words.trail(replay(program, directory))
    violated = violated or first_error(text)
    show(lines, violated)
    if violated != wanted:
        print(f"FAIL: '{wanted}' should be violated, not '{violated}'")
        return 1
    rest = iter(lines)
    for line in wanted_lines:
        if line not in rest:
            print(f"FAIL: the trail should have the line '{line}' here")
            return 1
    print(f"PASS: found after {len(lines)} calls and events; {figures(found)}")
    return 0


def table(programs):
    """A row of Markdown for each program; 1 if a search is not complete or finds something."""
    failed = 0
    print("| check | states | transitions | depth | bytes a state | s | MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for entry in programs:
        name, _, program = entry.partition("=")
        with tempfile.TemporaryDirectory() as directory:
            found = pan.parse(search(program, directory, _DEPTH_OF_TABLE))
        print(f"| {name} | {found.states:,} | {found.transitions:,} | {found.depth:,} | "
              f"{found.state_bytes} | {found.seconds:.1f} | {found.memory_mb:,.0f} |", flush=True)
        reason = pan.why_not(found, 0)
        if reason:
            print(f"{name}: {reason}", file=sys.stderr)
            failed = 1
    return failed


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("holds")
    command.add_argument("--states", type=int, required=True)
    command.add_argument("pan")
    command = commands.add_parser("violated")
    command.add_argument("--property", required=True)
    command.add_argument("--trail", action="append", default=[])
    command.add_argument("pan")
    command = commands.add_parser("table")
    command.add_argument("programs", nargs="+")
    arguments = parser.parse_args()
    if arguments.command == "holds":
        return holds(arguments.pan, arguments.states)
    if arguments.command == "violated":
        return violated_as(arguments.pan, arguments.property, arguments.trail)
    return table(arguments.programs)


if __name__ == "__main__":
    sys.exit(main())
