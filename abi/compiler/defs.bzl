# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Files generated from the IDL.

    hfidl_files(
        name = "headers",
        files = {"hf/types.h": "c_types"},
    )

    cc_library(name = "hf", hdrs = [":headers"], includes = ["."])
"""

def _hfidl_files_impl(ctx):
    outs = []

    # The IDL's name is in what is generated: the same whichever workspace asks.
    name = ctx.file.idl.owner.package + "/" + ctx.file.idl.basename
    args = ctx.actions.args()
    args.add("gen")
    args.add_joined(ctx.attr.unserved, join_with = ",", format_joined = "--unserved=%s")
    args.add_joined(ctx.files.released, join_with = ",", format_joined = "--released=%s")
    args.add(name, format = "--as=%s")
    args.add(ctx.file.idl)
    for path, kind in ctx.attr.files.items():
        out = ctx.actions.declare_file(path)
        outs.append(out)
        args.add(out, format = kind + "=%s")
    ctx.actions.run(
        arguments = [args],
        executable = ctx.executable._hfidl,
        inputs = [ctx.file.idl] + ctx.files.released,
        mnemonic = "HfIdl",
        outputs = outs,
        progress_message = "Generating %s from %s" % (ctx.label, ctx.file.idl.short_path),
    )
    return [DefaultInfo(
        files = depset(outs),
        runfiles = ctx.runfiles(outs),
    )]

hfidl_files = rule(
    implementation = _hfidl_files_impl,
    attrs = {
        "files": attr.string_dict(
            doc = "The files, by path in the package, and their kinds; `hfidl gen --help` lists them.",
            mandatory = True,
        ),
        "idl": attr.label(
            allow_single_file = [
                ".proto",
                ".textproto",
            ],
            default = "//abi:idl",
        ),
        "released": attr.label_list(
            allow_files = [".textproto"],
            doc = "Released versions whose VMs the hypervisor serves too.",
        ),
        "unserved": attr.string_list(
            doc = "Calls that the hypervisor answers as if they did not exist.",
        ),
        "_hfidl": attr.label(
            cfg = "host",
            default = "//abi/compiler:generator",
            executable = True,
        ),
    },
    doc = "Files that the ABI compiler makes from the IDL.",
)
