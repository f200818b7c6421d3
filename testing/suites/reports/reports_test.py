# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Fifteen VMs abort, four at a time, by as many kinds of access: each report is whole and right."""

import re
import unittest

from testing.runner import verdict
from testing.suites import board

# What each VM does, as the report says it; further along its line, where the syndrome has it.
READING, WRITING = "data abort reading", "data abort writing"
OFFENCES = {
    1: (READING, "bytes 8 x2"),  # LDR
    2: (WRITING, "bytes 8 x2"),  # STR
    3: (WRITING, "bytes 1 x2"),  # STRB
    4: (READING, ""),  # LDP
    5: (WRITING, ""),  # STP
    6: (READING, ""),  # LDXR
    7: (READING, ""),  # LDAR
    8: (WRITING, ""),  # STLR
    9: ("data abort (?:reading|writing)", ""),  # LDADD
    10: ("data abort (?:reading|writing)", ""),  # CAS
    11: (WRITING, ""),  # DC ZVA
    12: (READING, ""),  # LDUR, unaligned
    13: (READING, ""),  # LDR of a SIMD register
    14: (READING, ""),  # LDR with writeback
    15: ("instruction abort executing", ""),  # BR
}
UNALIGNED, FETCH = 12, 15

EL2 = range(0x40001000, 0x40085000)

NAMES = [f"x{i}" for i in range(31)] + [
    "sp_el0", "sp_el1", "elr_el1", "spsr_el1", "esr_el1", "far_el1", "vbar_el1", "sctlr_el1",
    "ttbr0_el1", "ttbr1_el1", "tcr_el1"]


def target(vm):
    return 0x41000000 + vm * 0x1000 + (3 if vm == UNALIGNED else 0)


class ReportsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.outcome = board.run(
            verdict.Expectation(marker="reports: PASS", marker_is_last=True),
            initrd=board.files["initrd"],
            cpu=board.files["cpu"],
            smp=4,
        )
        # Of each VM the lines from its report's first to the next report's first, or the end.
        cls.reports = {}
        lines = None
        for line in cls.outcome.lines:
            begins = re.match(r"hafnia: VM (\d+) vCPU 0 aborted: ", line)
            if begins:
                lines = cls.reports.setdefault(int(begins[1]), [])
            if lines is not None and line.startswith("hafnia: "):
                lines.append(line)

    def registers(self, vm):
        words = []
        for line in self.reports[vm][2:9]:
            words += line.removeprefix(f"hafnia: VM {vm} vCPU 0 ").split()
        self.assertEqual(words[::2], NAMES)
        return {name: int(value, 16) for name, value in zip(words[::2], words[1::2])}

    def test_the_primary_lives(self):
        self.assertIsNone(self.outcome.reason)

    def test_every_vm_was_refused_what_it_asked_for(self):
        for vm in OFFENCES:
            self.assertIn(f"vm {vm}: is refused what it may not ask for", self.outcome.lines)
            self.assertIn(f"vm {vm}: and says its last words", self.outcome.lines)

    def test_reports_are_whole(self):
        self.assertEqual(sorted(self.reports), sorted(OFFENCES))
        for vm, lines in self.reports.items():
            self.assertEqual(len(lines), 13, lines)
            at = self.outcome.lines.index(lines[0])
            self.assertEqual(list(self.outcome.lines[at : at + 13]), lines)
            for line in lines:
                self.assertTrue(line.startswith(f"hafnia: VM {vm} vCPU 0 "), line)

    def test_what_was_done_where(self):
        for vm, (what, access) in OFFENCES.items():
            first, second = self.reports[vm][:2]
            pc = target(vm) if vm == FETCH else self.registers(vm)["x30"]
            self.assertRegex(
                first,
                rf"^hafnia: VM {vm} vCPU 0 aborted: {what} {target(vm):#x}: translation fault at "
                rf"pc {pc:#x}$")
            self.assertRegex(
                second,
                rf"^hafnia: VM {vm} vCPU 0 on CPU {(vm - 1) % 4} EL1 DAIF "
                rf"pstate 0x[0-9a-f]*[37bf]c5 syndrome 0x[0-9a-f]+ va {target(vm):#x} level [0-3]")
            if access:
                self.assertTrue(second.endswith(" " + access), second)

    def test_registers_are_its_own(self):
        for vm in OFFENCES:
            registers = self.registers(vm)
            wanted = {f"x{i}": 1 << 63 | vm << 16 | i for i in range(1, 30)}
            wanted["x0"] = 0x41000000 + vm * 0x1000
            self.assertEqual({name: registers[name] for name in wanted}, wanted)
            self.assertEqual(registers["sctlr_el1"] & 5, 5)
            self.assertEqual(registers["tcr_el1"], 0x200003519)
            self.assertEqual(registers["ttbr1_el1"], vm << 12)
            self.assertEqual(registers["far_el1"], vm << 12)
            for name, value in registers.items():
                self.assertNotIn(value, EL2, name)

    def test_last_calls(self):
        for vm in OFFENCES:
            calls = [line.split(": ", 2)[2] for line in self.reports[vm][9:]]
            self.assertEqual(calls, [
                f"0xff01 vm_get_count {vm:#x} 0x0 0x0 -> 0x10",
                f"0x1ff06 ? {vm:#x} 0x1 0x2 -> 0xffffffffffffffff",
                f"0xff06 mailbox_send {vm:#x} 0xffffffffffffffff 0x1 -> 0xffffffffffffffff",
                "0xff04 vcpu_yield 0x0 0x0 0x0 -> left",
            ])


if __name__ == "__main__":
    board.main("qemu", "kernel", "initrd", "cpu")
