# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Runs a libFuzzer program: as a test, for as long as one likes, or on one input.

With --runs it is a test: the corpus, and so many new inputs, always from the same seed. Without, it
goes on until it is interrupted or --seconds are over, keeps what is new in .fuzz/NAME/corpus of the
workspace, and an input that crashes in .fuzz/NAME. Other options that start with '-' are
libFuzzer's.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile

from testing.fuzz import corpus

# Of one input, in seconds. It takes about a millisecond.
_TIMEOUT = 10


def main():
    options, others = _options()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder:
        options.folder = folder
        if options.replay:
            sys.exit(_replay(options, others))
        if options.merge:
            sys.exit(_merge(options, others))
        sys.exit(_test(options, others) if options.runs else _search(options, others))


def _options():
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    for name in ("name", "fuzzer", "under", "corpus"):
        parser.add_argument("--" + name, required=True, help=argparse.SUPPRESS)
    for name in ("max-length", "keep-length"):
        parser.add_argument("--" + name, type=int, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--seeds", nargs="*", action="extend", default=[], help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int, metavar="N", help="the corpus and N new inputs")
    parser.add_argument("--seconds", type=int, default=0, metavar="N", help="stop after N seconds")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="N processes")
    parser.add_argument("--replay", metavar="FILE", help="try this input, and tell what happens")
    parser.add_argument(
        "--merge", action="store_true",
        help="complete the workspace's corpus with what runs have found that covers more")
    return parser.parse_known_args()


def _fuzz(options, arguments, **environment):
    """Runs the program; returns its exit status and what it said, which has been shown too."""
    command = [options.under, options.fuzzer, f"-max_len={options.max_length}"]
    # Longer inputs sooner than libFuzzer would by itself.
    command += [f"-timeout={_TIMEOUT}", "-len_control=10", *arguments]
    said = []
    with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, **environment}) as process:
        try:
            for line in process.stdout:
                said.append(line.decode(errors="replace"))
                sys.stdout.write(said[-1])
                sys.stdout.flush()
        except KeyboardInterrupt:
            # It has been interrupted as well, and says how far it got.
            for line in process.stdout:
                sys.stdout.write(line.decode(errors="replace"))
            process.wait()
            return 0, "".join(said)
    return process.returncode, "".join(said)


def _unpack(options, inputs, name):
    """Writes inputs into a folder of their own, and returns it."""
    folder = os.path.join(options.folder, name)
    os.mkdir(folder)
    for number, data in enumerate(inputs):
        with open(os.path.join(folder, f"{number:05}"), "wb") as file:
            file.write(data)
    return folder


def _read(folder, names):
    inputs = []
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            inputs.append(file.read())
    return inputs


def _corpus(options):
    """The inputs that are checked in."""
    with open(options.corpus, encoding="ascii") as file:
        return corpus.parse(file.read())


def _seeds(options):
    return _read("", options.seeds)


def _fail(options, said, folder):
    """Says what to do with the input that was written when the program crashed."""
    print(f"{options.name}: FAIL: an input does what must not be, see above", flush=True)
    found = re.search(r"Test unit written to (\S+)", said)
    if not found:
        return
    with open(found[1], "rb") as file:
        data = file.read()
    print(f"the input: {corpus.escape(data)}")
    if folder is None:
        print("it is in outputs.zip, under bazel-testlogs, as", os.path.basename(found[1]))
        path = "FILE"
    else:
        print("it is in", found[1])
        path = os.path.relpath(found[1], folder)
    print("to try it again:")
    print(f"    ./bazelw run //testing/fuzz:{options.name} -- --replay {path}")
    print(f"once it is mended, add its line to testing/fuzz/corpus/{options.name}.txt", flush=True)


def _test(options, others):
    inputs = _corpus(options)
    folder = _unpack(options, inputs + _seeds(options), "corpus")
    runs = len(os.listdir(folder)) + options.runs
    outputs = os.environ.get("TEST_UNDECLARED_OUTPUTS_DIR", options.folder)
    status, said = _fuzz(options, [
        f"-runs={runs}", "-seed=1", f"-artifact_prefix={outputs}/", *others, folder])
    if status != 0:
        _fail(options, said, None)
        return 1
    done = re.search(r"^Done (\d+) runs in \d+ second", said, re.MULTILINE)
    if not done or int(done[1]) < runs:
        print(f"{options.name}: FAIL: libFuzzer was to say that it is done with {runs} runs")
        return 1
    print(f"{options.name}: PASS: {done[1]} inputs, {len(inputs)} of them from the corpus")
    return 0


def _own_folder(options):
    workspace = os.environ.get("BUILD_WORKSPACE_DIRECTORY")
    if not workspace:
        sys.exit("driver.py: without --runs this is for `bazel run`, which says where the tree is")
    folder = os.path.join(workspace, ".fuzz", options.name)
    os.makedirs(os.path.join(folder, "corpus"), exist_ok=True)
    return workspace, folder


def _search(options, others):
    workspace, folder = _own_folder(options)
    known = _unpack(options, _corpus(options) + _seeds(options), "known")
    found = os.path.join(folder, "corpus")
    arguments = [f"-artifact_prefix={folder}/", "-print_final_stats=1"]
    if options.seconds:
        arguments.append(f"-max_total_time={options.seconds}")
    if options.jobs > 1:
        # By itself it would go on after an input that takes too long.
        arguments += [f"-fork={options.jobs}", "-ignore_timeouts=0", "-ignore_ooms=0"]
    print(f"{options.name}: new inputs go to {found}; Ctrl-C ends it", flush=True)
    status, said = _fuzz(options, [*arguments, *others, found, known])
    if status != 0:
        _fail(options, said, workspace)
        return 1
    print(f"{options.name}: no crash; {len(os.listdir(found))} inputs in {found}")
    print("to keep those that cover more:")
    print(f"    ./bazelw run //testing/fuzz:{options.name} -- --merge")
    return 0


def _merge(options, others):
    workspace, folder = _own_folder(options)
    checked_in = os.path.join(workspace, "testing/fuzz/corpus", options.name + ".txt")
    # What seeds cover need not be kept twice.
    merged = _unpack(options, _seeds(options), "merged")
    seeds = set(os.listdir(merged))
    found = _read(os.path.join(folder, "corpus"), os.listdir(os.path.join(folder, "corpus")))
    candidates = [i for i in _corpus(options) + found if len(i) <= options.keep_length]
    status, _ = _fuzz(options, ["-merge=1", *others, merged, _unpack(options, candidates, "known")])
    if status != 0:
        return 1
    inputs = _read(merged, set(os.listdir(merged)) - seeds)
    text = corpus.render(inputs)
    with open(checked_in, "w", encoding="ascii") as file:
        file.write(text)
    print(f"{options.name}: {len(inputs)} inputs in {checked_in}")
    return 0


def _replay(options, others):
    path = os.path.join(os.environ.get("BUILD_WORKING_DIRECTORY", ""), options.replay)
    if not os.path.exists(path):
        path = os.path.join(os.environ.get("BUILD_WORKSPACE_DIRECTORY", ""), options.replay)
    status, _ = _fuzz(options, [*others, path], HF_FUZZ_TRACE="1")
    print(f"{options.name}: {'FAIL, as above' if status else 'PASS'}")
    return 1 if status else 0


if __name__ == "__main__":
    main()
