# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Whether what the tree's Markdown files refer to is there: links, Bazel labels, paths.

A link is relative and ends at a file or directory of the tree; its fragment is a heading's. A label
in prose or code, `//package:target`, names a target, a source file or a file that a BUILD file
names. What stands in backquotes and looks like a path of the tree exists, seen from the document,
from the root, or, for a bare file name, anywhere; a file that a rule makes counts where its BUILD
file names it. Code blocks are checked by code_blocks.py. And every document can be found: links
lead to it from the README of the root.
"""

import dataclasses
import fnmatch
import os
import posixpath
import re

from testing.docs import build_file
from testing.docs import code_blocks
from testing.docs import markdown

_BUILD_NAMES = ("BUILD.bazel", "BUILD")
_SKIPPED_DIRECTORIES = ("__pycache__", "node_modules")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# Not after a character that makes it part of a URL, of another repository's label or of a path.
_LABEL = re.compile(r"(?<![\w@:/.])//(?=[\w:.])([\w./+-]*)(?::([\w./+=*-]+))?")
_PATH = re.compile(r"[\w.+*-]*(?:/[\w.+*-]+)*/?")
# What hf_vm, hf_system and hf_guest_test add under names of their own: NAME.system and so on.
_MADE = (".elf", ".image", ".initrd", ".qemu", ".system")
# What a bare word in backquotes ends in when it is the name of a file of ours.
_FILE_ENDINGS = (".h", ".cc", ".c", ".S", ".bzl", ".py", ".proto", ".rs", ".ld", ".sh", ".md")


@dataclasses.dataclass(frozen=True)
class Problem:
    """A reference to nothing."""

    file: str
    line: int
    what: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.what}"


class Tree:
    """The files of a workspace, by path from its root with '/'."""

    def __init__(self, root):
        self._root = root
        self.files = set()
        self.directories = {""}
        for directory, directories, files in os.walk(root):
            here = os.path.relpath(directory, root).replace(os.sep, "/")
            here = "" if here == "." else here + "/"
            # Bazel's links to its output stand in the root.
            directories[:] = [
                name
                for name in directories
                if name not in _SKIPPED_DIRECTORIES
                and (name == ".ci" or not name.startswith("."))
                and not (here == "" and name.startswith("bazel-"))
            ]
            self.directories.update(here + name for name in directories)
            self.files.update(here + name for name in files)
        self.names = {posixpath.basename(path) for path in self.files}
        self._builds = {}

    def read(self, path):
        with open(os.path.join(self._root, path), encoding="utf-8") as file:
            return file.read()

    def bazelrc(self):
        """The workspace's Bazel options, "" without any."""
        if not os.path.exists(os.path.join(self._root, ".bazelrc")):
            return ""
        return self.read(".bazelrc")

    def exists(self, path):
        return path in self.files or path.rstrip("/") in self.directories

    def build(self, package):
        """The package's BuildFile, or None when the directory is no package."""
        if package not in self._builds:
            paths = [posixpath.join(package, name) for name in _BUILD_NAMES]
            found = [path for path in paths if path in self.files]
            self._builds[package] = build_file.parse(self.read(found[0])) if found else None
        return self._builds[package]

    def packages_below(self, directory):
        prefix = directory + "/" if directory else ""
        return any(
            path.startswith(prefix) and posixpath.basename(path) in _BUILD_NAMES
            for path in self.files
        )

    def is_output(self, path):
        """Whether the BUILD file of the package that the path is in names it."""
        package = posixpath.dirname(path)
        while True:
            build = self.build(package)
            if build is not None:
                return posixpath.relpath(path, package or ".") in build.strings
            if not package:
                return False
            package = posixpath.dirname(package)


