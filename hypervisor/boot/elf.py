# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Reads 64-bit little-endian ELF files, as far as checks of a linked program need it."""

import collections
import struct

PT_LOAD = 1
PF_X, PF_W, PF_R = 1, 2, 4
SHT_PROGBITS, SHT_SYMTAB, SHT_RELA = 1, 2, 4
SHF_ALLOC = 2
SHN_UNDEF = 0

Section = collections.namedtuple("Section", "name type flags address offset size entry_size")
Segment = collections.namedtuple("Segment", "type flags offset address file_size memory_size")
Symbol = collections.namedtuple("Symbol", "name section value size")
Relocation = collections.namedtuple("Relocation", "where type addend")

# Where the fields are that tests change: in the file header, and in a program or section header.
SECTION_HEADER_SIZE = 64
SEGMENT_HEADER_SIZE = 56


class Elf:
    """`data`: the file. `sections`, `segments`, `symbols`, `relocations`: lists of the above."""

    def __init__(self, data):
        if data[:6] != b"\x7fELF\x02\x01":
            raise ValueError("not a 64-bit little-endian ELF file")
        self.data = data
        (self.segments_offset, self.sections_offset) = struct.unpack_from("<QQ", data, 32)
        segment_count, _, section_count, names = struct.unpack_from("<HHHH", data, 56)
        headers = [
            struct.unpack_from("<IIQQQQIIQQ", data, self.sections_offset + SECTION_HEADER_SIZE * i)
            for i in range(section_count)
        ]
        self.sections = [
            Section(self.text(headers[names][4], h[0]), h[1], h[2], h[3], h[4], h[5], h[9])
            for h in headers
        ]
        self.segments = []
        for i in range(segment_count):
            offset = self.segments_offset + SEGMENT_HEADER_SIZE * i
            h = struct.unpack_from("<IIQQQQQQ", data, offset)
            self.segments.append(Segment(h[0], h[1], h[2], h[3], h[5], h[6]))
        self.symbols = []
        self.relocations = []
        for section, header in zip(self.sections, headers):
            if section.type == SHT_SYMTAB:
                names_offset = headers[header[6]][4]
                for at in range(section.offset + 24, section.offset + section.size, 24):
                    name, _, _, index, value, size = struct.unpack_from("<IBBHQQ", data, at)
                    self.symbols.append(Symbol(self.text(names_offset, name), index, value, size))
            elif section.type == SHT_RELA:
                for at in range(section.offset, section.offset + section.size, 24):
                    where, info, addend = struct.unpack_from("<QQq", data, at)
                    self.relocations.append(Relocation(where, info & 0xFFFFFFFF, addend))

    def text(self, table, offset):
        """The string at an offset of the string table that begins at `table` in the file."""
        begin = table + offset
        return self.data[begin : self.data.index(b"\0", begin)].decode()

    def section(self, name):
        """The section of that name, or None."""
        return next((s for s in self.sections if s.name == name), None)

    def loaded(self):
        """The segments that are loaded."""
        return [s for s in self.segments if s.type == PT_LOAD]
