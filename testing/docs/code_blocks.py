# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Whether what a document's code blocks show is so: commands exist, files are as they are shown.

Every block says after its opening fence what it is:

    console   commands, one a line; a comment starts with '#'
    text      drawings and what programs print: not looked at, so no commands
    else      a language: the block is a file of the tree, without its SPDX head, or consecutive
              lines of one. The last link of the paragraph in front of the block leads to the file.

A command is that of Bazel or a program of the tree, or one of a few that every machine has. Of
Bazel's commands the verb, the configurations and the targets must exist; a label without '//' is
one of the package whose BUILD file the document has shown last.
"""

import posixpath
import re
import shlex
import textwrap

from testing.docs import markdown

_LANGUAGES = (
    "asm", "bazelrc", "c", "cc", "cmake", "json", "proto", "python", "rust", "sh", "starlark",
    "toml",
)
_BAZEL = ("./bazelw", "bazel", "bazelw")
_VERBS = ("aquery", "build", "clean", "cquery", "info", "query", "run", "shutdown", "test")
# Of these nothing is known but that they are there.
_MACHINE = (
    "apt-get", "cargo", "cd", "cp", "export", "git", "ln", "ls", "mkdir", "pkg-config", "tar",
)
_SPDX = re.compile(r"\W*SPDX-")


def check(tree, path, document, label_problem):
    """Yields (line, what) for each problem of the document's code blocks and commands in prose.

    label_problem(tree, package, target) says what is wrong with a label, or returns None.
    """
    package = None
    for block in document.blocks:
        if block.info == "console":
            for offset, line in enumerate(_joined(block.lines), 1):
                for what in _command_problems(tree, line, package, label_problem):
                    yield block.line + offset, what
        elif block.info == "text":
            for offset, line in enumerate(block.lines, 1):
                if line.startswith(("$ ", *(name + " " for name in _BAZEL))):
                    yield block.line + offset, "a command in a block that is not 'console'"
        elif block.info in _LANGUAGES:
            file, what = _file_problem(tree, path, block)
            if what:
                yield block.line, what
            elif posixpath.basename(file) in ("BUILD", "BUILD.bazel"):
                package = posixpath.dirname(file)
        else:
            yield block.line, (
                f"the code block is {block.info or 'nothing'!r}: it should be 'console', 'text' or "
                f"a language of {', '.join(_LANGUAGES)}"
            )
    for span in document.spans:
        if span.text.startswith(tuple(name + " " for name in _BAZEL)):
            for what in _command_problems(tree, span.text, package, label_problem):
                yield span.line, what


def _joined(lines):
    """The lines, those that end in a backslash joined with the next, which is left empty."""
    result = list(lines)
    for at in range(len(result) - 2, -1, -1):
        if result[at].endswith("\\"):
            result[at] = result[at][:-1] + " " + result[at + 1].strip()
            result[at + 1] = ""
    return result


def _command_problems(tree, line, package, label_problem):
    try:
        words = shlex.split(line, comments=True)
    except ValueError as error:
        return [f"command {line!r}: {error}"]
    problems = []
    command = []
    for word in words + ["&&"]:
        if word not in ("&&", "||", "|", ";"):
            command.append(word)
            continue
        what = _one_command_problem(tree, command, package, label_problem) if command else None
        if what:
            problems.append(f"command {' '.join(command)}: {what}")
        command = []
    return problems


def _one_command_problem(tree, words, package, label_problem):
    program = words[0]
    if program in _BAZEL:
        return _bazel_problem(tree, words[1:], package, label_problem)
    if program in _MACHINE or posixpath.normpath(program) in tree.files:
        return None
    return f"{program} is neither in the tree nor one of {', '.join(_MACHINE)}"


def _bazel_problem(tree, words, package, label_problem):
    words = words[: words.index("--")] if "--" in words else words
    options = [word for word in words if word.startswith("-")]
    verb, *targets = [word for word in words if not word.startswith("-")] or [None]
    if verb not in _VERBS:
        return f"{verb!r} is none of {', '.join(_VERBS)}"
    for option in options:
        name, _, value = option.partition("=")
        if name == "--config" and not re.search(rf"^\w+:{value}\b", tree.bazelrc(), re.MULTILINE):
            return f"there is no configuration {value!r} in .bazelrc"
    if verb in ("build", "run", "test") and not targets:
        return "there is no target"
    if verb not in ("build", "run", "test"):
        return None
    for label in targets:
        what = _label_problem(tree, label, package, label_problem)
        if what:
            return f"{label}: {what}"
    return None


def _label_problem(tree, label, package, label_problem):
    if label.startswith("@hf//"):
        directory, _, target = label.removeprefix("@hf//").partition(":")
        return label_problem(tree, directory, target or None)
    # Labels of the form //package:target are checked wherever they stand, by checker.py.
    if label.startswith(("@", "//")):
        return None
    if package is None:
        return "the document has shown no BUILD file of which it could be a target"
    if label in ("...", ":all"):
        return None
    return label_problem(tree, package, label.removeprefix(":"))


def _file_problem(tree, path, block):
    """The file that a block shows, and what is wrong with it or None."""
    targets = markdown.links(block.before)
    if not targets:
        return None, "the paragraph before the code block has no link to the file that it shows"
    file = posixpath.normpath(posixpath.join(posixpath.dirname(path), targets[-1]))
    if file not in tree.files:
        return file, f"the code block should show {file}, which is no file"
    shown = _bare("\n".join(block.lines))
    text = tree.read(file)
    if shown and (shown == _bare(_without_head(text)) or _is_part(shown, text)):
        return file, None
    return file, f"the code block is not {file}: {_difference(shown, text)}"


def _bare(text):
    return textwrap.dedent(text).strip("\n")


def _without_head(text):
    """The text without the SPDX lines, and the empty ones after them, that it may start with."""
    lines = text.split("\n")
    while lines and (_SPDX.match(lines[0]) or not lines[0].strip()):
        lines.pop(0)
    return "\n".join(lines)


def _is_part(shown, text):
    """Whether consecutive lines of the text, less their common indentation, are what is shown."""
    count = shown.count("\n") + 1
    lines = text.split("\n")
    first = shown.split("\n")[0].strip()
    return any(
        lines[at].strip() == first and _bare("\n".join(lines[at:at + count])) == shown
        for at in range(len(lines) - count + 1)
    )


def _difference(shown, text):
    """The first line that the file has nowhere, or what else is wrong."""
    lines = {line.strip() for line in text.split("\n")}
    for line in shown.split("\n"):
        if line.strip() not in lines:
            return f"it has no line {line.strip()!r}"
    return "its lines are not consecutive lines of it"
