# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Boots the demo with --trace, as `bazel run` does, and reads what it says."""

import re
import subprocess
import sys
import unittest

_PROGRAM = sys.argv.pop()


class TraceDemoTest(unittest.TestCase):
    def test_demo(self):
        # One CPU: of two, the primary on one may print into a line of EL2's on the other.
        run = subprocess.run(
            [_PROGRAM, "--trace", "--smp", "1"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            check=False)
        output = run.stdout.decode(errors="backslashreplace")
        self.assertEqual(run.returncode, 0, output[-4000:])
        self.assertNotIn("error:", output)
        for pattern in (
            r"CPU 0 VM 0 vCPU 0: vm_get_count\(\) -> 5",
            r"CPU \d VM 0 vCPU \d: vcpu_run\(vm_id=1, vcpu=0\) -> VM 1 vCPU 0 runs",
            r"CPU \d VM 1 vCPU 0: vm_configure\(send=0x[0-9a-f]+, receive=0x[0-9a-f]+\) -> 0",
            r"CPU \d VM 1 vCPU 0: mailbox_receive\(block=true\) -> "
            r"VM 0 vCPU \d gets WAIT_FOR_INTERRUPT",
            r"CPU \d VM 0 vCPU \d: mailbox_send\(vm_id=1, size=\d+ bytes, notify=false\) -> \d",
            r"CPU \d VM \d vCPU 0: mailbox_send\(vm_id=0, size=\d+ bytes, notify=\w+\) -> "
            r"VM 0 vCPU \d gets MESSAGE\(size=\d+ bytes\)",
            r"CPU \d VM 2 vCPU 0: vcpu_yield\(\) -> VM 0 vCPU \d gets YIELD",
            r"CPU \d VM 2 vCPU 0: mailbox_send\(vm_id=3, .*\) -> "
            r"VM 0 vCPU \d gets WAKE_UP\(vm_id=3, vcpu=\w+\)",
            r"CPU \d VM 3 vCPU 0: interrupt -> VM 0 vCPU \d gets PREEMPTED",
            r"CPU \d VM 4 vCPU 0: data abort writing 0x[0-9a-f]+, pc 0x[0-9a-f]+ -> "
            r"VM 0 vCPU \d gets ABORTED",
            r"CPU \d VM 0 vCPU \d: vcpu_run\(vm_id=3, vcpu=0\) -> VM 3 vCPU 0 runs; "
            r"mailbox_receive returns vm_id=0, size=\d+ bytes",
            r"CPU 0 VM 0 vCPU 0: PSCI CPU_ON\(0x1, 0x[0-9a-f]+, 0x[0-9a-f]+\) -> -2",
            r"CPU 0 VM 0 vCPU 0: PSCI SYSTEM_OFF\(0x0, 0x0, 0x0\) -> does not come back",
        ):
            self.assertTrue(re.search(r"(?m)^trace: \[\d+\.\d{6}\] " + pattern, output), pattern)


if __name__ == "__main__":
    unittest.main()
