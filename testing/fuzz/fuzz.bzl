# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Fuzz targets: libFuzzer, with AddressSanitizer and UndefinedBehaviorSanitizer.

    hf_fuzz_test(
        name = "vms",
        target = "//hypervisor/manifest:vms_fuzz",
    )

makes a program `vms`, for `bazel run`, which looks for new inputs as long as it may, and a test
`vms_test`, which tries a fixed number of them, and the corpus `corpus/vms.txt` first. driver.py says
what the options are.
"""

load("//platforms/rules:python.bzl", "hf_py_binary", "hf_py_test")
load("@rules_cc//cc:defs.bzl", "cc_binary")

_OPTION = "//command_line_option:"

def _fuzz_transition_impl(_settings, _attr):
    return {
        _OPTION + "compilation_mode": "fastbuild",
        _OPTION + "cpu": "fuzz",
        _OPTION + "platforms": "//platforms:host_fuzz",
        _OPTION + "strip": "never",
    }

_fuzz_transition = transition(
    implementation = _fuzz_transition_impl,
    inputs = [],
    outputs = [_OPTION + option for option in [
        "compilation_mode",
        "cpu",
        "platforms",
        "strip",
    ]],
)

def _instrumented_impl(ctx):
    program = ctx.attr.program[0][DefaultInfo]
    out = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = out, target_file = program.files_to_run.executable, is_executable = True)
    return [DefaultInfo(
        executable = out,
        runfiles = ctx.runfiles([out]).merge(program.default_runfiles),
    )]

_instrumented = rule(
    implementation = _instrumented_impl,
    attrs = {
        "program": attr.label(
            cfg = _fuzz_transition,
            mandatory = True,
        ),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
    doc = "A program, built for //platforms:host_fuzz whatever the rest is built for.",
    executable = True,
)

def hf_fuzz_test(name, target, max_length, runs = 0, keep_length = 128, seeds = [], main = "driver.py"):
    """Declares NAME, to be run, and NAME_test.

    Args:
      name: What `bazel run` calls it. Its corpus is corpus/NAME.txt.
      target: A cc_library that defines LLVMFuzzerTestOneInput().
      max_length: The largest input that is tried, in bytes.
      runs: How many new inputs the test tries; a few seconds' worth.
      keep_length: The largest input that --merge adds to the corpus.
      seeds: Targets whose files, each one input, complete the corpus.
      main: What the test runs.
    """
    cc_binary(
        name = name + ".bin",
        testonly = True,
        linkopts = ["-fsanitize=fuzzer"],
        target_compatible_with = ["//platforms:fuzz"],
        deps = [target],
    )
    _instrumented(
        name = name + ".fuzzer",
        testonly = True,
        program = ":" + name + ".bin",
    )
    corpus = "corpus/%s.txt" % name
    data = [
        ":%s.fuzzer" % name,
        corpus,
        "//platforms/toolchains:host_files",
        "//platforms/toolchains:run_instrumented.sh",
    ] + seeds
    args = [
        "--name=" + name,
        "--fuzzer=$(rootpath :%s.fuzzer)" % name,
        "--under=$(rootpath //platforms/toolchains:run_instrumented.sh)",
        "--corpus=$(rootpath %s)" % corpus,
        "--max-length=%d" % max_length,
        "--keep-length=%d" % keep_length,
    ]
    for seed in seeds:
        args += ["--seeds", "$(rootpaths %s)" % seed]
    hf_py_binary(
        name = name,
        testonly = True,
        args = args,
        data = data,
        main = "driver.py",
        deps = [":lib"],
    )
    hf_py_test(
        name = name + "_test",
        size = "small",
        args = args + (["--runs=%d" % runs] if runs else []),
        data = data,
        main = main,
        deps = [":lib"],
    )
