# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""@debian_apt, the private apt root, and @debian_distdir, which tells whether there is a --distdir.

Both are made only when a package is not in the repository cache.
"""

def _debian_apt_impl(ctx):
    ctx.report_progress("reading Debian's package lists")
    result = ctx.execute(["/bin/sh", str(ctx.path(ctx.attr._script))], timeout = 900)
    if result.return_code:
        fail("platforms/debian/apt_root.sh failed: " + result.stderr)
    ctx.file("BUILD.bazel", "# The private apt root, for the lock %d.\n" % ctx.attr.lock_hash)

debian_apt = repository_rule(
    implementation = _debian_apt_impl,
    attrs = {
        "lock_hash": attr.int(
            mandatory = True,
            doc = "Moves with the pins: the package lists may be too old for new ones.",
        ),
        "_script": attr.label(default = "//platforms/debian:apt_root.sh"),
    },
    doc = "A private apt root for the machine's own Debian archive; see apt_root.sh.",
)

def _debian_distdir_impl(ctx):
    _, _, _, sha256, pool = ctx.attr.witness

    # The address is never read: only --distdir and the repository cache are, by name and checksum.
    found = ctx.download(
        "file:///nonexistent/" + pool.split("/")[-1],
        "witness",
        sha256 = sha256,
        allow_fail = True,
    ).success
    ctx.file("found", "yes\n" if found else "no\n")
    ctx.file("BUILD.bazel", "")

debian_distdir = repository_rule(
    implementation = _debian_distdir_impl,
    attrs = {"witness": attr.string_list(
        mandatory = True,
        doc = "The row of the lock of a package that every --distdir for this workspace holds.",
    )},
    doc = "The file `found` says whether --distdir holds pinned packages. Prints one warning if not.",
)
