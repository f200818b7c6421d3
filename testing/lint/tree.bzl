# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""The source tree as one input, so that no file can be forgotten by a lint.

A glob sees one package only, and a list of packages would itself have to be kept. A program that
asks Git cannot be a test: there is no .git in the sandbox. So this repository links to every entry
of the workspace's root, and @tree//:files is the directory of these links: Bazel tracks what is
below (BAZEL_TRACK_SOURCE_DIRECTORIES in .bazelrc), so that a test that has it as data runs again
when any file is added, changed or removed, in whatever package, also in none.

A new entry of the root itself is seen when Bazel's server starts the next time, as it does in
continuous integration; docs/build.md lists what may be there.
"""

def _workspace_tree_impl(ctx):
    # One level down: a directory with a BUILD file would be a package and no label.
    for entry in ctx.path(Label("//:WORKSPACE")).dirname.readdir():
        if entry.basename not in [".fuzz", ".git"] and not entry.basename.startswith("bazel-"):
            ctx.symlink(entry, "files/root/" + entry.basename)
    ctx.file("BUILD.bazel", """
filegroup(
    name = "tree",
    srcs = ["files"],
    visibility = ["//visibility:public"],
)
""")

workspace_tree = repository_rule(
    implementation = _workspace_tree_impl,
    doc = "Makes @NAME//:tree, the directory files/root of which is the workspace's root.",
    local = True,
)
