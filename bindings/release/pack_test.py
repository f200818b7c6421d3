# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""The archives: what is in them, that it is what the tree has, and that bits do not vary."""

import argparse
import io
import pathlib
import posixpath
import re
import subprocess
import sys
import tarfile
import unittest

from bindings.release import pack

options = None


class PackTest(unittest.TestCase):
    def test_order_of_arguments_does_not_matter(self):
        entries = [("b", b"2"), ("a/c", b"1")]
        self.assertEqual(pack.pack("r", entries, "1"), pack.pack("r", entries[::-1], "1"))

    def test_entries(self):
        data = pack.pack("r", [("b", b"2"), ("a.in", b"v@VERSION@")], "1.2.3")
        self.assertEqual(data[4:8], b"\0\0\0\0", "gzip's date")
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            self.assertEqual(tar.getnames(), ["r/a", "r/b"])
            self.assertEqual(tar.extractfile("r/a").read(), b"v1.2.3")

    def test_two_of_one_path(self):
        with self.assertRaisesRegex(ValueError, "a: given twice"):
            pack.pack("r", [("a", b""), ("a.in", b"")], "1")


class ReleaseTest(unittest.TestCase):
    def read(self, path):
        """The files of an archive, by path below its only directory, whose name is `root`."""
        with tarfile.open(path) as tar:
            members = tar.getmembers()
            names = [member.name for member in members]
            self.assertEqual(names, sorted(names))
            for member in members:
                self.assertTrue(member.isfile(), member.name)
                self.assertEqual((member.mtime, member.uid, member.gid), (0, 0, 0), member.name)
                self.assertEqual((member.uname, member.gname, member.mode), ("", "", 0o644))
            self.root = names[0].split("/")[0]
            prefix = self.root + "/"
            return {
                name.removeprefix(prefix): tar.extractfile(name).read().decode() for name in names
            }

    def check_text(self, files):
        self.assertEqual(files["LICENSE"], pathlib.Path("LICENSE").read_text(encoding="utf-8"))
        for name, text in files.items():
            self.assertNotIn("@VERSION@", text, name)
            if name != "LICENSE" and not name.endswith(".md"):
                self.assertIn("SPDX-License-Identifier: Apache-2.0", text, name)

    def check_version(self):
        """The archive's version begins with that of the ABI."""
        idl = pathlib.Path("abi/hafnia.proto").read_text(encoding="utf-8")
        major, minor = re.search(r"major: (\d+) minor: (\d+)", idl).groups()
        self.assertTrue(
            options.version.startswith(f"{major}.{minor}."),
            f"bindings/version.bzl has {options.version}; the ABI is {major}.{minor}")

    def test_c(self):
        files = self.read(options.c)
        self.assertEqual(self.root, f"hafnia-abi-{options.version}")
        self.assertEqual(pathlib.Path(options.c).name, f"hafnia-abi-{options.version}.tar.gz")
        self.check_text(files)
        self.check_version()
        self.assertEqual(
            sorted(files),
            sorted([
                "LICENSE",
                "README.md",
                "include/bindings/start/print.h",
                "include/bindings/start/start.h",
                "include/hf/abi.h",
                "include/hf/base.h",
                "include/hf/call.h",
                "include/hf/hf.h",
                "include/hf/mailbox.h",
                "include/hf/types.h",
                "lib/pkgconfig/hafnia-abi.pc",
                "src/console.c",
                "src/hf_call.S",
                "src/image.ld",
                "src/interrupt.c",
                "src/memory.c",
                "src/start.S",
                "src/stop.c",
            ]))
        self.check_pkg_config(files)
        for name in ("abi.h", "call.h", "types.h"):
            self.check_golden(files, f"include/hf/{name}", f"c/{name}")
        self.check_golden(files, "include/hf/hf.h", "cc/hf.h")

    def check_pkg_config(self, files):
        """What pkg-config would make of the file: its fields, and directories that are there."""
        path = "lib/pkgconfig/hafnia-abi.pc"
        variables = {"pcfiledir": posixpath.dirname(path)}
        fields = {}
        for line in files[path].splitlines():
            if not line or line.startswith("#"):
                continue
            name, kind, value = re.fullmatch(r"([A-Za-z.]+)(=|: )(.+)", line).groups()
            value = re.sub(r"\$\{(\w+)\}", lambda match: variables[match.group(1)], value)
            (variables if kind == "=" else fields)[name] = value
        for name in ("startdir", "linkerscript"):
            place = posixpath.normpath(variables[name])
            self.assertTrue(any(f"{file}/".startswith(place + "/") for file in files), place)
        self.assertEqual(set(fields), {"Name", "Description", "Version", "Cflags"})
        self.assertEqual((fields["Name"], fields["Version"]), ("hafnia-abi", options.version))
        for flag in fields["Cflags"].split():
            self.assertTrue(flag.startswith("-I"), flag)
            folder = posixpath.normpath(flag.removeprefix("-I"))
            self.assertIn(f"{folder}/hf/abi.h", files)

    def test_crate(self):
        files = self.read(options.crate)
        self.assertEqual(self.root, f"hafnia-{options.version}")
        self.assertEqual(pathlib.Path(options.crate).name, f"hafnia-{options.version}.crate")
        self.check_text(files)
        self.assertEqual(
            sorted(files),
            sorted([
                "Cargo.toml",
                "LICENSE",
                "README.md",
                "src/base.rs",
                "src/lib.rs",
                "src/mailbox.rs",
                "tests/vectors/check.rs",
                "tests/vectors/main.rs",
                "tests/vectors/vectors.inc",
                "tests/vectors/vectors.rs",
            ]))
        self.assertIn(f'\nversion = "{options.version}"\n', files["Cargo.toml"])
        rustc = subprocess.run(
            ["platforms/toolchains/bin/rustc", "--version"],
            stdout=subprocess.PIPE, text=True, check=True).stdout
        tested = re.match(r"rustc (\d+\.\d+)\.", rustc).group(1)
        self.assertIn(f'\nrust-version = "{tested}"\n', files["Cargo.toml"])
        self.assertNotIn("dependencies]", files["Cargo.toml"])
        self.assertIn("\n#![no_std]\n", files["src/lib.rs"])
        self.check_golden(files, "src/lib.rs", "rust/lib.rs")

    def check_golden(self, files, path, golden):
        text = pathlib.Path("abi/goldens", golden).read_text(encoding="utf-8")
        self.assertEqual(files[path], text, path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--c", required=True)
    parser.add_argument("--crate", required=True)
    parser.add_argument("--version", required=True)
    options, rest = parser.parse_known_args()
    unittest.main(argv=sys.argv[:1] + rest)
