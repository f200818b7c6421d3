# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What a change of the ABI means for guests: `bazel run //abi:check`.

    bazel run //abi:check                          since the newest released version
    bazel run //abi:check -- --against=HEAD~1      since a revision of Git
    bazel run //abi:check -- --format=markdown     as a comment for a review, or json

Compares the IDL of the working tree, abi/hafnia.proto, from whichever directory it is started in.
A revision's version that is not released promised nothing: then no version is too small.

The exit status is 1 if there is an error among the findings, such as a version that is too small
for what has changed; 2 if there is nothing to compare with. `bazel run //abi:hfidl -- explain`
lists the rules, `-- explain HF042` says why one exists and how to change the ABI compatibly.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HFIDL = pathlib.Path("abi/compiler/commands/hfidl")
IDL = "abi/hafnia.proto"
WAIVERS = "abi/check/waivers.textproto"


class Problem(Exception):
    """Nothing can be compared; the text says why and what would be right."""


def git(tree: pathlib.Path, *arguments: str) -> subprocess.CompletedProcess:
    try:
        return subprocess.run(["git", "-C", tree, *arguments], check=False, capture_output=True,
                              text=True)
    except FileNotFoundError as error:
        raise Problem("--against needs git, which is not there") from error


def newest_released(tree: pathlib.Path) -> pathlib.Path:
    """The representation of the newest released version."""
    versions = {}
    for path in (tree / "abi/released").glob("*.textproto"):
        found = re.fullmatch(r"(\d+)\.(\d+)", path.stem)
        if found:
            versions[int(found[1]), int(found[2])] = path
    if not versions:
        raise Problem(f"{tree}/abi/released has no released version such as 1.0.textproto")
    return versions[max(versions)]


def at_revision(tree: pathlib.Path, revision: str) -> str:
    """The text of the IDL at a revision."""
    if revision.startswith("-") or git(tree, "rev-parse", "--verify", "--quiet",
                                       f"{revision}^{{commit}}").returncode != 0:
        raise Problem(f"--against={revision}: Git knows no such revision in {tree}; a branch, a "
                      "tag or a commit would be one. A shallow clone has few: git fetch "
                      "--unshallow")
    shown = git(tree, "show", f"{revision}:{IDL}")
    if shown.returncode != 0:
        raise Problem(f"--against={revision}: there is no {IDL} at this revision; "
                      f"`git log -- {IDL}` lists those that have it")
    return shown.stdout


def is_released(tree: pathlib.Path, text: str) -> bool:
    """Whether the version that the IDL states is one of abi/released."""
    version = re.search(r"major:\s*(\d+)\s+minor:\s*(\d+)", text)
    return bool(version) and (tree /
                              f"abi/released/{version[1]}.{version[2]}.textproto").exists()


def compare(tree: pathlib.Path, hfidl: pathlib.Path, against: str | None, form: str) -> int:
    """Prints the report, and returns the exit status."""
    environment = {**os.environ, "BUILD_WORKING_DIRECTORY": str(tree)}
    options = [f"--format={form}", f"--waivers={WAIVERS}"]
    with tempfile.TemporaryDirectory() as folder:
        if against is None:
            old = newest_released(tree).relative_to(tree)
        else:
            text = at_revision(tree, against)
            old = pathlib.Path(folder) / "old.proto"
            old.write_text(text, encoding="utf-8")
            options.append(f"--old_as={against}:{IDL}")
            if not is_released(tree, text):
                options.append("--unreleased")
        return subprocess.run([hfidl.absolute(), "check", *options, old, IDL], check=False,
                              env=environment).returncode


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bazel run //abi:check --",
                                     formatter_class=argparse.RawDescriptionHelpFormatter,
                                     description=__doc__)
    parser.add_argument("--against", metavar="REVISION",
                        help="a revision of Git, in place of the newest released version")
    parser.add_argument("--format", choices=["text", "json", "markdown"], default="text",
                        help="text is for reading, markdown for a review, json for programs")
    options = parser.parse_args(arguments)
    workspace = os.environ.get("BUILD_WORKSPACE_DIRECTORY")
    if workspace is None:
        print("abi/check/run.py: to be started by `bazel run //abi:check`", file=sys.stderr)
        return 2
    try:
        return compare(pathlib.Path(workspace), HFIDL, options.against, options.format)
    except Problem as problem:
        print(f"//abi:check: {problem}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
