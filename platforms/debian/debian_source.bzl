# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""External repositories made of pinned Debian source packages: upstream's own tarball."""

load("//platforms/debian:fetch.bzl", "fetch")
load("//platforms/debian:lock.bzl", "SOURCE_LOCK")

def _debian_source_impl(ctx):
    package = ctx.attr.package
    if package not in SOURCE_LOCK:
        fail("source package %s is not in platforms/debian/lock.bzl: run " % package +
             "platforms/debian/renew_lock.py")
    version, sha256, pool = SOURCE_LOCK[package]
    fetch(ctx, [struct(
        what = "source package %s %s" % (package, version),
        apt_name = package,
        version = version,
        sha256 = sha256,
        pool = pool,
        output = ".orig.tar",
    )], verb = "source")
    for command in [
        ["tar", "-x", "--no-same-owner", "--strip-components=1", "-f", ".orig.tar"],
        ["/bin/sh", "-euc", ctx.attr.patch_cmd],
    ]:
        result = ctx.execute(command)
        if result.return_code:
            fail("unpacking %s failed: %s" % (pool, result.stderr))
    ctx.delete(".orig.tar")

debian_source = repository_rule(
    implementation = _debian_source_impl,
    attrs = {
        "package": attr.string(
            mandatory = True,
            doc = "Name of the source package in packages.bzl.",
        ),
        "patch_cmd": attr.string(doc = "Shell commands, run in the repository once unpacked."),
    },
    doc = "Unpacks the upstream tarball of a pinned source package.",
)
