# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Tests whose verdict is the compiler's."""

load("//platforms/rules:transitions.bzl", "TRANSITION_ATTRS", "guest_transition")

def _guest_compile_test_impl(ctx):
    test = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(test, "#!/bin/sh\nexit 0\n", is_executable = True)

    # What was compiled is among the runfiles: the test does not run unless it is there.
    return [DefaultInfo(
        executable = test,
        runfiles = ctx.runfiles(files = [
            file
            for target in ctx.attr.targets
            for file in target[DefaultInfo].files.to_list()
        ]),
    )]

guest_compile_test = rule(
    implementation = _guest_compile_test_impl,
    attrs = dict(
        TRANSITION_ATTRS,
        targets = attr.label_list(
            cfg = guest_transition,
            doc = "What has to compile for a VM.",
            mandatory = True,
        ),
    ),
    doc = """Passes when its targets compile for a VM.

For constants and assertions that the compiler evaluates: the targets are bare metal, which
`bazel test //...` on the host would leave out, and there is no library to run a test with.""",
    test = True,
)
