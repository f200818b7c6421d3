# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""What is built from another IDL than abi/hafnia.proto, and what does not build at all."""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")
load("//platforms/rules:transitions.bzl", "TRANSITION_ATTRS")

_IDL = str(Label("//abi:idl"))

def _idl_impl(_settings, attr):
    return {_IDL: attr.idl}

_idl_transition = transition(
    implementation = _idl_impl,
    inputs = [],
    outputs = [_IDL],
)

def _test_with_idl_impl(ctx):
    program = ctx.actions.declare_file(ctx.label.name)
    test = ctx.attr.test[0][DefaultInfo]
    ctx.actions.symlink(
        output = program,
        target_file = test.files_to_run.executable,
        is_executable = True,
    )
    return [DefaultInfo(executable = program, runfiles = test.default_runfiles)]

test_with_idl_test = rule(
    doc = "A test that is built, with all that it needs, from another IDL.",
    implementation = _test_with_idl_impl,
    attrs = dict(
        TRANSITION_ATTRS,
        idl = attr.string(doc = "The IDL's label.", mandatory = True),
        test = attr.label(cfg = _idl_transition, mandatory = True),
    ),
    test = True,
)

def _features(ctx, toolchain):
    return cc_common.configure_features(
        cc_toolchain = toolchain,
        ctx = ctx,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )

def _try(ctx, inputs, compiler, arguments):
    # What the compiler says and its exit status; a failure of it is none of this action's.
    log = ctx.actions.declare_file(ctx.label.name + ".log")
    ctx.actions.run_shell(
        arguments = [compiler] + arguments,
        command = "\"$@\" > {log} 2>&1; echo \"exit status $?\" >> {log}".format(log = log.path),
        inputs = inputs,
        mnemonic = "HfTry",
        outputs = [log],
        progress_message = "Trying %s" % ctx.label,
        tools = [],
    )
    return [DefaultInfo(files = depset([log]), runfiles = ctx.runfiles([log]))]

def _try_compile_impl(ctx):
    toolchain = find_cpp_toolchain(ctx)
    features = _features(ctx, toolchain)
    context = cc_common.merge_cc_infos(
        cc_infos = [dep[CcInfo] for dep in ctx.attr.deps],
    ).compilation_context
    variables = cc_common.create_compile_variables(
        cc_toolchain = toolchain,
        feature_configuration = features,
        include_directories = context.includes,
        output_file = "/dev/null",
        preprocessor_defines = context.defines,
        quote_include_directories = context.quote_includes,
        source_file = ctx.file.src.path,
        system_include_directories = context.system_includes,
    )
    action = "c++-compile"
    return _try(
        ctx,
        depset([ctx.file.src], transitive = [context.headers, toolchain.all_files]),
        cc_common.get_tool_for_action(feature_configuration = features, action_name = action),
        cc_common.get_memory_inefficient_command_line(
            action_name = action,
            feature_configuration = features,
            variables = variables,
        ),
    )

try_compile = rule(
    doc = "What the compiler says of a source file.",
    implementation = _try_compile_impl,
    attrs = {
        "deps": attr.label_list(providers = [CcInfo]),
        "src": attr.label(allow_single_file = [".cc"], mandatory = True),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)

def _try_link_impl(ctx):
    toolchain = find_cpp_toolchain(ctx)
    features = _features(ctx, toolchain)
    context = cc_common.merge_cc_infos(
        cc_infos = [dep[CcInfo] for dep in ctx.attr.deps],
    ).linking_context
    files = []
    flags = []
    for input in context.linker_inputs.to_list():
        flags += input.user_link_flags
        for library in input.libraries:
            file = library.pic_static_library or library.static_library
            if file == None:
                continue
            files.append(file)
            whole = ["-Wl,--whole-archive", file.path, "-Wl,--no-whole-archive"]
            flags += whole if library.alwayslink else [file.path]
    variables = cc_common.create_link_variables(
        cc_toolchain = toolchain,
        feature_configuration = features,
        is_linking_dynamic_library = False,
        is_static_linking_mode = True,
        output_file = "/dev/null",
        user_link_flags = flags,
    )
    action = "c++-link-executable"
    return _try(
        ctx,
        depset(files, transitive = [toolchain.all_files]),
        cc_common.get_tool_for_action(feature_configuration = features, action_name = action),
        cc_common.get_memory_inefficient_command_line(
            action_name = action,
            feature_configuration = features,
            variables = variables,
        ),
    )

try_link = rule(
    doc = "What the linker says of libraries that are built from another IDL.",
    implementation = _try_link_impl,
    attrs = dict(
        TRANSITION_ATTRS,
        deps = attr.label_list(cfg = _idl_transition, providers = [CcInfo]),
        idl = attr.string(doc = "The IDL's label.", mandatory = True),
        _cc_toolchain = attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    ),
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)
