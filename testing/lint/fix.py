# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Repairs what lints can repair, in the source tree, and tells what is left.

    bazel run //testing/lint:fix

It formats C, C++, Rust and the IDL, adds SPDX heads, names include guards after their paths, and
removes superfluous white space. What takes a decision stays: the findings of the other lints are
printed.
"""

import os
import sys

from testing.lint import formatters
from testing.lint import includes
from testing.lint import lints
from testing.lint import text as texts
from testing.lint import tree


def repaired(path, text):
    """The text of a file after all repairs."""
    kind = tree.kind(path)
    if kind in (None, "generated", "data", "settings"):
        return text
    text = texts.repair_spdx(path, texts.repair_space(text))
    return includes.repair_guard(path, text) if path.endswith(".h") else text


def main():
    root = os.environ.get("BUILD_WORKSPACE_DIRECTORY")
    if not root:
        sys.exit("fix works on the source tree: call it as `bazel run //testing/lint:fix`")
    for path, text in tree.read(root).items():
        if text is None or repaired(path, text) == text:
            continue
        print(f"repaired {path}")
        with open(os.path.join(root, path), "w", encoding="utf-8") as file:
            file.write(repaired(path, text))
    own = tree.read(root)
    good, output = formatters.run(root, list(own), repair=True)
    print(output, end="")
    findings = [finding for lint in lints.LINTS.values() for finding in lint(own)]
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings are left")
    return 0 if good and not findings else 1


if __name__ == "__main__":
    sys.exit(main())
