# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Systems that fail, hang and panic: their reports have what EL2 recorded, or say how to get it."""

import subprocess
import sys
import unittest

_TRACED_SELF_ATTACK = sys.argv.pop()
_SYSTEM = sys.argv.pop()
_TEST = sys.argv.pop()


def run(program, *options):
    """What the runner says, and its exit status."""
    done = subprocess.run(
        [program, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode(errors="backslashreplace"), done.returncode


class ReportTest(unittest.TestCase):
    def tail(self, case, *options):
        """The lines behind the reason, in the report of a case that fails."""
        output, status = run(_SYSTEM, f"--only=Planted.{case}", "--trace-tail=6", *options)
        self.assertEqual(status, 1, output)
        head, _, rest = output.partition("trace: the last of what EL2 has recorded before: ")
        self.assertTrue(rest, output)
        reason, *lines = rest.splitlines()
        lines = [line for line in lines if line.startswith("trace: ")]
        self.assertLessEqual(len(lines), 6, output)
        return reason, lines, head

    def test_a_case_that_fails(self):
        reason, lines, _ = self.tail("Fails")
        self.assertIn("Planted.Fails: ", reason)
        send = "VM 0 vCPU 0: mailbox_send(vm_id=77, size=12 bytes, notify=false) -> -1"
        self.assertTrue(any(line.endswith(send) for line in lines), lines)
        self.assertRegex(lines[-1], r"PSCI SYSTEM_OFF\(.*\) -> does not come back$")

    def test_a_machine_that_hangs(self):
        reason, lines, _ = self.tail("Hangs", "--timeout=5")
        self.assertIn("no end after 5 s", reason)
        self.assertRegex(
            lines[-3], r"^trace: \[\d+\.\d{6}\] CPU 0 VM 0 vCPU 0: vcpu_run\(vm_id=2, vcpu=0\) -> "
            "VM 2 vCPU 0 runs$")
        self.assertTrue(lines[-2].endswith("CPU 0 VM 2 vCPU 0: vm_get_count() -> 4"), lines)
        self.assertTrue(
            lines[-1].endswith("VM 2 vCPU 0: vcpu_yield() -> VM 0 vCPU 0 gets YIELD"), lines)

    def test_an_el2_that_panics(self):
        reason, lines, head = self.tail("Panics", f"--trace-kernel={_TRACED_SELF_ATTACK}")
        self.assertIn("the hypervisor stops: hafnia: panic: check failed: address == 0", reason)
        self.assertIn("hafnia: panic: check failed", head)
        self.assertTrue(
            lines[-2].endswith("VM 1 vCPU 0: vcpu_yield() -> VM 0 vCPU 0 gets YIELD"), lines)
        self.assertRegex(lines[-1], r"VM 0 vCPU 0: HVC #24095, pc 0x\w+ -> does not come back$")

    def test_what_passes_has_no_tail(self):
        output, status = run(_SYSTEM, "--only=Planted.Passes", "--trace-tail")
        self.assertEqual(status, 0, output)
        self.assertNotIn("\ntrace: ", output)

    def test_a_test_on_the_normal_image_says_how_to_trace(self):
        output, status = run(_TEST, "--only=Planted.Fails")
        self.assertEqual(status, 1, output)
        self.assertNotIn("\ntrace: ", output)
        command = ("bazel run //testing/suites/trace:planted_guest_test.system -- "
                   "--trace-tail --only=Planted.Fails")
        self.assertIn(f"planted_guest_test: to see the calls and exits before: {command}\n", output)
        # And the last line still says why.
        self.assertRegex(output.splitlines()[-1], "FAIL: 1 of 1 cases$")

    def test_files_that_cannot_be_written(self):
        for name in ("x.trc", "x"):
            output, status = run(_SYSTEM, f"--trace={name}")
            self.assertEqual(status, 2)
            self.assertIn("error: --trace: '", output)
            self.assertIn("does not say what to write: it ends with .bin, .json, .txt", output)


if __name__ == "__main__":
    unittest.main()