def label_problem(tree, package, target):
    """What is wrong with the label //package:target (target None: not given), or None."""
    if package == "..." or package.endswith("/..."):
        directory = package[:-4].rstrip("/") if package != "..." else ""
        if target not in (None, "all"):
            return "a target after '...'"
        return None if tree.packages_below(directory) else "there is no package below it"
    build = tree.build(package)
    if build is None:
        return f"there is no BUILD file in {package or 'the root'!r}"
    if target is None:
        target = posixpath.basename(package)
    base, dot, made = target.rpartition(".")
    if target in ("all", "*") or target in build.targets:
        return None
    if dot + made in _MADE and base in build.targets:
        return None
    # A file of the package is a target too, and so is one that its rules make.
    if posixpath.join(package, target) in tree.files or target in build.strings:
        return None
    hint = f"; not understood: the name in line {build.unknown}" if build.unknown else ""
    return f"the package {package or 'of the root'!r} has no target {target!r}{hint}"


def _labels(text):
    for match in _LABEL.finditer(text):
        # The end of a sentence is not part of a label, three dots are.
        package, target = match[1], match[2]
        if target is not None:
            target = target.rstrip(".")
        else:
            package = package.rstrip(".") + ("..." if package.endswith("...") else "")
        package = package.rstrip("/")
        if package or target:
            label = "//" + package + (f":{target}" if target else "")
            yield label, package, target


def _place(path, target):
    """Where a link in the document `path` leads, "" being the root; and its fragment."""
    file, _, fragment = target.partition("#")
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
    return "" if place == "." else place, fragment


def _link_problem(tree, documents, path, target):
    if target.startswith("/"):
        return "must be relative"
    place, fragment = _place(path, target)
    if place == ".." or place.startswith("../"):
        return "leaves the tree"
    if not tree.exists(place):
        return "there is no such file"
    if fragment and (place not in documents or fragment not in documents[place].anchors):
        return f"{place} has no heading for #{fragment}"
    return None


def _is_tree_path(tree, text):
    """Whether a code span means a path of the tree."""
    if not text or text.startswith("/") or not _PATH.fullmatch(text) or not text.strip("./*"):
        return False
    if text.startswith(("./", "../")):
        return True
    first, slash, _ = text.partition("/")
    if slash:
        return first in tree.directories
    # What starts otherwise is the end of a name, such as _test.cc.
    return text in _BUILD_NAMES or (text[0].isalnum() and text.endswith(_FILE_ENDINGS))


def _path_problem(tree, path, text):
    here = posixpath.dirname(path)
    if "/" not in text and (text in tree.names or fnmatch.filter(tree.names, text)):
        return None
    for base in (here, ""):
        place = posixpath.normpath(posixpath.join(base, text))
        if tree.exists(place) or tree.is_output(place):
            return None
        if "*" in place and fnmatch.filter(tree.files | tree.directories, place):
            return None
    return "there is no such file or directory"


def _unreachable(documents):
    """The documents to which no chain of links leads from README.md."""
    found = set()
    ahead = ["README.md"]
    while ahead:
        path = ahead.pop()
        if path in documents and path not in found:
            found.add(path)
            ahead += [_place(path, link.text)[0] for link in documents[path].links]
    return set(documents) - found


def check(tree):
    """All problems of all Markdown files of the tree, in order."""
    documents = {
        path: markdown.parse(tree.read(path)) for path in tree.files if path.endswith(".md")
    }
    problems = []
    lost = _unreachable(documents)
    for path in sorted(documents):
        document = documents[path]
        found = [(1, "no link leads here from README.md")] if path in lost else []
        if document.unclosed is not None:
            found.append((document.unclosed, "the code block is never closed"))
        for link in document.links:
            if _SCHEME.match(link.text):
                continue
            what = _link_problem(tree, documents, path, link.text)
            if what:
                found.append((link.line, f"link {link.text}: {what}"))
        for line in document.prose + document.code:
            for label, package, target in _labels(line.text):
                what = label_problem(tree, package, target)
                if what:
                    found.append((line.line, f"label {label}: {what}"))
        found += code_blocks.check(tree, path, document, label_problem)
        for span in document.spans:
            if _is_tree_path(tree, span.text):
                what = _path_problem(tree, path, span.text)
                if what:
                    found.append((span.line, f"path {span.text}: {what}"))
        problems += [Problem(path, line, what) for line, what in sorted(found)]
    return problems
