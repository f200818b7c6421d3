# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Unpacks the release, and makes guests of it as its README says, in C11 and in C++20."""

import os
import pathlib
import subprocess
import sys
import tarfile
import unittest

_TOOLS = "platforms/toolchains/bin/"
_RESOURCES = "external/llvm/usr/lib/llvm-19/lib/clang/19"
_COMPILE = [
    _TOOLS + "clang", "-no-canonical-prefixes", "-resource-dir=" + _RESOURCES,
    "--target=aarch64-none-elf", "-O2", "-ffreestanding", "-fpie", "-mgeneral-regs-only",
    "-mstrict-align", "-fdirect-access-external-data", "-ffunction-sections", "-Wall", "-Wextra",
    "-Werror", "-pedantic", "-nostdlibinc"
]
# The headers of a C++ library, and those of the C library that they need: pinned ones.
_LIBCXX = [
    "-std=c++20", "-nostdinc++", "-fno-exceptions", "-fno-rtti", "-isystem",
    "platforms/toolchains/libcxx_site", "-isystem",
    "external/el2_headers/usr/lib/llvm-19/include/c++/v1", "-isystem",
    "external/el2_headers/usr/aarch64-linux-gnu/include"
]
_LINK = [
    _TOOLS + "ld.lld", "-pie", "--no-dynamic-linker", "-z", "text", "-z", "norelro", "--gc-sections"
]


class CompileTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = pathlib.Path(os.environ["TEST_TMPDIR"])
        with tarfile.open(archive) as tar:
            tar.extractall(temporary)
            cls.root = temporary / tar.getnames()[0].split("/")[0]

    def run_tool(self, *command):
        done = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def compile(self, source, *options):
        out = self.root / (pathlib.Path(source).name + ".o")
        self.run_tool(*_COMPILE, *options, f"-I{self.root}/include", "-c", source, "-o", out)
        return out

    def make(self, guest):
        """Compiles the start-up code, links all, and looks at the image's first instruction."""
        objects = [guest]
        for source in sorted((self.root / "src").iterdir()):
            if source.suffix in (".c", ".S"):
                options = ["-std=c11"] if source.suffix == ".c" else []
                objects.append(self.compile(source, *options))
        elf, image = self.root / "guest.elf", self.root / "guest.bin"
        self.run_tool(*_LINK, "-T", self.root / "src/image.ld", *objects, "-o", elf)
        self.run_tool(_TOOLS + "llvm-objcopy", "-O", "binary", elf, image)
        # mov x19, x0: that of _start.
        self.assertEqual(image.read_bytes()[:4], bytes.fromhex("f30300aa"))

    def test_c11(self):
        self.make(self.compile("bindings/release/example.c", "-std=c11"))

    def test_cc20(self):
        self.make(self.compile("bindings/release/example.cc", *_LIBCXX))

    def test_headers_stand_alone(self):
        for header in sorted((self.root / "include").rglob("*.h")):
            name = header.relative_to(self.root / "include")
            source = self.root / "one.cc"
            source.write_text(f"#include <{name}>\n")
            self.compile(source, *_LIBCXX)


if __name__ == "__main__":
    archive = sys.argv.pop(1)
    unittest.main()
