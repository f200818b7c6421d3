# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of machine.py: the command line, and what is refused before QEMU starts."""

import os
import tempfile
import unittest

from testing.runner import machine as machines


class MachineTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = os.path.join(folder.name, "file")
        with open(self.file, "wb"):
            pass

    def make(self, **changes):
        return machines.Machine(**{"qemu": self.file, "kernel": self.file, **changes})

    def test_command(self):
        command = self.make(initrd="i", append="a b", smp=4, memory="16M").command()
        self.assertEqual(command[0], self.file)
        text = " ".join(command)
        self.assertIn("-M virt,virtualization=on,gic-version=3 -cpu cortex-a57 -smp 4 -m 16M", text)
        self.assertIn("-nic none -no-reboot -display none -monitor none -serial stdio", text)
        self.assertEqual(command[-4:], ["-initrd", "i", "-append", "a b"])
        self.assertNotIn("-dtb", command)

    def test_interactive_has_the_monitor(self):
        command = self.make().command(interactive=True)
        self.assertIn("-nographic", command)
        self.assertNotIn("-serial", command)

    def test_counted(self):
        self.assertIn("-icount shift=0,sleep=off", " ".join(self.make(counted=True).command()))
        self.assertNotIn("-icount", self.make().command())

    def test_memory_that_outlives_it(self):
        machine = self.make(ram=7, memory="16M")
        command = " ".join(machine.command())
        self.assertIn("gic-version=3,memory-backend=ram -cpu", command)
        self.assertIn(
            "-object memory-backend-file,id=ram,size=16M,mem-path=/dev/fd/7,share=on", command)
        self.assertEqual(machine.inherited(), (7,))
        self.assertNotIn("-object", self.make().command())

    def test_trace(self):
        machine = self.make(ram=7, trace=8)
        self.assertIn("-chardev file,id=trace,path=/dev/fd/8", " ".join(machine.command()))
        self.assertEqual(machine.inherited(), (8, 7))
        self.assertEqual(self.make().inherited(), ())

    def test_max_is_made_quick(self):
        self.assertIn("max,pauth-impdef=on", self.make(cpu="max").command())

    def test_devices_in_place_of_a_kernel(self):
        command = self.make(kernel="", devices=("loader,addr=1", "loader,addr=2")).command()
        self.assertEqual(command[-4:], ["-device", "loader,addr=1", "-device", "loader,addr=2"])
        self.assertNotIn("-kernel", command)

    def test_good(self):
        self.make(initrd=self.file, smp=8, memory="4G").check()

    def test_missing_files(self):
        for name, what in (
            ("qemu", "QEMU"),
            ("kernel", "the hypervisor image"),
            ("initrd", "the RAM disk"),
            ("dtb", "the device tree"),
        ):
            with self.assertRaises(machines.BadMachine) as caught:
                self.make(**{name: "/no/such"}).check()
            reason = f"{what} is missing: there is no file '/no/such'"
            self.assertEqual(str(caught.exception), reason)

    def test_bad_numbers(self):
        for change in ({"smp": 0}, {"smp": 9}, {"memory": "16"}, {"memory": "0M"}, {"memory": "M"}):
            with self.assertRaises(machines.BadMachine, msg=change):
                self.make(**change).check()


if __name__ == "__main__":
    unittest.main()
