# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""The source tree as lints see it, and what kind of file each one is.

Every file has a kind: one that has none is a finding of its own, so that a new sort of file comes
with a decision which lints it is held to. Pure but for read().
"""

import dataclasses
import os

# Endings, or whole names, by kind. How a comment starts in it, where it has to have an SPDX head.
_KINDS = {
    "c": ([".c", ".cc", ".h", ".S"], "//"),
    "rust": ([".rs"], "//"),
    "proto": ([".proto"], "//"),
    "promela": ([".pml"], "//"),
    "linker": ([".ld"], "/*"),
    "python": ([".py"], "#"),
    "policy": ([".policy"], "#"),  # a table: its lines are as long as its rows
    "build": ([".bazel", ".BUILD", "/WORKSPACE"], "#"),
    "starlark": ([".bzl"], "#"),
    "shell": ([".sh", "/bazelw", "/.ci/run"], "#"),
    # Written by machines, told apart by their folder, or without room for a comment.
    "data": (
        [".cpio", ".dot", ".dtb", ".golden", ".json", ".sha256", ".svg", ".textproto", ".toml",
         ".txt", ".pc", ".crate", ".lock", ".cfg", ".inc", ".lds", ".dts", ".in", ".tmpl", ".gdb"],
        None,
    ),
    "text": ([".md", "/LICENSE"], None),
    "settings": (
        ["/.bazelignore", "/.bazelrc", "/.bazelrc.user", "/.clang-format", "/.clang-tidy",
         "/.gitattributes", "/.gitignore", "/.rustfmt.toml", "/MODULE.bazel.lock",
         "/hafnia.bazelrc"],
        None,
    ),
}

# Folders of programs without an ending; compiled by nobody else, so that few are enough.
_SHELL_FOLDERS = ("platforms/toolchains/bin/",)
_HEADER_FOLDERS = ("platforms/toolchains/libcxx_site/",)
# What generators wrote; compared with what they write now, judged by nothing else.
_GENERATED_FOLDERS = ("abi/goldens/", "abi/released/")

# What lies at the root and is not the tree: Git's, and Bazel's links.
_OTHERS = (".git", "bazel-")

# What editors, interpreters and settings of one's own leave behind.
_IGNORED_FOLDERS = ("__pycache__", ".idea", ".vscode", ".cache", ".fuzz")
_IGNORED_ENDINGS = (".pyc", ".swp", "~", ".orig", ".rej")
_IGNORED_FILES = (".bazelrc.user", "compile_commands.json", "rust-project.json")


@dataclasses.dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message}"


def kind(path):
    """The kind of file, None if there is none for it. path: from the root of the workspace."""
    if path.startswith(_GENERATED_FOLDERS):
        return "generated"
    if path.startswith(_SHELL_FOLDERS):
        return "shell"
    if path.startswith(_HEADER_FOLDERS):
        return "c"
    for name, (endings, _) in _KINDS.items():
        if ("/" + path).endswith(tuple(endings)):
            return name
    return None


def comment(path):
    """How a comment starts in this file; None where no SPDX head is asked for."""
    return _KINDS.get(kind(path), (None, None))[1]


def paths(root):
    """All files below the root, sorted, from there."""
    found = []
    for folder, folders, files in os.walk(root, followlinks=True):
        skipped = _OTHERS if folder == root else ()
        folders[:] = [
            f for f in folders if f not in _IGNORED_FOLDERS and not f.startswith(skipped)
        ]
        for name in files:
            if name not in _IGNORED_FILES and not name.endswith(_IGNORED_ENDINGS):
                found.append(os.path.relpath(os.path.join(folder, name), root))
    return sorted(found)


def read(root):
    """{path: text} of all files below the root; None in place of what is not UTF-8."""
    texts = {}
    for path in paths(root):
        with open(os.path.join(root, path), "rb") as file:
            try:
                texts[path] = file.read().decode()
            except UnicodeDecodeError:
                texts[path] = None
    return texts


def check_kinds(texts):
    """Findings for files that no lint would look at, because nobody said what they are."""
    return [
        Finding(path, 1, "no lint knows this kind of file: give it one in testing/lint/tree.py")
        for path in texts
        if kind(path) is None
    ]
