# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Runs one lint over the whole tree and fails with a line for each finding.

    lint_test TREE LINT    TREE: the folder of links that tree.bzl makes
"""

import sys

from testing.lint import lints
from testing.lint import tree


def main(root, name):
    texts = tree.read(root)
    # A tree that is not where it should be has no findings either.
    if "WORKSPACE" not in texts or len(texts) < 100:
        sys.exit(f"{root} is not the source tree: {len(texts)} files")
    findings = lints.LINTS[name](texts)
    for finding in findings:
        print(finding)
    if findings:
        print(f"\n{len(findings)} findings. `bazel run //testing/lint:fix` repairs what can be.")
        sys.exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
