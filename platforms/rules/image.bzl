# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Flat binaries of bare-metal programs."""

load("//platforms/rules:transitions.bzl", "TRANSITION_ATTRS", "platform_transition")

HfImageInfo = provider(
    doc = "The program that a flat image was made of.",
    fields = {"elf": "File: with symbols and what a debugger needs, linked at 0."},
)

def _hf_flat_image_impl(ctx):
    elf = ctx.attr.elf[0][DefaultInfo].files_to_run.executable
    out = ctx.actions.declare_file(ctx.label.name + ".bin")
    ctx.actions.run(
        arguments = ["-O", "binary", elf.path, out.path],
        executable = ctx.executable._objcopy,
        inputs = [elf],
        mnemonic = "HfFlatImage",
        outputs = [out],
        progress_message = "Flattening %s" % ctx.label,
        tools = ctx.files._llvm,
    )
    return [
        DefaultInfo(
            files = depset([out]),
            runfiles = ctx.runfiles([out]),
        ),
        OutputGroupInfo(elf = depset([elf])),
        HfImageInfo(elf = elf),
    ]

hf_flat_image = rule(
    implementation = _hf_flat_image_impl,
    attrs = dict(
        TRANSITION_ATTRS,
        elf = attr.label(
            cfg = platform_transition,
            doc = "The cc_binary of the program; also the output group \"elf\".",
            mandatory = True,
        ),
        copts = attr.string_list(
            doc = "Options that all of the program is compiled with: a variant of it.",
        ),
        platform = attr.string(
            default = "el2",
            doc = "The platform it is built for.",
            values = ["el2", "guest"],
        ),
        _llvm = attr.label(
            cfg = "host",
            default = "//platforms/toolchains:llvm_files",
        ),
        _objcopy = attr.label(
            allow_single_file = True,
            cfg = "host",
            default = "//platforms/toolchains:bin/llvm-objcopy",
            executable = True,
        ),
    ),
    doc = """The loadable bytes of a bare-metal program, as NAME.bin.

Any target may depend on it, whatever platform it is itself built for: the program is built for
`platform`, the image lies in the output directory of the target that asks.""",
)
