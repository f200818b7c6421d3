# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""External repositories made of pinned Debian packages, unpacked and never installed."""

load("//platforms/debian:fetch.bzl", "fetch", "locked_package")

# dpkg-deb where there is one, else ar and tar, which read the same format.
_UNPACK = """
set -eu
umask 022
contents() {
  if command -v dpkg-deb >/dev/null; then
    dpkg-deb --fsys-tarfile "$1"
  elif command -v ar >/dev/null; then
    member=$(ar t "$1" | grep '^data\\.tar')
    case "$member" in
      *.xz) ar p "$1" "$member" | xz -dc ;;
      *.zst) ar p "$1" "$member" | zstd -dc ;;
      *.gz) ar p "$1" "$member" | gzip -dc ;;
      *) ar p "$1" "$member" ;;
    esac
  else
    echo "this machine has neither dpkg-deb nor ar to unpack Debian's packages: install one" >&2
    return 1
  fi
}
for deb in .debs/*.deb; do
  contents "$deb" > .data.tar
  tar -x --no-same-owner --anchored --no-wildcards-match-slash \\
    --exclude=./usr/share/doc --exclude=./usr/share/man --exclude=./usr/share/lintian \\
    --exclude=./usr/share/locale "$@" -f .data.tar
done
rm -rf .debs .data.tar

# Absolute links would leave the tree: make them relative to it. Then drop those that point at
# nothing here, because the package that holds their target is not listed.
find . -type l -lname '/*' | while read -r link; do
  target=$(readlink "$link")
  ln -sfn "$(realpath -ms --relative-to="$(dirname "$link")" ".$target")" "$link"
done
find . -xtype l -delete
"""

# Runs an unpacked program on the unpacked loader and libraries: nothing of the machine but the
# kernel and this shell. Looks beside itself, in its runfiles, in its user's, in the execution root.
_RUN = """#!/bin/sh
for r in "${0%/*}" "$0.runfiles/REPOSITORY" "${RUNFILES_DIR:-$0.runfiles}/REPOSITORY" \\
    external/REPOSITORY; do
  [ -e "$r/PROGRAM" ] && break
done
exec "$r/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2" --inhibit-cache \\
  --library-path "$r/lib/x86_64-linux-gnu:$r/usr/lib/x86_64-linux-gnu" \\
  --argv0 "$r/PROGRAM" "$r/PROGRAM" "$@"
"""

def _debian_archive_impl(ctx):
    fetch(ctx, [
        locked_package(row, ".debs/%s.deb" % name.replace(":", "_"))
        for name, row in ctx.attr.packages.items()
    ])
    ctx.report_progress("unpacking")
    result = ctx.execute(
        ["/bin/sh", "-c", _UNPACK, "unpack"] + ["--exclude=" + e for e in ctx.attr.excludes],
        timeout = 900,
    )
    if result.return_code:
        fail("unpacking Debian's packages for @%s failed: %s" % (ctx.name, result.stderr))
    if ctx.attr.patch_cmd:
        result = ctx.execute(["/bin/sh", "-euc", ctx.attr.patch_cmd])
        if result.return_code:
            fail("adapting @%s failed: %s" % (ctx.name, result.stderr))
    for name, program in ctx.attr.programs.items():
        ctx.file(
            name + ".sh",
            _RUN.replace("REPOSITORY", ctx.name).replace("PROGRAM", program),
            executable = True,
        )
    for label, name in ctx.attr.files.items():
        ctx.symlink(label, name)
    if ctx.attr.build_file:
        ctx.symlink(ctx.attr.build_file, "BUILD.bazel")

debian_archive = repository_rule(
    implementation = _debian_archive_impl,
    attrs = {
        "build_file": attr.label(
            allow_single_file = True,
            doc = "The repository's BUILD file; without one the packages must bring it.",
        ),
        "excludes": attr.string_list(
            doc = "tar patterns of what is not unpacked, such as ./usr/share/qemu/*.",
        ),
        "files": attr.label_keyed_string_dict(doc = "Files of this workspace to add, and as what."),
        "packages": attr.string_list_dict(
            mandatory = True,
            doc = "Rows of the lock, by name in packages.bzl.",
        ),
        "patch_cmd": attr.string(doc = "Shell commands, run in the repository once unpacked."),
        "programs": attr.string_dict(
            doc = "Scripts NAME.sh to write: each runs a program inside, given by its path.",
        ),
    },
    doc = "Unpacks pinned Debian packages; see fetch.bzl for where they come from.",
)
