# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What Bazel would run, made into what clangd and rust-analyzer read. Pure.

Input is what `bazel aquery --output=jsonproto` prints of the actions CppCompile and Rustc.
"""

import os
import re

# A file that is compiled in several configurations is shown as the first of these sees it.
_ORDER = ("el2", "guest", "k8")

_C_SOURCES = (".c", ".cc", ".S")

# An argument that names what is not in the workspace, after an option's name or alone.
_ELSEWHERE = re.compile(r"((?:-[-\w]+=|-I)?)((?:external|bazel-out)/.*)")


class NotUnderstood(Exception):
    """The actions are not what this module knows."""


def _actions(graph, mnemonic):
    """(label, configuration, arguments) of the workspace's own actions of a kind."""
    labels = {target["id"]: target["label"] for target in graph.get("targets", [])}
    configurations = {
        c["id"]: c["mnemonic"].split("-")[0] for c in graph.get("configuration", [])
    }
    for action in graph.get("actions", []):
        label = labels[action["targetId"]]
        if action["mnemonic"] == mnemonic and label.startswith("//"):
            yield label, configurations[action["configurationId"]], action["arguments"]


def _source(arguments):
    """The file that a compiler's command line compiles."""
    if "-c" not in arguments:
        raise NotUnderstood(f"no -c in the command line {arguments}")
    return arguments[arguments.index("-c") + 1]


def located(path, execution_root, workspace):
    """Where a path of a command line is when no command runs.

    In the execution root Bazel makes links to what the command at hand needs, and to that alone.
    """
    if path.startswith("external/"):
        return os.path.join(os.path.dirname(os.path.dirname(execution_root)), path)
    return os.path.join(execution_root if path.startswith("bazel-out/") else workspace, path)


def compile_commands(graph, execution_root, workspace):
    """(entries of compile_commands.json, labels of their targets).

    Commands run in the workspace, where one edits sources.
    """
    def argument(text):
        match = _ELSEWHERE.fullmatch(text)
        if match is None:
            return text
        return match.group(1) + located(match.group(2), execution_root, workspace)

    found = {}
    labels = set()
    for label, configuration, arguments in _actions(graph, "CppCompile"):
        labels.add(label)
        source = _source(arguments)
        if not source.endswith(_C_SOURCES):
            continue
        file = located(source, execution_root, workspace)
        arguments = [file if a == source else argument(a) for a in arguments]
        rank = _ORDER.index(configuration) if configuration in _ORDER else len(_ORDER)
        # Variants, for gdb for one, have more options.
        key = re.sub(r"/bazel-out/[^/]+/", "/bazel-out/", file), rank
        if key not in found or len(arguments) < len(found[key]["arguments"]):
            found[key] = {"directory": workspace, "file": file, "arguments": arguments}
    return [found[key] for key in sorted(found)], labels


def rust_project(graph, execution_root, workspace):
    """The object of rust-project.json; crates in the order in which they build on each other."""
    compiled = {}
    for label, _, arguments in _actions(graph, "Rustc"):
        compiled.setdefault(_option(arguments, "-o"), (label, arguments))
    crates, numbers = [], {}

    def add(output):
        if output in numbers:
            return numbers[output]
        label, arguments = compiled[output]
        needed = [
            (value.split("=", 1)[0], value.split("=", 1)[1])
            for value in _options(arguments, "--extern")
        ]
        deps = [{"crate": add(rlib), "name": name} for name, rlib in needed if rlib in compiled]
        root = next(a for a in arguments[1:] if a.endswith(".rs"))
        foreign = root.startswith("external/")
        numbers[output] = len(crates)
        crates.append({
            "display_name": _option(arguments, "--crate-name"),
            "root_module": located(root, execution_root, workspace),
            "edition": _prefixed(arguments, "--edition=", "2021"),
            "target": _prefixed(arguments, "--target=", None),
            "deps": deps,
            "cfg": [],
            "is_workspace_member": not foreign,
            "build": {
                "label": label,
                "build_file": os.path.join(
                    workspace, label[2:].split(":")[0], "BUILD.bazel"),
                "target_kind": "lib",
            },
        })
        return numbers[output]

    for output in sorted(compiled):
        add(output)
    return {"crates": crates}


def _options(arguments, name):
    return [arguments[i + 1] for i, a in enumerate(arguments[:-1]) if a == name]


def _option(arguments, name):
    values = _options(arguments, name)
    if len(values) != 1:
        raise NotUnderstood(f"{len(values)} {name} in the command line {arguments}")
    return values[0]


def _prefixed(arguments, prefix, default):
    for argument in arguments:
        if argument.startswith(prefix):
            return argument[len(prefix):]
    return default


def missing(entries, project):
    """Paths that the two files name and that do not exist."""
    paths = {os.path.join(entry["directory"], entry["file"]) for entry in entries}
    paths |= {entry["directory"] for entry in entries}
    paths |= {crate["root_module"] for crate in project["crates"]}
    return sorted(path for path in paths if not os.path.exists(path))
