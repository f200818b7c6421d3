# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Wrong lines of vms.txt: each is told on the console and skipped, and uses no VM id."""

import tempfile
import unittest

from testing.runner import verdict
from testing.suites import board

_GOOD = "131072 1 echo"


class VmsTxtTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def boot(self, text, **changes):
        """Boots the probe with this vms.txt and the file echo; the probe must pass."""
        entries = [("vmlinuz", board.read("probe")), ("echo", board.read("echo"))]
        if text is not None:
            entries.append(("vms.txt", text if isinstance(text, bytes) else text.encode()))
        outcome = board.run(
            verdict.Expectation(marker="probe: PASS", marker_is_last=True),
            initrd=board.archive(self.folder, entries),
            **changes,
        )
        self.assertIsNone(outcome.reason)
        return outcome.lines

    def check(self, lines, vcpus, complaints):
        """vcpus: of each secondary, in the order of their ids. complaints: lines on vms.txt."""
        self.assertIn(f"probe: {len(vcpus)} secondaries", lines)
        told = [line for line in lines if line.startswith("probe: VM ")]
        wanted = [f"probe: VM {i + 1} has {n} vCPUs" for i, n in enumerate(vcpus)]
        self.assertEqual(told, wanted)
        ready = [line for line in lines if line.startswith("vm ")]
        self.assertEqual(ready, [f"vm {i + 1}: echo: ready" for i in range(len(vcpus))])
        told = [line for line in lines if line.startswith("hafnia: vms.txt")]
        self.assertEqual(told, ["hafnia: " + complaint for complaint in complaints])

    def test_no_vms_txt(self):
        self.check(self.boot(None), [], [])

    def test_empty(self):
        self.check(self.boot(""), [], [])

    def test_blanks_and_no_newline_at_the_end(self):
        self.check(self.boot("\n\r\n \t131072\t 3  echo \r\n\n65537 8 ./echo"), [3, 8], [])

    def test_missing_file(self):
        lines = self.boot(f"{_GOOD}\n131072 1 absent\n131072 2 echo\n")
        self.check(lines, [1, 2], ["vms.txt:2: absent: the RAM disk has no such file: skipped"])

    def test_number_of_vcpus(self):
        lines = self.boot(f"131072 0 echo\n131072 9 echo\n131072 8 echo\n131072 -1 echo\n{_GOOD}\n")
        self.check(
            lines,
            [8, 1],
            [
                "vms.txt:1: 0 vCPUs; 1 to 8 are allowed: skipped",
                "vms.txt:2: 9 vCPUs; 1 to 8 are allowed: skipped",
                "vms.txt:4: -1 vCPUs; 1 to 8 are allowed: skipped",
            ],
        )

    def test_more_memory_than_there_is(self):
        text = f"1073741824 1 echo\n{_GOOD}\n18446744073709551615 1 echo\n"
        lines = self.boot(text, memory="64M")
        self.check(
            lines,
            [1],
            [
                "vms.txt:1: echo: there is not so much free memory in one piece: skipped",
                "vms.txt:3: 18446744073709551615 is no memory size; a decimal number of bytes "
                "below 2^64 is allowed: skipped",
            ],
        )

    def test_less_memory_than_the_image(self):
        lines = self.boot(f"4096 1 echo\n{_GOOD}\n")
        size = len(board.read("echo"))
        complaint = f"its {size} bytes do not fit into 4096 bytes of memory"
        self.check(lines, [1], [f"vms.txt:1: echo: {complaint}: skipped"])

    def test_garbage(self):
        lines = self.boot(b"what is this\n\x00\xff\x1b[2J\n131072\n131072 1\n" + _GOOD.encode())
        self.check(
            lines,
            [1],
            [
                "vms.txt:1: what is no memory size; a decimal number of bytes below 2^64 is "
                "allowed: skipped",
                "vms.txt:2: ???[2J: the line has a control character: skipped",
                "vms.txt:3: the number of vCPUs is missing after the memory size: skipped",
                "vms.txt:4: the file name is missing after the number of vCPUs: skipped",
            ],
        )

    def test_17_vms(self):
        """15 secondaries are served beside the primary; the 16th makes 17 VMs."""
        lines = self.boot((_GOOD + "\n") * 16)
        complaint = "there are 15 secondary VMs already, no more are possible"
        self.check(lines, [1] * 15, [f"vms.txt:16: echo: {complaint}: skipped"])

    def test_the_most_that_there_can_be(self):
        lines = self.boot("131072 8 echo\n" * 15, smp=8, memory="4G")
        self.check(lines, [8] * 15, [])


if __name__ == "__main__":
    board.main("qemu", "kernel", "cpio", "probe", "echo")
