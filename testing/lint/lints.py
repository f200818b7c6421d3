# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""The lints that read text, by name. Each takes {path: text} and gives findings."""

from testing.lint import build_files
from testing.lint import includes
from testing.lint import layers
from testing.lint import text
from testing.lint import tree

LINTS = {
    "build_files": build_files.check,
    "includes": includes.check,
    "kinds": tree.check_kinds,
    "layers": layers.check,
    "space": text.check_space,
    "spdx": text.check_spdx,
}
