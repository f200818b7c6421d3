# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What the boot tests share: the files they were given, archives made on the spot, and booting.

A test's own command line is `--qemu … --kernel …` and whatever else the test names, then
unittest's.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import unittest

from testing.runner import boot
from testing.runner import machine as machines
from testing.runner import verdict

# A boot takes about a second; the machine that runs the tests may be busy.
TIMEOUT_SECONDS = 60.0


def main(*names):
    """Reads the options of the given names into files, and runs the tests of the main module."""
    parser = argparse.ArgumentParser()
    for name in names:
        parser.add_argument("--" + name, required=True)
    options, rest = parser.parse_known_args()
    files.update(vars(options))
    unittest.main(argv=sys.argv[:1] + rest)


# Name of the option: its value.
files = {}


def run(expectation=verdict.Expectation(), timeout=TIMEOUT_SECONDS, dialogue=(), **changes):
    """Boots and returns the boot.Outcome. The console is in the test's log."""
    settings = {"qemu": files["qemu"], "kernel": files["kernel"], **changes}
    machine = machines.Machine(**settings)
    print("boot:", *machine.command(), flush=True)
    return boot.boot(machine, expectation, timeout, _show, dialogue)


def check_no_boot(test, outcome, why):
    """The hypervisor has said exactly why it starts no VM, and has powered the machine off."""
    test.assertEqual(outcome.reason, f"the hypervisor stops: hafnia: cannot boot: {why}")
    test.assertEqual(outcome.status, 0, "the runner had to kill QEMU")


def _show(data):
    os.write(sys.stdout.fileno(), data)


def archive(folder, entries, form="newc"):
    """Makes a cpio archive with the given names and bytes, in that order; returns its path.

    form: what cpio calls the format; "bin" is the old binary one.
    """
    root = tempfile.mkdtemp(dir=folder)
    for name, content in entries:
        with open(os.path.join(root, name), "wb") as file:
            file.write(content)
    path = root + ".cpio"
    with open(path, "wb") as out:
        subprocess.run(
            [os.path.abspath(files["cpio"]), "--create", "--format=" + form, "--quiet"],
            input="".join(name + "\n" for name, _ in entries).encode(),
            stdout=out,
            cwd=root,
            check=True,
        )
    return path


def read(name):
    """The bytes of a file that the test was given."""
    with open(files[name], "rb") as file:
        return file.read()
