# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What the README shows of the demo, held against what the demo prints; and tests of output.py.

    output_test.py README.md QEMU_BOOT
"""

import subprocess
import sys
import unittest

from testing.docs import markdown
from testing.docs import output

_BOOT = sys.argv.pop()
_README = sys.argv.pop()


class OutputTest(unittest.TestCase):
    def test_numbers_may_differ(self):
        shown = ["hafnia: VM 1: echo, 131072 bytes at 0x4ffe0000, 1 vCPU", "...", "CPUs used: 4"]
        same = ["CPUs used: 4", "hafnia: VM 1: echo, 65536 bytes at 0x4fff0000, 1 vCPU", "more"]
        self.assertEqual(output.not_printed(shown, same), [])
        for other in ("hafnia: VM 2: echo, 65536 bytes at 0x4fff0000, 1 vCPU",
                      "hafnia: VM 1: echo, 65536 bytes at 0x4fff0000, 1 vCPUs",
                      "hafnia: VM 1: echo, 65536 bytes at 1234, 1 vCPU"):
            self.assertEqual(output.not_printed(shown, ["CPUs used: 4", other]), shown[:1])

    def test_a_line_that_is_shown_twice_is_printed_twice(self):
        self.assertEqual(output.not_printed(["a", "a"], ["a", "b"]), ["a"])
        self.assertEqual(output.not_printed(["a", "a"], ["a", "a"]), [])


class ReadmeTest(unittest.TestCase):
    def test_the_demo_prints_what_is_shown(self):
        with open(_README, encoding="utf-8") as file:
            document = markdown.parse(file.read())
        shown = [
            b.lines for b in document.blocks
            if b.info == "text" and b.lines[0].startswith("qemu_boot: booting")
        ]
        self.assertEqual(len(shown), 1, "the README shows what the demo prints")
        run = subprocess.run([_BOOT], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        printed = run.stdout.decode(errors="backslashreplace")
        self.assertEqual(run.returncode, 0, printed)
        self.assertEqual(output.not_printed(shown[0], printed.splitlines()), [], printed)


if __name__ == "__main__":
    unittest.main()
