# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""EL2 attacks itself on one of four CPUs: it stops them all, says why, and powers off."""

import re
import unittest

from hypervisor.boot import elf
from testing.runner import verdict
from testing.suites import board

# Where QEMU puts EL2, which is linked at 0.
BASE = 0x40001000

CHECK, WRITE_CODE, WRITE_CONSTANT, RUN_DATA, RUN_STACK, RUN_VM, WRITE_ADDRESS, OVERFLOW = range(8)
ON_ALL_CPUS = 0x10

STACK_STRIDE = 0x2000
STACK_GUARD = 0x1000

# Of the syndrome: a write, and which fault at which level.
REFUSED_WRITE = ("data abort", 0x4F)
REFUSED_FETCH = ("instruction abort", 0x0F)
REFUSED_FETCH_OF_BLOCK = ("instruction abort", 0x0E)
UNMAPPED_WRITE = ("data abort", 0x47)

# Who says that he runs, until nobody does.
RUNNING = ("primary ticks", "vm 1: ticks", "vm 2: ticks", "vm 3: ticks")


class PanicTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        program = elf.Elf(board.read("elf"))
        cls.symbols = {symbol.name: symbol.value + BASE for symbol in program.symbols}

    def panic(self, attack, address=0, running=RUNNING):
        """What the panic says. Nothing comes after it, though four CPUs have run."""
        outcome = board.run(
            verdict.Expectation(),
            initrd=board.files["initrd"],
            smp=4,
            append=f"{attack:x} {address:x}",
        )
        self.assertEqual(outcome.status, 0, "QEMU was not powered off")
        *before, last = outcome.lines
        self.assertTrue(last.startswith("hafnia: panic: "), outcome.lines[-20:])
        self.assertEqual(outcome.reason, "the hypervisor stops: " + last)
        self.assertEqual([line for line in before if "panic" in line], [])
        for line in running:
            self.assertIn(line, before)
        return last[len("hafnia: panic: "):]

    def exception(self, fault, begin, end, attack, address=0):
        """The attack ends in an exception in EL2 of that kind, at an address of a range."""
        what, iss = fault
        text = self.panic(attack, address)
        match = re.fullmatch(
            rf"exception in EL2, vector 4: {what}, syndrome 0x([0-9a-f]+), pc 0x[0-9a-f]+ "
            r"\(image \+ 0x[0-9a-f]+\), address 0x([0-9a-f]+)", text)
        self.assertTrue(match, text)
        syndrome, at = (int(number, 16) for number in match.groups())
        self.assertEqual(syndrome & 0x7F, iss, text)
        self.assertTrue(begin <= at < end, f"{text}: {begin:#x} to {end:#x}")

    def part(self, begin, end):
        return self.symbols[begin], self.symbols[end]

    def test_a_failed_check(self):
        self.assertRegex(
            self.panic(CHECK),
            r"^check failed: address == 0 at hypervisor/exits/self_attack\.cc:[0-9]+$")

    def test_code_is_not_writable(self):
        self.exception(REFUSED_WRITE, *self.part("hf_image_begin", "hf_text_end"), WRITE_CODE)

    def test_constants_are_not_writable(self):
        self.exception(REFUSED_WRITE, *self.part("hf_text_end", "hf_read_only_end"), WRITE_CONSTANT)

    def test_data_is_not_executable(self):
        self.exception(REFUSED_FETCH, *self.part("hf_read_only_end", "hf_stacks"), RUN_DATA)

    def test_stacks_are_not_executable(self):
        stack = self.symbols["hf_stacks"] + STACK_GUARD
        self.exception(REFUSED_FETCH, stack, stack + STACK_GUARD, RUN_STACK)

    # RAM is mapped by larger blocks.
    def test_memory_of_vms_is_not_executable(self):
        self.exception(REFUSED_FETCH_OF_BLOCK, 0x40200000, 0x50000000, RUN_VM)

    def test_guard_pages_are_not_mapped(self):
        for cpu in range(8):
            guard = self.symbols["hf_stacks"] + cpu * STACK_STRIDE
            for address in (guard, guard + STACK_GUARD - 8) if cpu in (0, 7) else (guard,):
                with self.subTest(cpu=cpu, address=hex(address)):
                    self.exception(UNMAPPED_WRITE, address, address + 1, WRITE_ADDRESS, address)

    def test_a_stack_that_overflows(self):
        guard = self.symbols["hf_stacks"]
        self.exception(UNMAPPED_WRITE, guard, guard + STACK_GUARD, OVERFLOW)

    # One of them reports, whole; the others park.
    def test_four_panics_at_once(self):
        for _ in range(3):
            self.assertRegex(self.panic(ON_ALL_CPUS | CHECK, running=()), "^check failed: ")
            self.assertRegex(
                self.panic(ON_ALL_CPUS | OVERFLOW, running=()), "^exception in EL2, vector 4: ")


if __name__ == "__main__":
    board.main("qemu", "kernel", "initrd", "elf")
