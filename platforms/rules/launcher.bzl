# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Programs that call the runner: what `bazel run` and `bazel test` of a system start."""

# The attributes that a rule needs for write_launcher.
LAUNCHER_ATTRS = {
    "_qemu": attr.label(
        cfg = "host",
        default = "@qemu//:qemu-system-aarch64",
        executable = True,
    ),
    "_runner": attr.label(
        cfg = "host",
        default = "//testing/runner",
        executable = True,
    ),
}

# The runfiles that lie beside the launcher come first, those of a program that calls it next.
_LAUNCHER = """#!/bin/sh
# Boots {label}; options of its own come after the rule's, so that they win.
set -eu
folder="${{BUILD_WORKING_DIRECTORY:-$PWD}}"
case "$0" in
  *.runfiles/*) runfiles="${{0%%.runfiles/*}}.runfiles" ;;
  *) runfiles="${{RUNFILES_DIR:-$0.runfiles}}" ;;
esac
case "$runfiles" in
  /*) ;;
  *) runfiles="$PWD/$runfiles" ;;
esac
export RUNFILES_DIR="$runfiles"
cd "$runfiles/{workspace}"
exec {runner} {options} {folder}"$@"
"""

def quote(text):
    """The text as one word of a shell's."""
    return "'" + text.replace("'", "'\\''") + "'"

def write_launcher(ctx, options, user_paths = True):
    """Declares the action that writes the program of a target, and returns what it consists of.

    Args:
      ctx: The rule's context; the rule has LAUNCHER_ATTRS.
      options: List of strings, the runner's options; files by their paths in the runfiles.
      user_paths: Whether the runner takes paths of the user's, and so has the option --folder.

    Returns:
      struct(executable, runfiles): a file, and the runfiles of runner and QEMU.
    """
    out = ctx.actions.declare_file(ctx.label.name)
    options = ["--name", ctx.label.name, "--qemu", ctx.executable._qemu.short_path] + options
    if user_paths:
        # The rule's files are in the runfiles, where the launcher goes.
        options = ["--folder", ""] + options
    ctx.actions.write(out, _LAUNCHER.format(
        folder = '--folder "$folder" ' if user_paths else "",
        label = ctx.label,
        options = " ".join([quote(option) for option in options]),
        runner = quote(ctx.executable._runner.short_path),
        workspace = ctx.workspace_name,
    ), is_executable = True)
    runfiles = ctx.runfiles()
    for tool in [ctx.attr._runner, ctx.attr._qemu]:
        runfiles = runfiles.merge(tool[DefaultInfo].default_runfiles)
    return struct(executable = out, runfiles = runfiles)
