# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Unpacks the crate and has the machine's cargo check, test and document it, offline.

    cargo.py CRATE
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile

_COMMANDS = (
    ["check", "--offline"],
    ["test", "--offline"],
    ["doc", "--offline", "--no-deps"],
    ["package", "--offline", "--list"],
)


def main(archive):
    cargo = shutil.which("cargo")
    if cargo is None:
        print("cargo: there is none in PATH; install Rust to try the crate", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as tar:
            tar.extractall(folder)
            root = pathlib.Path(folder, tar.getnames()[0].split("/")[0])
        environment = {
            **os.environ, "RUSTFLAGS": "-Dwarnings", "RUSTDOCFLAGS": "-Dwarnings",
            "CARGO_TARGET_DIR": str(root / "target")
        }
        for command in (["--version"], *_COMMANDS):
            print("cargo", *command, flush=True)
            done = subprocess.run([cargo, *command], cwd=root, env=environment, check=False)
            if done.returncode != 0:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
