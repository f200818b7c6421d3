# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What a test leaves behind: where Bazel says, in its environment, or nowhere.

XML_OUTPUT_FILE is JUnit's document. Below TEST_UNDECLARED_OUTPUTS_DIR are console.log, all that
the machines have printed, and qemu.txt, the exact command line of each boot.
"""

import os
import shlex


class Artifacts:
    """The files of one test. environment: os.environ, or a test's own."""

    def __init__(self, environment):
        self._xml = environment.get("XML_OUTPUT_FILE")
        self._folder = environment.get("TEST_UNDECLARED_OUTPUTS_DIR")

    def command(self, command):
        """Notes a command line, which will be run in the current directory."""
        self._append("qemu.txt", f"cd {shlex.quote(os.getcwd())}\n{shlex.join(command)}\n".encode())
        self.console(f"+ {shlex.join(command)}\n".encode())

    def console(self, data):
        self._append("console.log", data)

    def junit(self, document):
        if self._xml:
            with open(self._xml, "wb") as file:
                file.write(document)

    def _append(self, name, data):
        if self._folder:
            with open(os.path.join(self._folder, name), "ab") as file:
                file.write(data)
