# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""hf_archive: a .tar.gz that is the same bits wherever and whenever it is made."""

load("//bindings:version.bzl", "HAFNIA_ABI_VERSION")

def _place(target, file, place):
    """Where a file of a target goes: `place`, or below it if it is a directory."""
    if not place.endswith("/"):
        return place
    package = target.label.package + "/" if target.label.package else ""
    path = file.short_path
    if not path.startswith(package):
        fail("%s: %s is not below %s" % (target.label, path, package))
    return place.lstrip("/") + path[len(package):]

def _hf_archive_impl(ctx):
    out = ctx.actions.declare_file(ctx.attr.out)
    args = ctx.actions.args()
    args.add(out)
    args.add(ctx.attr.root)
    args.add(HAFNIA_ABI_VERSION)
    inputs = []
    for target, place in ctx.attr.files.items():
        for file in target.files.to_list():
            inputs.append(file)
            args.add(_place(target, file, place))
            args.add(file)
    ctx.actions.run(
        arguments = [args],
        executable = ctx.executable._pack,
        inputs = inputs,
        mnemonic = "HfArchive",
        outputs = [out],
        progress_message = "Packing %s" % out.short_path,
    )
    return [DefaultInfo(
        files = depset([out]),
        runfiles = ctx.runfiles([out]),
    )]

hf_archive = rule(
    implementation = _hf_archive_impl,
    attrs = {
        "files": attr.label_keyed_string_dict(
            allow_files = True,
            doc = """What is in it, each with its path below `root`. With a trailing slash that is a
directory, in which the files keep their path within their package; "/" is `root` itself.
Of files that end with .in, @VERSION@ is replaced and the ending dropped.""",
            mandatory = True,
        ),
        "out": attr.string(
            doc = "The archive's name.",
            mandatory = True,
        ),
        "root": attr.string(
            doc = "The directory that everything in the archive is in.",
            mandatory = True,
        ),
        "_pack": attr.label(
            cfg = "host",
            default = "//bindings/release:pack",
            executable = True,
        ),
    },
    doc = "An archive of files.",
)
