# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Sanity of BUILD and .bzl files, which Python's own parser reads: Starlark is a subset."""

import ast
import fnmatch
import os
import re

from testing.lint.tree import Finding, kind

_CC_RULES = {
    "cc_binary", "cc_import", "cc_library", "cc_proto_library", "cc_shared_library", "cc_test",
    "cc_toolchain", "cc_toolchain_suite",
}
_CC_DEFS = "@rules_cc//cc:defs.bzl"

# Sources that some target has to name; a file of another ending is read by whatever needs it.
_SOURCES = (".c", ".cc", ".h", ".S", ".rs", ".py", ".proto")

# Repositories of their own, which the build of this one does not load.
_OTHER_WORKSPACES = ("platforms/bazel/",)


def is_build_file(path):
    return os.path.basename(path) == "BUILD.bazel"


def parse(path, text):
    """(module, None), or (None, Finding) when it is no Starlark."""
    try:
        return ast.parse(text), None
    except SyntaxError as error:
        return None, Finding(path, error.lineno or 1, f"this is not Starlark: {error.msg}")


def calls(node):
    """All calls by name below the node."""
    for child in ast.walk(node):
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name):
            yield child


def strings(node):
    """(line, value) of all string constants below the node."""
    for child in ast.walk(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.lineno, child.value


def check(texts):
    findings = []
    for path, text in texts.items():
        if os.path.basename(path) in ("BUILD", "WORKSPACE.bazel"):
            findings.append(Finding(path, 1, "the names here are BUILD.bazel and WORKSPACE"))
        if kind(path) not in ("build", "starlark") or text is None:
            continue
        module, error = parse(path, text)
        if error:
            findings.append(error)
            continue
        findings += _check_loads(path, module)
        if is_build_file(path) and not path.startswith(_OTHER_WORKSPACES):
            findings += _check_sources(path, module, texts)
    return findings


def _check_loads(path, module):
    loaded = {}
    for call in calls(module):
        if call.func.id != "load" or not call.args:
            continue
        source = call.args[0].value
        if not re.match(r"(@|//|:)", source):
            yield Finding(path, call.lineno, f"load({source!r}) is relative: start with // or :")
        names = [(a.value, a.value) for a in call.args[1:]]
        names += [(k.arg, k.value.value) for k in call.keywords]
        for local, name in names:
            if name in _CC_RULES and source != _CC_DEFS:
                if not path.startswith(_OTHER_WORKSPACES):
                    yield Finding(path, call.lineno, f"load {name} from {_CC_DEFS}")
            if local in loaded:
                yield Finding(path, call.lineno, f"{local} is loaded twice")
            loaded[local] = call.lineno
    used = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    if os.path.basename(path) != "WORKSPACE":
        for name, line in loaded.items():
            # A file may also be there to pass on what it loads.
            if name not in used and not _reexported(path, name, module):
                yield Finding(path, line, f"{name} is loaded, but not used")
    for call in calls(module):
        if call.func.id in _CC_RULES and call.func.id not in loaded:
            yield Finding(
                path, call.lineno, f'{call.func.id} is not loaded: load("{_CC_DEFS}", ...)')


def _reexported(path, name, module):
    return path.endswith(".bzl") and any(
        isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id == name
        for node in module.body
    )


def _check_sources(path, module, texts):
    """Every source of the package occurs in its BUILD file: by name, by stem, or by a pattern."""
    package = os.path.dirname(path)
    packages = {os.path.dirname(p) for p in texts if is_build_file(p)}
    values = {value for _, value in strings(module)}
    patterns = [value for value in values if "*" in value]
    for file in texts:
        if not file.endswith(_SOURCES) or kind(file) == "generated":
            continue
        if _package_of(file, packages) != package:
            continue
        name = os.path.relpath(file, package or ".")
        stem = os.path.splitext(name)[0]
        if name in values or ":" + name in values or stem in values:
            continue
        if any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
            continue
        # "%s_test" and the like in a comprehension.
        if any(_made_of(stem, value, values) for value in values if "%s" in value):
            continue
        yield Finding(file, 1, f"no target of {path} names this file")


def _made_of(stem, template, values):
    """Whether template % v, for one of the values, is the stem, or the stem with an ending."""
    pattern = re.escape(template).replace("%s", "(.+)", 1)
    match = re.fullmatch(pattern, stem) or re.match(pattern + r"\.", stem)
    return bool(match) and match.group(1) in values


def _package_of(file, packages):
    folder = os.path.dirname(file)
    while folder and folder not in packages:
        folder = os.path.dirname(folder)
    return folder if folder in packages else None
