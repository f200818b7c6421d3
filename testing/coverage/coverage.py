# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What the host tests of the hypervisor and of the ABI's compiler cover, by folder.

    bazel run //testing/coverage [-- options of the inner Bazel, such as --jobs=2]

Builds the tests with --config=coverage, runs them, and prints a table of lines and branches. Fails
where a test does, or where a folder's lines are covered less than floors.txt says. Bazel cannot run
inside a test of Bazel's, so this is no test target; .ci/run calls it.
"""

import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile

from testing.coverage import report

# Without the long ones, which try what the others do in every order.
_TESTS = 'attr(size, small, kind(cc_test, //hypervisor/... + //abi/compiler/...))'
_TOOLS = "platforms/toolchains/bin/"
# Of one test, in seconds.
_TIMEOUT = 300


def main():
    workspace = os.environ.get("BUILD_WORKSPACE_DIRECTORY")
    if not workspace:
        sys.exit("coverage.py: this is for `bazel run`, which says where the tree is")
    bazel = _Bazel(workspace, sys.argv[1:])
    tests = bazel.lines("query", _TESTS)
    bazel.run("build", "--config=coverage", *tests)
    binaries = bazel.lines("info", "--config=coverage", "bazel-bin")[0]
    programs = [_program(binaries, test) for test in tests]
    with tempfile.TemporaryDirectory() as folder:
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as executor:
            failed = [t for t in executor.map(lambda p: _run(p, folder), programs) if t]
        if failed:
            sys.exit(f"coverage: FAIL: {len(failed)} tests fail: {', '.join(failed)}")
        found = report.folders(_export(programs, folder))
    print(report.table(found))
    with open("testing/coverage/floors.txt", encoding="ascii") as file:
        problems = report.problems(found, report.parse_floors(file.read()))
    for problem in problems:
        print("coverage:", problem)
    if problems:
        sys.exit("coverage: FAIL: more tests, or, with a reason, other floors.txt")
    percent = found["all"].lines.percent
    print(f"coverage: PASS: {len(tests)} tests cover {percent:.1f} % of all lines")


class _Bazel:
    """The Bazel that runs this, in the same output directory."""

    def __init__(self, workspace, options):
        self._workspace = workspace
        self._options = options
        # This file is run below it.
        base = re.match(r"(.*)/execroot/[^/]+/bazel-out/", os.getcwd())
        self._startup = [f"--output_base={base[1]}"] if base else []

    def _command(self, verb, arguments):
        options = self._options if verb == "build" else []
        return ["./bazelw", *self._startup, verb, *options, *arguments]

    def lines(self, verb, *arguments):
        """What a question is answered."""
        done = subprocess.run(
            self._command(verb, ["--color=no", *arguments]), cwd=self._workspace, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            sys.exit(f"coverage: FAIL: bazel {verb}:\n{done.stderr}")
        return done.stdout.split("\n")[:-1]

    def run(self, verb, *arguments):
        command = self._command(verb, ["--show_result=0", *arguments])
        status = subprocess.run(command, cwd=self._workspace, check=False).returncode
        if status:
            sys.exit(f"coverage: FAIL: bazel {verb} ends with {status}")


def _program(bin_folder, label):
    return os.path.join(bin_folder, label.lstrip("/").replace(":", "/"))


def _run(program, folder):
    """Runs a test as Bazel would; its name if it fails."""
    name = program.partition("/bin/")[2]
    own = os.path.join(folder, name.replace("/", "."))
    os.mkdir(own)
    root = program + ".runfiles"
    # The loader that it names is looked for below the working directory; here it is in ours.
    libraries = os.path.abspath("external/sysroot/lib/x86_64-linux-gnu")
    loader = [libraries + "/ld-linux-x86-64.so.2", "--library-path", libraries]
    done = subprocess.run(
        [*loader, program], cwd=os.path.join(root, "hf"), check=False, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace", timeout=_TIMEOUT,
        env={"PATH": "/usr/bin:/bin", "TEST_TMPDIR": own, "TEST_SRCDIR": root, "RUNFILES_DIR": root,
             "LLVM_PROFILE_FILE": os.path.join(own, "%p.profraw")})
    if done.returncode:
        print(f"coverage: {name} fails:\n{done.stdout}", flush=True)
        return name
    return None


def _export(programs, folder):
    profiles = os.path.join(folder, "profiles.txt")
    with open(profiles, "w", encoding="utf-8") as file:
        for where, _, names in os.walk(folder):
            for name in names:
                if name.endswith(".profraw"):
                    print(os.path.join(where, name), file=file)
    merged = os.path.join(folder, "merged.profdata")
    subprocess.run(
        [_TOOLS + "llvm-profdata", "merge", "-sparse", "-o", merged, "-f", profiles], check=True)
    objects = [option for program in programs[1:] for option in ("-object", program)]
    done = subprocess.run(
        [_TOOLS + "llvm-cov", "export", "-summary-only", "-instr-profile", merged, programs[0],
         *objects], check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


main()
