# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Renews platforms/debian/lock.bzl: pins the packages that packages.bzl names.

    bazel run //platforms/debian:renew_lock               pins today's versions
    bazel run //platforms/debian:renew_lock -- --fetch D  puts all pinned packages into directory D,
                                                          which serves as --distdir and as a mirror

Where a pin is so stale that Bazel cannot fetch the interpreter of this program, any Python 3 runs
it: `python3 platforms/debian/renew_lock.py`.

Versions are those of Debian 12's main section, which changes only with a point release; those of
the security suite move weekly. They come through apt_root.sh, which changes nothing of the machine.
"""

import argparse
import ast
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

# Packages that only depend on the one of the moment: that one is pinned in their place.
_FOLLOWED = {"linux-image-cloud-arm64": r"linux-image-[0-9][^ ]*-cloud-arm64"}

_HEAD = '''# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""The pinned Debian packages. Written by //platforms/debian:renew_lock; not edited by hand."""

'''


def here() -> pathlib.Path:
    """This package in the source tree, also under `bazel run`."""
    workspace = os.environ.get("BUILD_WORKSPACE_DIRECTORY")
    if workspace:
        return pathlib.Path(workspace, "platforms/debian")
    return pathlib.Path(__file__).resolve().parent


def literals(path: pathlib.Path) -> dict:
    """The top-level `NAME = literal` assignments of a .bzl file."""
    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Assign)
    }


class Apt:
    """A private apt root in a temporary directory."""

    def __init__(self, root: str):
        self.root = root
        subprocess.run(["sh", str(here() / "apt_root.sh")], cwd=root, check=True)

    def output(self, *command: str) -> str:
        run = subprocess.run(
            [command[0], "-c", "apt.conf", *command[1:]],
            cwd=self.root, capture_output=True, text=True, check=False)
        if run.returncode:
            log = pathlib.Path(self.root, "apt.log").read_text()
            sys.exit("%s failed: %s\n%s" % (" ".join(command), run.stderr.strip(), log))
        return run.stdout

    def newest(self, name: str) -> dict[str, str]:
        """The fields of a package; of several versions the one that apt lists first."""
        paragraph = self.output("apt-cache", "show", "--no-all-versions", name).split("\n\n")[0]
        return dict(re.findall(r"^([A-Za-z0-9-]+): (.*)$", paragraph, re.M))

    def source(self, name: str) -> dict[str, str]:
        """Version, directory and the upstream tarball of a source package."""
        text = self.output("apt-cache", "showsrc", "--only-source", name).strip().split("\n\n")[-1]
        fields = dict(re.findall(r"^([A-Za-z0-9-]+): (.*)$", text, re.M))
        sha256, file = re.search(
            r"^ ([0-9a-f]{64}) \d+ (\S+\.orig\.tar\.\w+)$", text, re.M).groups()
        return {
            "Version": fields["Version"], "SHA256": sha256,
            "Filename": "%s/%s" % (fields["Directory"], file)}


def renew() -> None:
    wanted = literals(here() / "packages.bzl")
    old = literals(here() / "lock.bzl") if (here() / "lock.bzl").exists() else {}
    names = sorted({name for names in wanted["PACKAGES"].values() for name in names})
    with tempfile.TemporaryDirectory() as root:
        apt = Apt(root)
        lock = {}
        size = 0
        for name in names:
            plain, _, architecture = name.partition(":")
            fields = apt.newest(name)
            if plain in _FOLLOWED:
                concrete = re.search(_FOLLOWED[plain], fields["Depends"]).group(0)
                fields = apt.newest("%s:%s" % (concrete, architecture))
            if fields["Architecture"] not in ("all", architecture or "amd64"):
                sys.exit("%s is for %s: packages.bzl should name one for %s" % (
                    name, fields["Architecture"], architecture or "amd64"))
            size += int(fields["Size"])
            lock[name] = tuple(
                fields[f] for f in ("Package", "Architecture", "Version", "SHA256", "Filename"))
        sources = {}
        for name in sorted(wanted["SOURCES"].values()):
            fields = apt.source(name)
            sources[name] = tuple(fields[f] for f in ("Version", "SHA256", "Filename"))

    out = _HEAD
    out += "# Name in packages.bzl: "
    out += "(package, architecture, version, SHA-256, path in the archive).\n"
    out += table("LOCK", lock)
    out += "\n# Source package: (version, SHA-256 and path in the archive of upstream's tarball).\n"
    out += table("SOURCE_LOCK", sources)
    (here() / "lock.bzl").write_text(out)

    for table_name, new in ("LOCK", lock), ("SOURCE_LOCK", sources):
        before = old.get(table_name, {})
        for name in sorted(before.keys() | new.keys()):
            if before.get(name) != new.get(name):
                print("%s: %s -> %s" % (
                    name, before.get(name, ["none"] * 3)[-3], new.get(name, ["none"] * 3)[-3]))
    print("%d packages, %.1f MB, and %d source packages are pinned" % (
        len(lock), size / 1e6, len(sources)))


def table(name: str, rows: dict[str, tuple[str, ...]]) -> str:
    """A dict of tuples as Starlark, one string a line."""
    text = "%s = {\n" % name
    for key in sorted(rows):
        text += '    "%s": (\n' % key
        text += "".join('        "%s",\n' % value for value in rows[key])
        text += "    ),\n"
    return text + "}\n"


def fetch(directory: pathlib.Path) -> None:
    """Puts every pinned file into `directory`, with links under their paths in the archive."""
    lock = literals(here() / "lock.bzl")
    directory.mkdir(parents=True, exist_ok=True)
    rows = list(lock["LOCK"].values()) + list(lock["SOURCE_LOCK"].values())
    missing = [row for row in rows if digest(directory / os.path.basename(row[-1])) != row[-2]]
    mirror = os.environ.get("HF_DEBIAN_MIRROR")
    with tempfile.TemporaryDirectory() as root:
        apt = None if mirror or not missing else Apt(root)
        for row in missing:
            target = directory / os.path.basename(row[-1])
            if apt is None:
                url = "%s/%s" % (mirror.rstrip("/"), urllib.parse.quote(row[-1]))
                with urllib.request.urlopen(url) as source, open(target, "wb") as file:
                    shutil.copyfileobj(source, file)
            elif len(row) == 5:
                apt.output("apt-get", "-q", "download", "%s:%s=%s" % (
                    row[0], "amd64" if row[1] == "all" else row[1], row[2]))
                (found,) = pathlib.Path(root).glob("*.deb")
                shutil.move(found, target)
            else:
                (name,) = (n for n, r in lock["SOURCE_LOCK"].items() if r == row)
                apt.output("apt-get", "-q", "source", "--download-only", "--only-source",
                           "%s=%s" % (name, row[0]))
                shutil.move(pathlib.Path(root, target.name), target)
            if digest(target) != row[-2]:
                sys.exit("%s has SHA-256 %s, lock.bzl wants %s: it should be renewed" % (
                    target, digest(target), row[-2]))
    for row in rows:
        link = directory / row[-1]
        link.parent.mkdir(parents=True, exist_ok=True)
        if not link.is_symlink():
            link.symlink_to(os.path.relpath(directory / link.name, link.parent))
    print("%s holds all %d pinned files, %d of them new" % (directory, len(rows), len(missing)))


def digest(path: pathlib.Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fetch", metavar="DIRECTORY", type=pathlib.Path,
                        help="download what is pinned instead of pinning anew")
    arguments = parser.parse_args()
    if arguments.fetch:
        base = os.environ.get("BUILD_WORKING_DIRECTORY", ".")
        fetch(pathlib.Path(base, arguments.fetch))
    else:
        renew()


if __name__ == "__main__":
    main()
