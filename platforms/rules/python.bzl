# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Python programs and tests that run on the pinned interpreter, never on the machine's.

    hf_py_library(name = "console", srcs = ["console.py"])
    hf_py_binary(name = "runner", main = "runner.py", deps = [":console"])
    hf_py_test(name = "console_test", main = "console_test.py", deps = [":console"])

Modules are imported by their path from the workspace: `from testing.runner import console`. No
__init__.py is needed. The standard library is all there is. `data` lies where it always does: the
working directory of a test, and of `bazel run`, is the root of the workspace's runfiles.
"""

# -I: no environment, no user directory, no script directory. -B: no bytecode written.
_LAUNCHER = """#!/bin/sh
# Written by //platforms/rules:python.bzl. The runfiles are those that Bazel names, our own, or those
# that we lie in.
for r in "${RUNFILES_DIR:-/nonexistent}" "$0.runfiles" "${0%%.runfiles/*}.runfiles"; do
  [ -e "$r/@MAIN@" ] && break
done
case "$r" in /*) ;; *) r=$PWD/$r ;; esac
RUNFILES_DIR=$r
export RUNFILES_DIR
exec "$r/@PYTHON@" -I -B -X utf8 -c '
import runpy, sys
root, main = sys.argv[1:3]
sys.path.insert(0, root)
sys.argv = sys.argv[2:]
runpy.run_path(main, run_name="__main__")
' "$r/@WORKSPACE@" "$r/@MAIN@" "$@"
"""

def _runfiles(ctx, files):
    runfiles = ctx.runfiles(files = ctx.files.srcs + ctx.files.data + files)
    for target in ctx.attr.data + ctx.attr.deps:
        runfiles = runfiles.merge(target[DefaultInfo].default_runfiles)
    return runfiles

def _runfiles_path(ctx, file):
    path = file.short_path
    return path[len("../"):] if path.startswith("../") else ctx.workspace_name + "/" + path

def _hf_py_library_impl(ctx):
    return [DefaultInfo(
        files = depset(ctx.files.srcs),
        runfiles = _runfiles(ctx, []),
    )]

def _hf_py_program_impl(ctx):
    launcher = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(
        launcher,
        _LAUNCHER
            .replace("@WORKSPACE@", ctx.label.workspace_name or ctx.workspace_name)
            .replace("@MAIN@", _runfiles_path(ctx, ctx.file.main))
            .replace("@PYTHON@", _runfiles_path(ctx, ctx.file._launcher)),
        is_executable = True,
    )
    return [DefaultInfo(
        executable = launcher,
        files = depset([launcher]),
        runfiles = _runfiles(
            ctx,
            [ctx.file.main, ctx.file._launcher] + ctx.files._python,
        ),
    )]

_LIBRARY_ATTRS = {
    "data": attr.label_list(allow_files = True),
    "deps": attr.label_list(doc = "hf_py_library targets."),
    "srcs": attr.label_list(allow_files = [".py"]),
}

_PROGRAM_ATTRS = dict(
    _LIBRARY_ATTRS,
    main = attr.label(
        allow_single_file = [".py"],
        doc = "The program; it need not be in srcs too.",
        mandatory = True,
    ),
    _launcher = attr.label(
        allow_single_file = True,
        default = "@python//:python3.sh",
    ),
    _python = attr.label(default = "@python//:files"),
)

hf_py_library = rule(
    implementation = _hf_py_library_impl,
    attrs = _LIBRARY_ATTRS,
    doc = "Modules that programs and tests import.",
)

hf_py_binary = rule(
    implementation = _hf_py_program_impl,
    attrs = _PROGRAM_ATTRS,
    doc = "A program, for `bazel run`, as a tool of actions, or as data of others.",
    executable = True,
)

hf_py_test = rule(
    implementation = _hf_py_program_impl,
    attrs = _PROGRAM_ATTRS,
    doc = "A test: it passes when the program exits with 0.",
    test = True,
)
