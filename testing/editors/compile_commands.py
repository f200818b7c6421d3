# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Writes compile_commands.json and rust-project.json into the root of the workspace.

    bazel run //testing:compile_commands              writes them
    bazel run //testing:compile_commands -- --check   writes them, and checks that they are right

Both cover everything that `//...` builds: EL2, guests, host tools and tests. What they name under
bazel-out/ is there once it has been built; --check wants all of it built.

A program of `bazel run` and no action, because only Bazel itself knows all command lines: it asks
the Bazel that runs it (`bazel aquery`), whose server waits meanwhile.
"""

import argparse
import json
import os
import re
import subprocess
import sys

from testing.editors import projects

# What is tried: each is compiled for one platform only, and includes what is generated for it.
_SAMPLES = {
    "EL2 in assembly": "hypervisor/arch/aarch64/hw/start.S",
    "EL2": "hypervisor/boot/load_secondaries.cc",
    "a guest in C": "testing/guide/echo.c",
    "a guest in C++": "platforms/demo/relay.cc",
    "a tool": "abi/compiler/commands/main.cc",
    "a test on the host": "hypervisor/mm/page_table_test.cc",
}

_QUERY = 'mnemonic("CppCompile|Rustc", deps(//...))'

# What //... builds and has C or C++ in it: "manual" is what something else has to ask for.
_BUILT = r'deps(//... except attr("tags", "\bmanual\b", //...))'
_CC = f'kind("cc_(library|binary|test) rule", {_BUILT} intersect //...)'
_WITH_SOURCES = rf'attr("srcs", "\.(c|cc|S)\b", {_CC})'


def _bazel(workspace, output_base, *arguments):
    """What Bazel prints. It does not see the environment that `bazel run` has added."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("BUILD_", "RUNFILES"))}
    run = subprocess.run(
        ["./bazelw", f"--output_base={output_base}", *arguments],
        cwd=workspace, env=environment, check=False, stdout=subprocess.PIPE, text=True)
    # 3: a query with --keep_going has left out what it could not load.
    if run.returncode and not ("--keep_going" in arguments and run.returncode == 3):
        sys.exit(f"compile_commands: bazel {arguments[0]} failed; what it said is above")
    return run.stdout


def _roots():
    """(workspace, output base, execution root), from where Bazel has put this program."""
    workspace = os.environ.get("BUILD_WORKSPACE_DIRECTORY")
    match = re.match(r"(.*)(/execroot/[^/]+)/bazel-out/", os.path.realpath(os.getcwd()) + "/")
    if not workspace or not match:
        sys.exit("compile_commands: call it as `bazel run //testing:compile_commands`")
    return workspace, match.group(1), match.group(1) + match.group(2)


def _write(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)
        file.write("\n")


def _check(workspace, output_base, entries, project, labels):
    """Problems of what was written, as text."""
    problems = [f"there is no {path}" for path in projects.missing(entries, project)]
    # A query sees the protoc that rules name by default, which --proto_compiler replaces: it is not
    # there, and left out.
    wanted = _bazel(workspace, output_base, "query", "--noimplicit_deps", "--keep_going",
                    _WITH_SOURCES).split()
    if not wanted:
        problems.append("the query for targets with sources found none")
    for label in sorted(set(wanted) - labels):
        problems.append(f"{label} has sources, but no entry")
    for name, source in _SAMPLES.items():
        entry = next((e for e in entries if e["file"] == os.path.join(workspace, source)), None)
        if entry is None:
            problems.append(f"there is no entry for {name}")
            continue
        problems += _parse(entry, name, output_base)
    if not any(crate["is_workspace_member"] for crate in project["crates"]):
        problems.append("there is no Rust crate")
    return problems


def _parse(entry, name, output_base):
    """Whether the compiler understands the entry, as clangd would.

    Our clang wants to be called where external/ is, which is not where the entry's paths begin.
    """
    directory = entry["directory"]
    compiler, *arguments = entry["arguments"]
    for option in ("-o", "-MF"):
        if option in arguments:
            at = arguments.index(option)
            del arguments[at:at + 2]
    arguments = [a for a in arguments if a != "-MD"]
    arguments += ["-fsyntax-only", "-working-directory=" + directory]
    run = subprocess.run(
        [os.path.join(directory, compiler), *arguments],
        cwd=output_base, check=False, capture_output=True, text=True)
    if run.returncode == 0:
        return []
    return [f"the entry of {entry['file']}, for {name}, does not compile: {run.stderr}"]


def main():
    parser = argparse.ArgumentParser(prog="compile_commands")
    parser.add_argument("--check", action="store_true", help="check what was written")
    options = parser.parse_args()
    workspace, output_base, execution_root = _roots()
    graph = json.loads(_bazel(
        workspace, output_base, "aquery", "--output=jsonproto", "--noinclude_artifacts", _QUERY))
    entries, labels = projects.compile_commands(graph, execution_root, workspace)
    project = projects.rust_project(graph, execution_root, workspace)
    _write(os.path.join(workspace, "compile_commands.json"), entries)
    _write(os.path.join(workspace, "rust-project.json"), project)
    print(f"compile_commands.json: {len(entries)} commands of {len(labels)} targets")
    print(f"rust-project.json: {len(project['crates'])} crates")
    if options.check:
        problems = _check(workspace, output_base, entries, project, labels)
        if problems:
            sys.exit("compile_commands: FAIL\n" + "\n".join(problems))
        print("compile_commands: all paths exist, all targets occur, samples compile")


if __name__ == "__main__":
    main()
