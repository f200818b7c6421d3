# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""All C, C++, Rust and IDL files are as the formatters leave them.

    format_test TREE    TREE: the folder of links that tree.bzl makes
"""

import sys

from testing.lint import formatters
from testing.lint import tree


def main(root):
    paths = tree.paths(root)
    if "hypervisor/exits/handle_exit.cc" not in paths:
        sys.exit(f"{root} is not the source tree: {len(paths)} files")
    good, output = formatters.run(root, paths)
    if not good:
        sys.exit(f"{output}\n`bazel run //testing/lint:fix` formats all files.")


if __name__ == "__main__":
    main(sys.argv[1])
