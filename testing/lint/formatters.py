# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""clang-format, rustfmt and `hfidl fmt` over the files that they are for. The former need external/
in the working directory, which is so in a test and under `bazel run`."""

import os
import subprocess

from testing.lint.tree import kind

_CLANG_FORMAT = "platforms/toolchains/bin/clang-format"
_RUSTFMT = "platforms/toolchains/bin/rustfmt"
_HFIDL_FMT = "abi/compiler/commands/formatter"

# clang-format knows no assembly, and not what the two files of libc++ without an ending are.
_C_ENDINGS = (".c", ".cc", ".h")


def commands(root, paths, repair):
    """The command lines that format the files of the tree, or only tell what is not formatted."""
    c = [os.path.join(root, p) for p in paths if kind(p) == "c" and p.endswith(_C_ENDINGS)]
    rust = [os.path.join(root, p) for p in paths if kind(p) == "rust"]
    proto = [os.path.join(root, p) for p in paths if kind(p) == "proto"]
    style = f"--style=file:{os.path.join(root, '.clang-format')}"
    result = []
    if c:
        mode = ["-i"] if repair else ["--dry-run", "--Werror"]
        result.append([_CLANG_FORMAT, style, *mode, *c])
    if rust:
        mode = [] if repair else ["--check"]
        result.append([_RUSTFMT, f"--config-path={root}", *mode, *rust])
    if proto:
        mode = [] if repair else ["--check"]
        result.append([_HFIDL_FMT, "fmt", *mode, *proto])
    return result


def run(root, paths, repair=False):
    """(whether all is formatted, what the formatters said)."""
    good, output = True, []
    for command in commands(root, paths, repair):
        process = subprocess.run(
            command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        good &= process.returncode == 0
        output.append(process.stdout)
    return good, "".join(output).replace(root.rstrip("/") + "/", "")
