# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""The layers of the hypervisor, from the package groups of the root BUILD.bazel.

Bazel refuses a dependency that a target's visibility does not allow. What it cannot see is a target
that is visible to more than its layer allows; that, and that nobody has gone round it, is checked
here, over BUILD files and over #include. Tests, and what is there for tests only, may use anything.
"""

import ast
import os
import re

from testing.lint import build_files
from testing.lint.includes import includes
from testing.lint.tree import Finding, kind

# The layers that are open to all of the hypervisor and so have no package group.
_OPEN = {"hypervisor/base": 0, "hypervisor/sync": 1, "hypervisor/arch": 1}

# Only these may name a backend of hypervisor/arch/ (model, which is pure, is open to all).
_BACKENDS = ("hypervisor/arch/aarch64/hw", "hypervisor/arch/host")
_BACKEND_USERS = ("hypervisor/arch", "hypervisor/boot", "hypervisor/testing")

# What a tree below may depend on of our own, tests and tools apart. A guest sees what its author's
# own workspace sees.
_TREES = {
    "abi/": ("abi",),
    "hypervisor/": ("abi", "hypervisor"),
    "bindings/": ("abi", "bindings"),
}
_ALWAYS = ("platforms/rules", "platforms/toolchains", "platforms")


def groups(text):
    """[(name, [folders])] of the package groups, lowest layer first, each with its own folders.

    Raises ValueError where they are no chain.
    """
    found = {}
    for call in build_files.calls(ast.parse(text)):
        if call.func.id == "package_group":
            values = {k.arg: ast.literal_eval(k.value) for k in call.keywords}
            found[values["name"]] = (
                [p.removeprefix("//").removesuffix("/...") for p in values.get("packages", [])],
                [i.lstrip(":") for i in values.get("includes", [])],
            )
    chain = []
    included = {i for _, includes_of in found.values() for i in includes_of}
    lowest = [name for name in found if name not in included]
    while lowest:
        if len(lowest) != 1:
            raise ValueError(f"the package groups {lowest} are beside each other, in no order")
        name = lowest[0]
        chain.append((name, found[name][0]))
        lowest = found[name][1]
    return chain


def layer(folder, chain):
    """The number of a folder's layer; None outside the hypervisor or in none."""
    for prefix, number in _OPEN.items():
        if folder == prefix or folder.startswith(prefix + "/"):
            return number
    for number, (_, prefixes) in enumerate(chain, 2):
        if any(folder == p or folder.startswith(p + "/") for p in prefixes):
            return number
    return None


def check(texts):
    try:
        chain = groups(texts["BUILD.bazel"])
    except ValueError as error:
        return [Finding("BUILD.bazel", 1, str(error))]
    findings = []
    # Sources that some target for tests only has; what such a target names, as a file.
    tests = set()
    for path, text in texts.items():
        if not build_files.is_build_file(path) or path.startswith("platforms/bazel/"):
            continue
        module, error = build_files.parse(path, text)
        if error:
            continue  # build_files.check() tells.
        folder = os.path.dirname(path)
        if folder.startswith("hypervisor/") and layer(folder, chain) is None:
            findings.append(Finding(path, 1, "in no layer: add it to a group of //:BUILD.bazel"))
            continue
        testonly = _testonly_package(module)
        for call in build_files.calls(module):
            if testonly or _testonly(call):
                tests.update(
                    os.path.join(folder, value) for _, value in build_files.strings(call))
                continue
            findings += _check_labels(path, folder, call, chain)
            if call.func.id == "cc_library":
                findings += _check_visibility(path, folder, call, chain)
    for path, text in texts.items():
        folder = os.path.dirname(path)
        if kind(path) != "c" or path in tests or text is None:
            continue
        if "_test." in path or "_fuzz." in path:
            continue
        if layer(folder, chain) is None or _in(folder, ("hypervisor/testing",)):
            continue
        for number, _, name in includes(text):
            findings += _check_use(path, number, folder, os.path.dirname(name), chain)
    return sorted(set(findings))


def _testonly_package(module):
    return any(
        call.func.id == "package" and any(
            k.arg == "default_testonly" and getattr(k.value, "value", False) for k in call.keywords)
        for call in build_files.calls(module)
    )


def _testonly(call):
    return call.func.id.endswith("_test") or any(
        k.arg == "testonly" and getattr(k.value, "value", False) for k in call.keywords)


def _check_labels(path, folder, call, chain):
    for keyword in call.keywords:
        if keyword.arg in ("visibility", "default_visibility", "packages", "includes"):
            continue
        for line, value in build_files.strings(keyword.value):
            match = re.fullmatch(r"//([^:]*)(:.*)?", value)
            if match and call.func.id != "load":
                yield from _check_use(path, line, folder, match.group(1), chain)
                yield from _check_tree(path, line, folder, match.group(1))


def _check_use(path, line, user, used, chain):
    """Findings when `user` may not use `used`; both are folders."""
    mine, its = layer(user, chain), layer(used, chain)
    if mine is None or its is None:
        return
    if mine < its:
        yield Finding(path, line, f"layer {mine}, {user}, depends on layer {its}, {used}")
    if _in(used, _BACKENDS) and not _in(user, _BACKEND_USERS):
        yield Finding(path, line, f"{user} names a backend of the architecture, {used}")


def _check_tree(path, line, user, used):
    for tree, allowed in _TREES.items():
        if user.startswith(tree) and not _in(used, allowed) and not _in(used, _ALWAYS):
            yield Finding(path, line, f"{user} depends on {used}: {tree} may not")


def _check_visibility(path, folder, call, chain):
    mine = layer(folder, chain)
    if mine is None or mine < 2 or folder == "hypervisor/testing":
        return
    numbers = {"//:" + name: number for number, (name, _) in enumerate(chain, 2)}
    for keyword in call.keywords:
        if keyword.arg != "visibility":
            continue
        for line, value in build_files.strings(keyword.value):
            match = re.fullmatch(r"//(.*):__(pkg|subpackages)__", value)
            allowed = value == "//visibility:private" or numbers.get(value, -1) >= mine
            if match:
                its = layer(match.group(1), chain)
                allowed = its is not None and its >= mine
            if not allowed:
                yield Finding(
                    path, line, f"layer {mine} is visible to {value}; at most to layer {mine}'s")


def _in(folder, prefixes):
    return any(folder == p or folder.startswith(p + "/") for p in prefixes)
