# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Writes a .tar.gz that depends on nothing but the names and bytes of what goes in.

    pack.py OUT ROOT VERSION [PATH FILE]...

Entries are sorted by path, belong to user and group 0 without a name, are dated 1970-01-01, and
are plain files of mode 644. A PATH that ends with .in loses that, and @VERSION@ in its text is
replaced.
"""

import gzip
import io
import pathlib
import sys
import tarfile


def content(path, data, version):
    """The path and the bytes that go into the archive."""
    if not path.endswith(".in"):
        return path, data
    return path.removesuffix(".in"), data.replace(b"@VERSION@", version.encode())


def pack(root, entries, version):
    """The archive of pairs of a path and bytes. Two of one path are an error."""
    files = {}
    for name, data in entries:
        path, data = content(name, data, version)
        if path in files:
            raise ValueError(f"{path}: given twice; each path of an archive is one file")
        files[path] = data
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as stream:
        with tarfile.open(mode="w", fileobj=stream, format=tarfile.USTAR_FORMAT) as tar:
            for path in sorted(files):
                info = tarfile.TarInfo(f"{root}/{path}")
                info.size = len(files[path])
                info.mode = 0o644
                tar.addfile(info, io.BytesIO(files[path]))
    return out.getvalue()


def main(arguments):
    out, root, version = arguments[:3]
    pairs = arguments[3:]
    entries = [
        (path, pathlib.Path(file).read_bytes()) for path, file in zip(pairs[::2], pairs[1::2])
    ]
    pathlib.Path(out).write_bytes(pack(root, entries, version))


if __name__ == "__main__":
    main(sys.argv[1:])
