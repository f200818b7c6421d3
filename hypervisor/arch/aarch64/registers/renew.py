# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""docs/sysregs.md against what the policy of registers makes of it.

    renew.py compare GENERATED COPY    fails with what differs
    renew.py                           for `bazel run`: writes it into the workspace
"""

import difflib
import os
import pathlib
import sys

_GENERATED = "hypervisor/arch/aarch64/registers/sysregs.md"
_RENEW = "bazel run //hypervisor/arch/aarch64/registers:renew_manual"


def compare(generated, copy):
    wanted = pathlib.Path(generated).read_text(encoding="utf-8")
    found = pathlib.Path(copy).read_text(encoding="utf-8")
    if wanted == found:
        return 0
    sys.stdout.writelines(
        difflib.unified_diff(found.splitlines(True), wanted.splitlines(True), copy, "generated"))
    print(f"\nThe policy of registers has changed. If that is right, accept it: {_RENEW}")
    return 1


def renew():
    workspace = os.environ.get("BUILD_WORKSPACE_DIRECTORY")
    if not workspace:
        print(f"renew.py: to be started by `{_RENEW}`")
        return 2
    text = pathlib.Path(_GENERATED).read_text(encoding="utf-8")
    (pathlib.Path(workspace) / "docs/sysregs.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(compare(*sys.argv[2:]) if sys.argv[1:2] == ["compare"] else renew())
