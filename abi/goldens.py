# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Compares what is generated from the IDL with abi/goldens and docs/abi, or writes it there.

    goldens.py compare    fails with the differences
    goldens.py renew      for `bazel run`: writes into the workspace, and prints what that changes
"""

import difflib
import os
import pathlib
import sys

# Folders of generated files, and where in the tree they are kept.
FOLDERS = {
    pathlib.Path("abi/generated"): pathlib.Path("abi/goldens"),
    pathlib.Path("abi/manual"): pathlib.Path("docs/abi"),
}

# What people write there; all else is generated.
WRITTEN = {
    pathlib.Path("docs/abi/README.md"),
    pathlib.Path("docs/abi/model_checking.md"),
    pathlib.Path("docs/abi/versioning.md"),
}


def files(root: pathlib.Path) -> dict[str, str]:
    """The texts of all files under `root`, by path from there."""
    return {
        str(path.relative_to(root)): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def kept_files(folder: pathlib.Path, root: pathlib.Path = pathlib.Path()) -> dict[str, str]:
    """The texts of the generated files that `folder` of the tree at `root` has."""
    return {
        name: text
        for name, text in files(root / folder).items()
        if folder / name not in WRITTEN
    }


def difference(kept: dict[str, str], generated: dict[str, str], folder: pathlib.Path) -> list[str]:
    """What has changed, a unified diff for each file of the folder that differs."""
    found = []
    for name in sorted(generated.keys() | kept.keys()):
        if generated.get(name) == kept.get(name):
            continue
        found.append("".join(
            difflib.unified_diff(
                kept.get(name, "").splitlines(keepends=True),
                generated.get(name, "").splitlines(keepends=True),
                fromfile=f"{folder}/{name}" if name in kept else "(no such file)",
                tofile=f"{folder}/{name}, generated" if name in generated
                else "(not generated any more)",
            )))
    return found


def compare() -> int:
    count = different = 0
    for source, target in FOLDERS.items():
        generated = files(source)
        if not generated:
            print(f"{source}: nothing was generated")
            return 1
        count += len(generated)
        found = difference(kept_files(target), generated, target)
        different += len(found)
        print(*found, sep="", end="")
    if different:
        print(f"\n{different} of {count} generated files differ from those in the tree. If that is "
              "what the change\nof the IDL means, accept it: bazel run //abi:renew_goldens")
    return 1 if different else 0


def renew() -> int:
    workspace = os.environ.get("BUILD_WORKSPACE_DIRECTORY")
    if workspace is None:
        print("goldens.py renew: to be started by `bazel run //abi:renew_goldens`")
        return 1
    for source, folder in FOLDERS.items():
        root = pathlib.Path(workspace)
        generated = files(source)
        kept = kept_files(folder, root)
        found = difference(kept, generated, folder)
        print(*found, sep="", end="")
        for name in kept.keys() - generated.keys():
            (root / folder / name).unlink()
        for name, text in generated.items():
            path = root / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        print(f"{folder}: {len(found)} of {len(generated)} files changed")
    return 0


def main(arguments: list[str]) -> int:
    commands = {"compare": compare, "renew": renew}
    if len(arguments) != 1 or arguments[0] not in commands:
        print("goldens.py: expected 'compare' or 'renew'")
        return 2
    return commands[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
