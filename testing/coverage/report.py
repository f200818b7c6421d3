# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What llvm-cov counts, summed up by folder, and held against floors. Pure."""

import dataclasses
import os


@dataclasses.dataclass
class Count:
    """So many of so many."""

    covered: int = 0
    all: int = 0

    def add(self, summary):
        self.covered += summary["covered"]
        self.all += summary["count"]

    @property
    def percent(self):
        return 100 * self.covered / self.all if self.all else 100.0


@dataclasses.dataclass
class Folder:
    lines: Count = dataclasses.field(default_factory=Count)
    branches: Count = dataclasses.field(default_factory=Count)


def counts(path):
    """Whether a file is one to be covered: ours, and not there for tests only."""
    folders = path.split("/")[:-1]
    name = os.path.basename(path)
    return (
        path.startswith(("hypervisor/", "abi/compiler/"))
        and not name.rpartition(".")[0].endswith(("_test", "_fuzz"))
        and not any(folder in ("testing", "host") for folder in folders)
        and name not in ("emit_test_common.h", "emit_test_common.cc", "test_idl.h")
    )


def folders(export):
    """{folder: Folder} of what `llvm-cov export` says, and of everything as "all"."""
    found = {}
    for file in export["data"][0]["files"]:
        path = os.path.normpath(file["filename"])
        if not counts(path):
            continue
        for name in (os.path.dirname(path), "all"):
            folder = found.setdefault(name, Folder())
            folder.lines.add(file["summary"]["lines"])
            folder.branches.add(file["summary"]["branches"])
    return found


def table(found):
    """The folders as a table in Markdown."""
    lines = ["| folder | lines | covered | branches | covered |", "| --- | --- | --- | --- | --- |"]
    for name in sorted(found, key=lambda n: (n == "all", n)):
        title = "all" if name == "all" else f"`{name}/`"
        both = (found[name].lines, found[name].branches)
        cells = [text for c in both for text in (str(c.all), f"{c.percent:.1f} %")]
        lines.append("| " + " | ".join([title, *cells]) + " |")
    return "\n".join(lines) + "\n"


def parse_floors(text):
    """{folder: percent} of lines of the form "hypervisor/base 90"; # begins a comment.

    The folder * stands for all that are not named.
    """
    floors = {}
    for number, line in enumerate(text.splitlines(), 1):
        fields = line.partition("#")[0].split()
        if not fields:
            continue
        if len(fields) != 2 or not fields[1].isdigit() or int(fields[1]) > 100:
            raise ValueError(f"line {number}: {line!r} is not a folder and a percentage")
        floors[fields[0]] = int(fields[1])
    return floors


def problems(found, floors):
    """What is below its floor, or has a floor and is not there; as sentences."""
    said = []
    for name in sorted(found):
        if name == "all":
            continue
        percent = found[name].lines.percent
        floor = floors.get(name, floors.get("*", 100))
        if percent < floor:
            said.append(
                f"{percent:.1f} % of the lines of {name} are covered; its floor is {floor} %")
    said += [f"{name} has a floor, and no file that is covered" for name in floors
             if name not in found and name != "*"]
    return said
