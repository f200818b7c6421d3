# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Checks of models by Spin. BUILD.bazel has the configurations, README.md explains.

    spin_check(
        name = "messages",
        defines = ["SENDS=2"],
        model = "vms.pml",
        states = 1000000,
    )

makes the test //abi/spin:messages. spin_finds makes one that passes if a property is violated.
"""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library")
load("//abi/compiler:defs.bzl", "hfidl_files")
load("//platforms/rules:python.bzl", "hf_py_binary", "hf_py_test")

# What Spin writes: pan.c, which includes the others.
_PARTS = ["pan.%s" % part for part in "bchmpt".elems()]

def _spin_source_impl(ctx):
    generated = ctx.file.abi
    outs = [ctx.actions.declare_file(ctx.label.name + "/" + part) for part in _PARTS]
    text = ctx.actions.declare_file(ctx.label.name + "/model.pml")
    args = ctx.actions.args()
    args.add_all(["-E", "-P", "-x", "c", "-undef", "-nostdinc", "-I."])
    args.add(generated.path[:-len("/abi/spin/abi.pml")], format = "-I%s")
    args.add_all(ctx.attr.defines, format_each = "-D%s")
    args.add(ctx.file.model)
    args.add("-o", text)
    ctx.actions.run(
        arguments = [args],
        executable = ctx.executable._clang,
        inputs = [ctx.file.model, generated] + ctx.files.srcs + ctx.files._llvm,
        mnemonic = "HfPromela",
        outputs = [text],
        progress_message = "Preprocessing %s" % ctx.label,
    )

    # Spin writes into the working directory. What it says it says to the standard output, and it
    # preprocesses once more: by nothing.
    ctx.actions.run_shell(
        arguments = [ctx.executable._spin.path, outs[0].dirname],
        command = """
