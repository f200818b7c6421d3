# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""The linked EL2 program against its contract. Arguments: the ELF file, the flat image."""

import sys
import unittest

from hypervisor.boot import contract, disassemble, elf

ELF_FILE, IMAGE_FILE = sys.argv[1:3]


class BinaryContractTest(unittest.TestCase):
    def setUp(self):
        with open(ELF_FILE, "rb") as file:
            self.program = elf.Elf(file.read())

    def test_text_size(self):
        self.assertEqual(contract.text_size(self.program), [])

    def test_memory_size(self):
        self.assertEqual(contract.memory_size(self.program), [])

    def test_segments(self):
        self.assertEqual(contract.segments(self.program), [])

    def test_constructors(self):
        self.assertEqual(contract.constructors(self.program), [])

    def test_symbols(self):
        self.assertEqual(contract.symbols(self.program), [])

    def test_relocations(self):
        self.assertEqual(contract.relocations(self.program), [])

    def test_fp_instructions(self):
        self.assertEqual(contract.fp_instructions(disassemble.disassemble(ELF_FILE)), [])

    def test_exclusives(self):
        self.assertEqual(contract.exclusives(disassemble.disassemble(ELF_FILE)), [])

    def test_header(self):
        with open(IMAGE_FILE, "rb") as file:
            self.assertEqual(contract.header(file.read(), self.program), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
