# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What must hold of the linked EL2 program, whatever compiled it.

Each check takes what it looks at and returns its complaints as a list of sentences: none if all is
well. contract_test.py sees each of them complain.
"""

import re
import struct

from hypervisor.boot import elf

MAX_TEXT = 53248  # 52 KiB: docs/adr/0007-image-size.md says what for
MAX_MEMORY = 528 << 10
R_AARCH64_RELATIVE = 1027
TEXT_OFFSET = 0x1000

# The only functions that may touch FP registers, because it is their task.
FP_FUNCTIONS = ("hf_fp_save", "hf_fp_load", "hf_predicates_save", "hf_predicates_load")

# The only functions with exclusive or atomic instructions: locks, whether a CPU is on, and who
# panics. All of these words are EL2's own. On a word that a VM can write too, an exclusive pair
# could be made to fail for ever.
EXCLUSIVE_FUNCTIONS = (
    "_ZN2hf8SpinLock4LockEv",
    "_ZN2hf10HandlePsciE",
    "el2_exception",
    "compare_exchange",
)

_LABEL = re.compile(r"^[0-9a-f]+ <(.+)>:$")
_INSTRUCTION = re.compile(r"^\s*([0-9a-f]+):\s+(.*)$")
# FP and SIMD registers in all their forms, SVE's and SME's, and the FP control registers.
_FP_OPERAND = re.compile(r"(?<![\w.])([vqdshbz][0-9]+|p[0-9]+|za[0-9]?)(?![\w])|\bFPC?S?R\b", re.I)

_EXCLUSIVE = re.compile(
    r"(ld|st)[al]?x[rp][bh]?\b|(swp|cas|(ld|st)(add|clr|eor|set|[su](max|min)))[albhp]*\b"
)


def text_size(program):
    """EL2's code is at most MAX_TEXT bytes."""
    text = program.section(".text")
    if text is None:
        return ["there is no section .text"]
    if text.size > MAX_TEXT:
        return ["the code is %d bytes, more than %d" % (text.size, MAX_TEXT)]
    return []


def memory_size(program):
    """All of EL2's memory, stacks and page pool included, is one range of at most MAX_MEMORY."""
    loaded = program.loaded()
    if not loaded:
        return ["nothing is loaded"]
    begin = min(s.address for s in loaded)
    end = max(s.address + s.memory_size for s in loaded)
    if begin != 0:
        return ["the image is linked at 0x%x, not at 0" % begin]
    if end > MAX_MEMORY:
        return ["the image takes %d bytes of memory, more than %d" % (end, MAX_MEMORY)]
    return []


def segments(program):
    """Nothing is writable and executable, and no two segments share a page."""
    problems = []
    for s in program.loaded():
        if s.flags & elf.PF_W and s.flags & elf.PF_X:
            problems.append("the segment at 0x%x is writable and executable" % s.address)
        if s.address % 4096:
            problems.append("the segment at 0x%x does not begin a page" % s.address)
    return problems


def constructors(program):
    """Nothing wants to be run before or after the program."""
    pattern = re.compile(r"^\.(preinit_array|init_array|fini_array|ctors|dtors|init|fini)(\.|$)")
    return [
        "there is a section %s" % s.name
        for s in program.sections
        if pattern.match(s.name) and s.size > 0
    ]


def symbols(program):
    """Every symbol is defined."""
    if not program.symbols:
        return ["there is no symbol table to look at"]
    return [
        "the symbol %s is not defined" % s.name
        for s in program.symbols
        if s.section == elf.SHN_UNDEF
    ]


def relocations(program):
    """The image can relocate itself: it adds its address to words of its data, and nothing else."""
    if not program.relocations:
        return ["there is no relocation, so the image cannot have been linked to be moved"]
    problems = []
    for r in program.relocations:
        if r.type != R_AARCH64_RELATIVE:
            problems.append("the relocation at 0x%x is of type %d" % (r.where, r.type))
        homes = [s for s in program.loaded() if s.address <= r.where < s.address + s.file_size]
        if not homes or homes[0].flags & elf.PF_X or r.where % 8:
            problems.append("the relocation at 0x%x is not of a word of data" % r.where)
    return problems


def fp_instructions(disassembly):
    """Of llvm-objdump's text: FP registers are touched by FP_FUNCTIONS alone, which are there."""
    problems = []
    function, seen, count = "?", set(), 0
    for line in disassembly.splitlines():
        label = _LABEL.match(line)
        if label:
            function = label.group(1)
            continue
        instruction = _INSTRUCTION.match(line)
        if not instruction:
            continue
        count += 1
        # Names of branch targets and comments are no operands.
        operands = re.sub(r"<[^>]*>|//.*", "", instruction.group(2))
        if not _FP_OPERAND.search(operands):
            continue
        if function in FP_FUNCTIONS:
            seen.add(function)
        else:
            problems.append(
                "%s uses an FP register at 0x%s: %s"
                % (function, instruction.group(1), " ".join(operands.split()))
            )
    if count < 1000:
        problems.append("only %d instructions were disassembled" % count)
    for name in FP_FUNCTIONS:
        if name not in seen:
            problems.append("%s does not save FP registers, or was not found" % name)
    return problems


def exclusives(disassembly):
    """Of llvm-objdump's text: EXCLUSIVE_FUNCTIONS alone have exclusive or atomic instructions."""
    problems = []
    function, count = "?", 0
    for line in disassembly.splitlines():
        label = _LABEL.match(line)
        if label:
            function = label.group(1)
            continue
        instruction = _INSTRUCTION.match(line)
        if not instruction or not _EXCLUSIVE.match(instruction.group(2)):
            continue
        count += 1
        if not any(name in function for name in EXCLUSIVE_FUNCTIONS):
            problems.append(
                "%s has an exclusive or atomic access at 0x%s: %s"
                % (function, instruction.group(1), " ".join(instruction.group(2).split()))
            )
    if count == 0:
        problems.append("there is no exclusive access at all, not even that of a lock")
    return problems


def header(image, program):
    """The flat image begins with the arm64 Linux header that the boot protocol promises."""
    if len(image) < 64:
        return ["the image has only %d bytes" % len(image)]
    problems = []
    branch, _, text_offset, size = struct.unpack_from("<IIQQ", image, 0)
    if branch >> 26 != 0b000101:
        problems.append("it does not begin with a branch but with 0x%08x" % branch)
    if text_offset != TEXT_OFFSET:
        problems.append("text_offset is 0x%x, not 0x%x" % (text_offset, TEXT_OFFSET))
    memory = max(s.address + s.memory_size for s in program.loaded())
    if size != memory:
        problems.append("image_size is %d, but the image takes %d bytes of memory" % (size, memory))
    if image[56:60] != b"ARM\x64":
        problems.append("the magic number is %r, not b'ARM\\x64'" % image[56:60])
    text = program.section(".text")
    code = program.data[text.offset : text.offset + text.size]
    if image[: text.size] != code:
        problems.append("it is not the flat image of this program")
    return problems