spin="$PWD/$1"
cd "$2" && "$spin" -Pcat -a model.pml > model.log 2>&1 || { cat model.log >&2; exit 1; }
if grep -q -e Error -e warning model.log; then cat model.log >&2; exit 1; fi
rm -f model.log
""",
        inputs = [text],
        mnemonic = "HfSpin",
        outputs = outs,
        progress_message = "Making a verifier of %s" % ctx.label,
        tools = [ctx.executable._spin] + ctx.files._spin_files,
    )
    return [
        DefaultInfo(files = depset([out for out in outs if out.extension == "c"])),
        OutputGroupInfo(parts = depset([out for out in outs if out.extension != "c"])),
    ]

_spin_source = rule(
    implementation = _spin_source_impl,
    attrs = {
        "abi": attr.label(allow_single_file = True),
        "defines": attr.string_list(),
        "model": attr.label(allow_single_file = [".pml"]),
        "srcs": attr.label_list(allow_files = [".pml"]),
        "_clang": attr.label(
            allow_single_file = True,
            cfg = "host",
            default = "//platforms/toolchains:bin/clang",
            executable = True,
        ),
        "_llvm": attr.label(
            cfg = "host",
            default = "//platforms/toolchains:llvm_files",
        ),
        "_spin": attr.label(
            allow_single_file = True,
            cfg = "host",
            default = "@spin//:spin.sh",
            executable = True,
        ),
        "_spin_files": attr.label(
            cfg = "host",
            default = "@spin//:files",
        ),
    },
    doc = "The verifier of a model, in C.",
)

def _edited_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.expand_template(
        output = out,
        substitutions = ctx.attr.edit,
        template = ctx.file._idl,
    )
    return [DefaultInfo(files = depset([out]))]

_edited = rule(
    implementation = _edited_impl,
    attrs = {
        "edit": attr.string_dict(),
        "_idl": attr.label(
            allow_single_file = True,
            default = "//abi:hafnia.proto",
        ),
    },
    doc = "The IDL with texts replaced.",
)

def spin_verifier(name, model, defines = [], abi = ":abi", breadth_first = False, testonly = True):
    """The program NAME, which searches all states of a model. `NAME --` lists its options.

    Args:
      name: of the program.
      model: a .pml file of this package.
      defines: the configuration, "NAME=VALUE".
      abi: the generated rows, as a file abi/spin/abi.pml somewhere.
      breadth_first: search so that the first trail found is one of the shortest.
      testonly: as always.
    """
    _spin_source(
        name = name + "_source",
        testonly = testonly,
        abi = abi,
        defines = defines + (["BREADTH_FIRST"] if breadth_first else []),
        model = model,
        srcs = native.glob(["*.pml"]),
    )
    native.filegroup(
        name = name + "_parts",
        testonly = testonly,
        srcs = [":%s_source" % name],
        output_group = "parts",
    )
    cc_binary(
        name = name,
        testonly = testonly,
        srcs = [":%s_source" % name],
        # Assertions and deadlocks, no cycles; states are stored compressed, and none is left out.
        copts = [
            "-O2",
            "-w",
        ],
        features = ["-hf_warnings"],
        local_defines = [
            "COLLAPSE",
            "MEMLIM=8192",
            "NOCLAIM",
            "SAFETY",
        ] + (["BFS"] if breadth_first else []),
        deps = [":%s_headers" % name],
    )
    cc_library(
        name = name + "_headers",
        testonly = testonly,
        textual_hdrs = [":%s_parts" % name],
    )

def _rows(name, edit):
    """The rows of the IDL, with texts replaced."""
    if not edit:
        return ":abi"
    _edited(
        name = name + "_idl/hafnia.proto",
        testonly = True,
        edit = edit,
    )
    hfidl_files(
        name = name + "_abi",
        testonly = True,
        files = {name + "_abi/abi/spin/abi.pml": "promela"},
        idl = name + "_idl/hafnia.proto",
    )
    return ":%s_abi" % name

def spin_check(name, model, states, defines = [], edit = {}, size = "medium"):
    """A test that the search of a model is complete and finds nothing.

    Args:
      name: of the test; NAME_pan is the program.
      model: a .pml file of this package.
      states: at least so many are found: fewer mean that the model has lost some behaviour.
      defines: the configuration.
      edit: texts of the IDL, and what they are replaced by.
      size: of the test.
    """
    spin_verifier(
        name = name + "_pan",
        abi = _rows(name, edit),
        defines = defines,
        model = model,
    )
    hf_py_test(
        name = name,
        size = size,
        args = [
            "holds",
            "--states=%d" % states,
            "$(rootpath :%s_pan)" % name,
        ],
        data = [":%s_pan" % name],
        main = "check.py",
        deps = [":spin_lib"],
    )

def spin_deep(name, checks):
    """A program that prints what searches of models take, as a table of Markdown.

    Args:
      name: of the program; NAME_CHECK_pan are the verifiers.
      checks: for each name, a .pml file of this package and its configuration.
    """
    verifiers = []
    for check, (model, defines) in checks.items():
        verifier = "%s_%s_pan" % (name, check)
        spin_verifier(
            name = verifier,
            defines = defines,
            model = model,
        )
        verifiers.append((check, verifier))
    hf_py_binary(
        name = name,
        testonly = True,
        args = ["table"] + ["%s=$(rootpath :%s)" % row for row in verifiers],
        data = [":" + verifier for _, verifier in verifiers],
        main = "check.py",
        deps = [":spin_lib"],
    )

def spin_finds(name, model, violates, trail = [], defines = [], edit = {}):
    """A test that a property is violated.

    Args:
      name: of the test.
      model: a .pml file of this package.
      violates: the property, as the model says it.
      trail: lines of the shortest trail, in words, that are found in this order.
      defines: the configuration.
      edit: texts of the IDL, and what they are replaced by: a seeded bug. Where one is not there any
        more, the property holds, and the test fails.
    """
    spin_verifier(
        name = name + "_pan",
        abi = _rows(name, edit),
        breadth_first = True,
        defines = defines,
        model = model,
    )
    hf_py_test(
        name = name,
        size = "small",
        args = [
            "violated",
            "'--property=%s'" % violates,
        ] + ["'--trail=%s'" % line for line in trail] + ["$(rootpath :%s_pan)" % name],
        data = [":%s_pan" % name],
        main = "check.py",
        deps = [":spin_lib"],
    )
