# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Every link, label and path that the tree's documentation names is there."""

import os
import sys

from testing.docs import checker


def main():
    # The runfiles hold a link to this file in the source tree, which is what is to be looked at.
    here = os.path.dirname(os.path.realpath(__file__))
    root = os.path.dirname(os.path.dirname(here))
    tree = checker.Tree(root)
    if not {"WORKSPACE", "README.md"} <= tree.files:
        sys.exit(f"docs_test: FAIL: {root} is not the workspace's root, or README.md is missing")
    documents = [path for path in tree.files if path.endswith(".md")]
    problems = checker.check(tree)
    for problem in problems:
        print(problem)
    print(f"{len(documents)} documents, {len(problems)} references to nothing")
    if problems:
        sys.exit("docs_test: FAIL: mend the references above, or the tree")


main()
