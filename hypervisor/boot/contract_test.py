# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of contract.py: each check complains of a copy of the program that breaks its rule."""

import os
import struct
import sys
import tempfile
import unittest

from hypervisor.boot import contract, disassemble, elf

ELF_FILE, IMAGE_FILE = sys.argv[1:3]


class ContractTest(unittest.TestCase):
    def setUp(self):
        with open(ELF_FILE, "rb") as file:
            self.data = bytearray(file.read())
        with open(IMAGE_FILE, "rb") as file:
            self.image = bytearray(file.read())
        self.original = elf.Elf(bytes(self.data))

    def program(self):
        return elf.Elf(bytes(self.data))

    def put(self, form, at, *values):
        struct.pack_into(form, self.data, at, *values)

    def section_header(self, name):
        index = [s.name for s in self.original.sections].index(name)
        return self.original.sections_offset + elf.SECTION_HEADER_SIZE * index

    def segment_header(self, flags):
        index = [s.flags for s in self.original.segments].index(flags)
        return self.original.segments_offset + elf.SEGMENT_HEADER_SIZE * index

    def disassembled(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "changed.elf")
            with open(path, "wb") as file:
                file.write(self.data)
            return disassemble.disassemble(path)

    def assert_complains(self, problems, text):
        self.assertTrue(problems and text in problems[0], problems)

    def test_text_size(self):
        self.put("<Q", self.section_header(".text") + 32, contract.MAX_TEXT)
        self.assertEqual(contract.text_size(self.program()), [])
        self.put("<Q", self.section_header(".text") + 32, contract.MAX_TEXT + 1)
        self.assert_complains(
            contract.text_size(self.program()), f"the code is {contract.MAX_TEXT + 1} bytes")

    def test_no_text(self):
        name = self.data.index(b"\0.text\0")
        self.data[name + 1 : name + 6] = b".texx"
        self.assert_complains(contract.text_size(self.program()), "no section .text")

    def test_memory_size(self):
        at = self.segment_header(elf.PF_R | elf.PF_W) + 40
        self.put("<Q", at, struct.unpack_from("<Q", self.data, at)[0] + 1)
        self.assert_complains(contract.memory_size(self.program()), "takes 540673 bytes")

    def test_load_address(self):
        self.put("<Q", self.segment_header(elf.PF_R | elf.PF_X) + 16, 0x1000)
        self.assert_complains(contract.memory_size(self.program()), "linked at 0x1000")

    def test_writable_code(self):
        for flags in [elf.PF_R | elf.PF_X, elf.PF_R | elf.PF_W]:
            with self.subTest(flags=flags):
                self.setUp()
                self.put("<I", self.segment_header(flags) + 4, elf.PF_R | elf.PF_W | elf.PF_X)
                self.assert_complains(contract.segments(self.program()), "writable and executable")

    def test_shared_page(self):
        at = self.segment_header(elf.PF_R) + 16
        self.put("<Q", at, struct.unpack_from("<Q", self.data, at)[0] + 8)
        self.assert_complains(contract.segments(self.program()), "does not begin a page")

    def test_constructors(self):
        names = self.original.section(".shstrtab").offset
        for name in [b".init_array", b".ctors.100", b".init_array.1", b".dtors"]:
            with self.subTest(name=name):
                self.setUp()
                # A name of its own, at the end of the file.
                self.put("<I", self.section_header(".rodata"), len(self.data) - names)
                self.data += name + b"\0"
                expected = "there is a section " + name.decode()
                self.assert_complains(contract.constructors(self.program()), expected)

    def test_undefined_symbol(self):
        table = self.original.section(".symtab").offset
        index = [s.name for s in self.original.symbols].index("hf_exit") + 1
        self.put("<H", table + 24 * index + 6, elf.SHN_UNDEF)
        self.assert_complains(contract.symbols(self.program()), "hf_exit is not defined")

    def test_no_symbols(self):
        self.put("<I", self.section_header(".symtab") + 4, elf.SHT_PROGBITS)
        self.assert_complains(contract.symbols(self.program()), "no symbol table")

    def test_relocation_of_another_kind(self):
        at = self.original.section(".rela.dyn").offset
        self.put("<Q", at + 8, 257)  # R_AARCH64_ABS64
        self.assert_complains(contract.relocations(self.program()), "is of type 257")

    def test_relocation_of_code(self):
        at = self.original.section(".rela.dyn").offset
        for where in [0x100, self.original.relocations[0].where + 4, 0x7FFF8, 1 << 40]:
            with self.subTest(where=where):
                self.put("<Q", at, where)
                self.assert_complains(contract.relocations(self.program()), "not of a word of data")

    def test_no_relocations(self):
        self.put("<I", self.section_header(".rela.dyn") + 4, elf.SHT_PROGBITS)
        self.assert_complains(contract.relocations(self.program()), "no relocation")

    def test_fp_instructions_in_the_program(self):
        self.assertEqual(contract.fp_instructions(self.disassembled()), [])
        start = next(s for s in self.original.symbols if s.name == "hf_exit").value
        at = self.original.section(".text").offset + start
        for word, name in [
            (0x9E670000, "fmov d0, x0"),
            (0x3DC00020, "ldr q0, [x1]"),
            (0x4E010C00, "dup v0.16b, w0"),
            (0xD53B4421, "mrs x1, FPSR"),
        ]:
            with self.subTest(name=name):
                self.put("<I", at, word)
                problems = contract.fp_instructions(self.disassembled())
                self.assert_complains(problems, "hf_exit uses an FP register")
                self.assertTrue(name in problems[0], problems)

    def test_fp_functions_must_be_there(self):
        text = self.disassembled().replace("<hf_fp_load>:", "<other>:")
        problems = contract.fp_instructions(text)
        self.assert_complains(problems, "other uses an FP register")
        self.assertIn("hf_fp_load does not save FP registers, or was not found", problems)
        self.assert_complains(contract.fp_instructions(""), "only 0 instructions")

    def test_exclusives(self):
        self.assertEqual(contract.exclusives(self.disassembled()), [])
        self.assert_complains(contract.exclusives(""), "no exclusive access at all")
        for instruction in [
            "ldxr\tx8, [x0]",
            "stlxr\tw8, x9, [x0]",
            "ldaxrb\tw8, [x0]",
            "stxp\tw8, x9, x10, [x0]",
            "ldaddal\tx8, x9, [x0]",
            "casalb\tw8, w9, [x0]",
            "stset\tx8, [x0]",
            "ldumaxh\tw8, w9, [x0]",
        ]:
            text = "0000 <memcpy>:\n       0: %s\n" % instruction
            wanted = "memcpy has an exclusive or atomic access at 0x0: " + instruction.split()[0]
            self.assert_complains(contract.exclusives(text), wanted)
        for instruction in ["ldr\tx8, [x0]", "stlr\tx8, [x0]", "ldp\tx8, x9, [x0]", "ldxp_\tx8"]:
            text = "0000 <memcpy>:\n       0: %s\n" % instruction
            problems = contract.exclusives(text)
            self.assertEqual(problems, contract.exclusives(""), instruction)

    def test_operands(self):
        def uses_fp(instruction):
            text = "0000 <f>:\n       0: %s\n" % instruction
            return any("uses an FP register" in p for p in contract.fp_instructions(text))

        for instruction in [
            "stp\tq0, q1, [x0]",
            "fmov\tx0, d31",
            "ld1\t{ v0.4s, v1.4s }, [x0]",
            "umov\tw0, v3.b[2]",
            "ldr\tb7, [x2], #1",
            "add\tz0.d, z0.d, z1.d",
            "ld1w\t{ z0.s }, p0/z, [x0]",
            "msr\tFPCR, x2",
            "mrs\tx1, FPSR",
            "cnt\tv0.8b, v0.8b",
        ]:
            self.assertTrue(uses_fp(instruction), instruction)
        for instruction in [
            "bl\t0x100 <d0>",
            "b.eq\t0x20 <f+0x20>",
            "mov\tx0, #0x7f            // =127, d0",
            "msr\tSPSR_EL2, x3",
            "dsb\tsy",
            "mrs\tx0, S3_4_C12_C9_5",
            "dc\tcivac, x0",
            "add\tx0, x1, x2, lsl #3",
            "ldrb\tw8, [x9], #1",
        ]:
            self.assertFalse(uses_fp(instruction), instruction)

    def test_header(self):
        for at, change, text in [
            (3, 0x90, "begin with a branch"),
            (8, 0x01, "text_offset is 0x1001"),
            (16, 0x01, "image_size is 540673"),
            (56, 0x00, "magic number"),
        ]:
            with self.subTest(text=text):
                image = bytearray(self.image)
                image[at] = change
                problems = contract.header(bytes(image), self.original)
                self.assertTrue(any(text in p for p in problems), problems)

    def test_header_of_another_program(self):
        self.image[100] ^= 1
        problems = contract.header(bytes(self.image), self.original)
        self.assert_complains(problems, "not the flat image of this program")
        self.assert_complains(contract.header(b"", self.original), "only 0 bytes")

    def test_something_else_than_elf(self):
        with self.assertRaises(ValueError):
            elf.Elf(bytes(self.image))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
