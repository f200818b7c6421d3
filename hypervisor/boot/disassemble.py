# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""llvm-objdump of the pinned toolchain, run from the root of a test's runfiles."""

import subprocess

_OBJDUMP = "platforms/toolchains/bin/llvm-objdump"


def disassemble(path):
    """The code of an ELF file as text, whatever extension its instructions belong to."""
    command = [_OBJDUMP, "--disassemble", "--no-show-raw-insn", "--mattr=+all", path]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
