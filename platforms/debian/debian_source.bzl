# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""External repositories made of pinned Debian source packages: upstream's own tarball."""

load("//platforms/debian:fetch.bzl", "fetch", "locked_source")

def _debian_source_impl(ctx):
    item = locked_source(ctx.attr.package, ".orig.tar")
    fetch(ctx, [item], verb = "source")
    for command in [
        ["tar", "-x", "--no-same-owner", "--strip-components=1", "-f", ".orig.tar"],
        ["/bin/sh", "-euc", ctx.attr.patch_cmd],
    ]:
        result = ctx.execute(command)
        if result.return_code:
            fail("unpacking %s failed: %s" % (item.what, result.stderr))
    ctx.delete(".orig.tar")

debian_source = repository_rule(
    implementation = _debian_source_impl,
    attrs = {
        "package": attr.string_list(
            mandatory = True,
            doc = "Name of the source package, and its row of the lock.",
        ),
        "patch_cmd": attr.string(doc = "Shell commands, run in the repository once unpacked."),
    },
    doc = "Unpacks the upstream tarball of a pinned source package.",
)
