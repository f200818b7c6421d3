# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Reads an archive of hf_cpio's, header by header: nothing of the machine that made it may show."""

import sys
import unittest

_FIELDS = "inode mode uid gid links mtime size devmajor devminor rdevmajor rdevminor namesize check"


def entries(data):
    """Yields (name, fields) of a newc archive."""
    position = 0
    while True:
        assert data[position : position + 6] == b"070701", position
        values = [int(data[position + 6 + 8 * i : position + 14 + 8 * i], 16) for i in range(13)]
        fields = dict(zip(_FIELDS.split(), values))
        begin = position + 110
        name = data[begin : begin + fields["namesize"] - 1].decode()
        if name == "TRAILER!!!":
            return
        yield name, fields
        body = (begin + fields["namesize"] + 3) & ~3
        position = (body + fields["size"] + 3) & ~3


class ArchiveTest(unittest.TestCase):
    def test_archive(self):
        with open(ARCHIVE, "rb") as file:
            found = list(entries(file.read()))
        self.assertEqual([name for name, _ in found], ["a", "dir", "dir/build", "z"])
        modes = [oct(fields["mode"]) for _, fields in found]
        self.assertEqual(modes, ["0o100644", "0o40755", "0o100644", "0o100755"])
        for name, fields in found:
            for field in ("uid", "gid", "mtime", "devmajor", "devminor"):
                self.assertEqual(fields[field], 0, (name, field))
        self.assertEqual(len({fields["inode"] for _, fields in found}), len(found))


if __name__ == "__main__":
    ARCHIVE = sys.argv.pop(1)
    unittest.main()
