# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What the traced variant of EL2 records, put into words by `hfidl trace`: docs/debugging.md.

There are two ways out of the machine: a stream, which QEMU writes as it comes, and the rings in the
machine's memory, which outlive it here because the memory is a file.
"""

import os
import subprocess
import threading

# By the end of its name, what a file gets: hfidl's options, or None for the stream as it is.
FORMATS = {".bin": None, ".json": ["--json"], ".txt": []}


def format_of(path):
    """hfidl's options for a file of this name. Raises ValueError if the name does not tell."""
    ending = os.path.splitext(path)[1]
    if ending not in FORMATS:
        raise ValueError(f"{path!r} does not say what to write: it ends with {', '.join(FORMATS)}")
    return FORMATS[ending]


class Stream:
    """Where QEMU writes the stream to: `descriptor`. It is shown, or added to a file.

    hfidl: path of the program. show: called with bytes, whole lines. path: the file; "" for none.
    """

    def __init__(self, hfidl, show, path=""):
        self._hfidl = hfidl
        self._show = show
        self._path = path
        self._process = None
        self._thread = None
        self.descriptor = -1

    def __enter__(self):
        options = format_of(self._path) if self._path else []
        if options is None:
            self.descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
            return self
        read, self.descriptor = os.pipe()
        command = [self._hfidl, "trace", "-", *options]
        try:
            if self._path:
                with open(self._path, "ab") as file:
                    self._process = subprocess.Popen(command, stdin=read, stdout=file)
            else:
                self._process = subprocess.Popen(
                    command, stdin=read, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
        finally:
            os.close(read)
        return self

    def __exit__(self, *_):
        # With QEMU gone, this was the last writer: hfidl comes to the end of the pipe.
        os.close(self.descriptor)
        if self._thread:
            self._thread.join()
        if self._process:
            self._process.wait()

    def _work(self):
        with self._process.stdout as lines:
            for line in lines:
                self._show(b"trace: " + line)


class Memory:
    """A file that a machine has as its memory: `descriptor`. It has no name, and ends with this.

    hfidl: path of the program.
    """

    def __init__(self, hfidl):
        self._hfidl = hfidl
        self.descriptor = -1

    def __enter__(self):
        self.descriptor = os.memfd_create("memory")
        return self

    def __exit__(self, *_):
        os.close(self.descriptor)

    def tail(self, count):
        """The last records, as lines; or one that says why there are none."""
        run = subprocess.run(
            [self._hfidl, "trace", "--memory", f"--last={count}", f"/dev/fd/{self.descriptor}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            pass_fds=(self.descriptor,), check=False)
        return run.stdout.decode(errors="backslashreplace").splitlines()
