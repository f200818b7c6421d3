# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""The names, encodings and kinds of access of the policy against what the toolchain knows of them.

All named rows are assembled by encoding, and disassembled again into names.
"""

import os
import re
import subprocess
import tempfile
import unittest

from hypervisor.arch.aarch64.registers import policy

_POLICY = "hypervisor/arch/aarch64/registers/registers.policy"
_CLANG = "platforms/toolchains/bin/clang"
_OBJDUMP = "platforms/toolchains/bin/llvm-objdump"

_INSTRUCTION = re.compile(r"^\s*[0-9a-f]+:\s+(\S+)[ \t]*(.*)$", re.M)

# Writable at the highest exception level that there is, which is not EL1.
_WRITABLE_ELSEWHERE = {"CNTFRQ_EL0"}

# What is not EL1's has no access; its name has to be right all the same.
_ACCESS = {"rw": "rw", "ro": "r", "wo": "w", "--": "rw"}


def _disassemble(words):
    with tempfile.TemporaryDirectory() as folder:
        source, program = os.path.join(folder, "a.s"), os.path.join(folder, "a.o")
        with open(source, "w", encoding="utf-8") as file:
            file.writelines(f".inst 0x{word:08x}\n" for word in words)
        subprocess.run([_CLANG, "--target=aarch64-none-elf", "-c", source, "-o", program],
                       check=True)
        text = subprocess.run([_OBJDUMP, "-d", "--no-show-raw-insn", "--mattr=+all", program],
                              check=True, stdout=subprocess.PIPE, text=True).stdout
    return _INSTRUCTION.findall(text)


def _name(mnemonic, operands):
    """As the policy has it; None for an encoding without a name."""
    operands = operands.upper().split(", ")
    if mnemonic in ("mrs", "msr"):
        name = operands[1] if mnemonic == "mrs" else operands[0]
        return None if re.match(r"S[0-3]_[0-7]_", name) else name
    if mnemonic in ("sys", "sysl", "udf", "<unknown>"):
        return None
    return " ".join([mnemonic.upper()] + [o for o in operands if o and o != "X0"])


class NamesTest(unittest.TestCase):

    def test_names(self):
        with open(_POLICY, encoding="utf-8") as file:
            rows = policy.parse(_POLICY, file.read()).rows
        named = [(row, row.name_of(i), e) for row in rows if row.named
                 for i, e in enumerate(row.encodings)]
        self.assertGreater(len(named), 450)
        words = [0xd5000000 | read << 21 | e << 5 for _, _, e in named for read in (1, 0)]
        found = [_name(*instruction) for instruction in _disassemble(words)]
        self.assertEqual(len(found), len(words))
        for (row, name, encoding), read, written in zip(named, found[::2], found[1::2]):
            where = f"line {row.token.line}: {name}, {policy.assembler_name(encoding)}"
            upper = name.upper()
            if row.access == "op":
                # Those that take no register are told as SYS when they are given one.
                self.assertIn(written, (upper, None), where)
                continue
            access = _ACCESS[row.access]
            self.assertEqual(read, upper if "r" in access else None, where)
            if name not in _WRITABLE_ELSEWHERE:
                self.assertEqual(written, upper if "w" in access else None, where)


if __name__ == "__main__":
    unittest.main()
