# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""The lints that need to know targets. `bazel build --config=lint //...` runs them on all.

clang-tidy runs on every C and C++ source in the configuration that it is compiled in: for the host,
and, for what only bare metal can compile, for EL2 or guests. Each source is an action of its own,
so that only what has changed is judged again; all of it takes too long for a test.

The other lint holds #include against `deps`: what a source includes must be its target's own, or of
a target that it lists. Bazel's layering_check would do the same with module maps, which every
compilation would have to read.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

_C = ["c"]
_CPP = ["cc"]
_HEADERS = ["h"]

# What dependencies a lint of a target goes on to: bare-metal programs are compatible with nothing
# that //... builds, and are reached through their images.
_ATTRIBUTES = ["binary", "deps", "elf", "image", "primary", "secondaries"]

# One of these in target_compatible_with: the target is not for the host.
_BARE_CONSTRAINTS = ["aarch64", "el2_env", "guest_env", "none"]

def _sources(ctx):
    """The target's own sources and headers, without those that others compile."""
    files = []
    for attribute in ["srcs", "hdrs"]:
        for target in getattr(ctx.rule.attr, attribute, []):
            files += target.files.to_list()
    return files

def _direct_headers(context):
    return (
        context.direct_public_headers +
        context.direct_private_headers +
        context.direct_textual_headers
    )

def _is_compatible(ctx, bare):
    """Whether the target is built here at all: Bazel calls aspects on what it skips, too."""
    constraints = [c.label.name for c in getattr(ctx.rule.attr, "target_compatible_with", [])]
    return bare or not [c for c in constraints if c in _BARE_CONSTRAINTS]

def _includes_action(ctx, target, files):
    headers = list(files)
    transitive = []
    for dep in ctx.rule.attr.deps:
        if CcInfo not in dep:
            continue
        context = dep[CcInfo].compilation_context
        own = _direct_headers(context)

        # Others' libraries, and those that only hand on what they depend on, are taken as a whole.
        if own and not dep.label.workspace_name:
            headers += own
        else:
            transitive.append(context.headers)
    judged = [f for f in files if f.is_source and f.extension in _C + _CPP + _HEADERS + ["S"]]
    if not judged:
        return []
    out = ctx.actions.declare_file(target.label.name + ".includes_lint")
    args = ctx.actions.args()
    args.use_param_file("%s", use_always = True)
    args.set_param_file_format("multiline")
    args.add(str(target.label))
    args.add(out)
    args.add_all(judged)
    args.add("--")
    args.add_all(depset(headers, transitive = transitive))
    ctx.actions.run(
        arguments = [args],
        executable = ctx.executable._includes,
        inputs = judged,
        mnemonic = "HfIncludesLint",
        outputs = [out],
        progress_message = "Holding #include against deps: %s" % target.label,
    )
    return [out]

def _features(ctx):
    wanted = ctx.features + ctx.rule.attr.features
    return (
        [f for f in wanted if not f.startswith("-")],
        ctx.disabled_features + [f[1:] for f in wanted if f.startswith("-")],
    )

def _command_line(ctx, cc_toolchain, context, file):
    requested, unsupported = _features(ctx)
    is_c = file.extension in _C
    configuration = cc_common.configure_features(
        cc_toolchain = cc_toolchain,
        ctx = ctx,
        requested_features = requested,
        unsupported_features = unsupported,
    )
    options = ctx.fragments.cpp.copts + (
        ctx.fragments.cpp.conlyopts if is_c else ctx.fragments.cpp.cxxopts
    )
    variables = cc_common.create_compile_variables(
        cc_toolchain = cc_toolchain,
        feature_configuration = configuration,
        include_directories = context.includes,
        preprocessor_defines = depset(transitive = [context.defines, context.local_defines]),
        quote_include_directories = context.quote_includes,
        source_file = file.path,
        system_include_directories = context.system_includes,
        user_compile_flags = options + [
            word
            for option in getattr(ctx.rule.attr, "copts", [])
            for word in ctx.tokenize(ctx.expand_make_variables("copts", option, {}))
        ],
    )
    return cc_common.get_memory_inefficient_command_line(
        action_name = ACTION_NAMES.c_compile if is_c else ACTION_NAMES.cpp_compile,
        feature_configuration = configuration,
        variables = variables,
    )

