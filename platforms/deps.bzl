# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""What a WORKSPACE that uses Hafnia calls, this one included.

    local_repository(name = "hf", path = "hafnia")

    load("@hf//platforms:deps.bzl", "hf_dependencies")

    hf_dependencies()

The options that builds need are in platforms/hafnia.bazelrc: one's own .bazelrc imports it.
"""

load("//platforms/debian:repositories.bzl", "debian_repositories")

# Bazel's own tools load these by name; each stand-in says why it is there and how to replace it.
_STAND_INS = [
    "remote_coverage_tools",
    "rules_cc",
    "rules_java",
    "rules_python",
]

def _stand_in_impl(ctx):
    tree = ctx.path(Label("//:BUILD.bazel")).dirname.get_child("platforms").get_child("bazel")
    for entry in tree.get_child(ctx.attr.directory).readdir():
        ctx.symlink(entry, entry.basename)

_stand_in = repository_rule(
    implementation = _stand_in_impl,
    attrs = {
        "directory": attr.string(
            doc = "Which directory below platforms/bazel is the repository.",
            mandatory = True,
        ),
    },
    doc = "A repository whose files are those of a directory of Hafnia's tree.",
    local = True,
)

def hf_dependencies():
    """Declares every repository that Hafnia needs, and registers its toolchains.

    A repository that the WORKSPACE has declared before, such as a real rules_cc, stays as it is.
    """
    for name in _STAND_INS:
        if not native.existing_rule(name):
            _stand_in(
                name = name,
                directory = name,
            )
    debian_repositories()
    native.register_execution_platforms(str(Label("//platforms:host")))
    native.register_toolchains(str(Label("//platforms/toolchains:all")))
