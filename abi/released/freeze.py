# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Freezes the current level of the ABI: `bazel run //abi:freeze`.

Copies abi/hafnia.proto to abi/released under its level, lowers it there, and adds both to
SHA256SUMS. What is released already is never touched. docs/abi/versioning.md says what comes
before and after.

    freeze.py HFIDL
"""

import hashlib
import os
import pathlib
import re
import subprocess
import sys

_CURRENT = pathlib.Path("abi/hafnia.proto")
_RELEASED = pathlib.Path("abi/released")

_NEXT = """\
Next, by hand, in the same commit:
  abi/BUILD.bazel          in _VERSIONS and _CHANGES, "{level}" is "//abi/released:{level}.textproto"
  docs/abi/README.md       the row of level {level} has its date
  CHANGES.md               a line
Then commit. The next change of the ABI raises the level in {current};
`bazel run //abi:check` says to which.
"""


class Error(Exception):
    """A reason not to freeze."""


def level_of(text: str) -> str:
    """The level that an IDL states."""
    stated = re.search(r"\(hf\.idl\.abi\) = \{\s*major: (\d+) minor: (\d+)", text)
    if stated is None:
        raise Error(f"{_CURRENT}:1: error: no 'option (hf.idl.abi) = {{ major: N minor: N ...'")
    return f"{stated[1]}.{stated[2]}"


def _lower(hfidl: pathlib.Path, root: pathlib.Path, idl: pathlib.Path) -> bytes:
    # From the root, because the representation names the file by its path.
    lowered = subprocess.run([hfidl, "lower", idl], cwd=root, capture_output=True, check=False)
    if lowered.returncode != 0:
        raise Error(lowered.stderr.decode().strip())
    return lowered.stdout


def freeze(hfidl: pathlib.Path, root: pathlib.Path) -> str:
    """Freezes the level of the tree at `root`; returns it."""
    text = (root / _CURRENT).read_text(encoding="utf-8")
    level = level_of(text)
    idl = _RELEASED / f"{level}.proto"
    representation = _RELEASED / f"{level}.textproto"
    for path in (idl, representation):
        if (root / path).exists():
            raise Error(f"{path}:1: error: level {level} is released already and stays as it is; "
                        f"raise the level in {_CURRENT} (`bazel run //abi:check` says to which)")
    (root / idl).write_text(text, encoding="utf-8")
    try:
        lowered = _lower(hfidl, root, idl)
    except Error:
        (root / idl).unlink()
        raise
    (root / representation).write_bytes(lowered)
    sums = root / _RELEASED / "SHA256SUMS"
    lines = sums.read_text(encoding="utf-8").splitlines()
    for path in (idl, representation):
        digest = hashlib.sha256((root / path).read_bytes()).hexdigest()
        lines.append(f"{digest}  {path.name}")
    lines.sort(key=lambda line: line.split("  ")[1])
    sums.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return level


def main() -> int:
    hfidl = pathlib.Path(sys.argv[1]).absolute()
    root = os.environ.get("BUILD_WORKSPACE_DIRECTORY")
    if root is None:
        print("freeze: run it by `bazel run //abi:freeze`", file=sys.stderr)
        return 2
    try:
        level = freeze(hfidl, pathlib.Path(root))
    except Error as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Level {level} is frozen in {_RELEASED}.")
    print(_NEXT.format(level=level, current=_CURRENT), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