def _tidy_actions(ctx, target, files, cc_toolchain, bare):
    if bare and not getattr(ctx.rule.attr, "target_compatible_with", []):
        return []  # Judged for the host.
    context = target[CcInfo].compilation_context if CcInfo in target else None
    if context == None:
        # A program: what it compiles with is what its dependencies offer.
        infos = [dep[CcInfo] for dep in ctx.rule.attr.deps if CcInfo in dep]
        context = cc_common.merge_cc_infos(cc_infos = infos).compilation_context
    outs = []
    for file in files:
        if not file.is_source or file.extension not in _C + _CPP:
            continue
        out = ctx.actions.declare_file("%s.%s.tidy" % (target.label.name, file.basename))
        ctx.actions.run(
            arguments = [
                out.path,
                ctx.file._clang_tidy.path,
                "--quiet",
                "--config-file=" + ctx.file._config.path,
                file.path,
                "--",
            ] + _command_line(ctx, cc_toolchain, context, file),
            executable = ctx.executable._tidy,
            inputs = depset(
                files + [ctx.file._config, ctx.file._clang_tidy] + ctx.files._clang_tidy_files,
                transitive = [context.headers, cc_toolchain.all_files],
            ),
            mnemonic = "HfClangTidy",
            outputs = [out],
            progress_message = "clang-tidy %s" % file.short_path,
        )
        outs.append(out)
    return outs

def _lint_impl(target, ctx):
    results = []
    for attribute in _ATTRIBUTES:
        if attribute == "elf" and "-g" in getattr(ctx.rule.attr, "copts", []):
            continue  # The variant for a debugger: the same code.
        value = getattr(ctx.rule.attr, attribute, None)
        for dep in value if type(value) == "list" else [value]:
            if type(dep) == "Target" and HfLintInfo in dep:
                results.append(dep[HfLintInfo].results)
    own = []
    is_ours = not target.label.workspace_name
    if is_ours and ctx.rule.kind in ["cc_binary", "cc_library", "cc_test"]:
        cc_toolchain = find_cpp_toolchain(ctx)
        bare = cc_toolchain.libc == "none"
        if _is_compatible(ctx, bare):
            files = _sources(ctx)
            own = _includes_action(ctx, target, files)
            own += _tidy_actions(ctx, target, files, cc_toolchain, bare)
    all_results = depset(own, transitive = results)
    return [
        HfLintInfo(results = all_results),
        OutputGroupInfo(lint = all_results),
    ]

HfLintInfo = provider(
    doc = "What lints left behind.",
    fields = {"results": "depset of files, each of a lint that has passed."},
)

lint = aspect(
    implementation = _lint_impl,
    attr_aspects = _ATTRIBUTES,
    attrs = {
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
        "_clang_tidy": attr.label(
            allow_single_file = True,
            cfg = "host",
            default = "//platforms/toolchains:bin/clang-tidy",
        ),
        "_clang_tidy_files": attr.label(
            cfg = "host",
            default = "@clang_tidy//:all",
        ),
        "_config": attr.label(
            allow_single_file = True,
            default = "//:.clang-tidy",
        ),
        "_includes": attr.label(
            cfg = "host",
            default = "//testing/lint:deps",
            executable = True,
        ),
        "_tidy": attr.label(
            allow_single_file = True,
            cfg = "host",
            default = "//testing/lint:tidy.sh",
            executable = True,
        ),
    },
    doc = "Runs clang-tidy, and holds #include against deps; the output group is `lint`.",
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)
