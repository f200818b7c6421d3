# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""The table of cases in docs/security_model.md is whole, and each test that it names exists."""

import os
import sys

from testing.hostile import cases


def _read(root):
    files = {}
    for folder, folders, names in os.walk(root, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith((".", "bazel-"))]
        for name in names:
            path = os.path.join(folder, name)
            relative = os.path.relpath(path, root)
            if relative.endswith((".cc", ".py", ".bazel")) or relative == cases.DOCUMENT:
                with open(path, encoding="utf-8") as file:
                    files[relative] = file.read()
    return files


def main(root):
    files = _read(root)
    # A tree that is not where it should be has no tests either.
    if len(cases.tests(files)) < 400:
        sys.exit(f"{root} is not the source tree: {len(cases.tests(files))} tests")
    found = cases.problems(files)
    for problem in found:
        print(f"{cases.DOCUMENT}: {problem}")
    if found:
        sys.exit(f"cases_test: FAIL: {len(found)} problems")


if __name__ == "__main__":
    main(*sys.argv[1:])
