# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Rust crates without std for bare-metal AArch64, by calling rustc directly.

Debian has no rules_rust. core is built from its source, because no package has it for the target
aarch64-unknown-none-softfloat; code is position independent and uses general registers only.

    rust_library(
        name = "hafnia",
        srcs = ["lib.rs", "call.rs"],
    )

    rust_static_library(
        name = "counter",
        srcs = ["counter.rs"],
        deps = [":hafnia"],
    )

    cc_binary(
        name = "counter.elf",
        deps = [":counter", "//bindings/start"],
    )

Warnings are errors. Images (image.bzl and others) build crates for their platform. On the machine
that builds there is core too, without std, so that a C++ test can link a static library; a crate
that is for bare metal only says so with target_compatible_with.
"""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

RustCrateInfo = provider(
    doc = "A compiled Rust crate.",
    fields = {
        "crate": "struct(name, rlib), or None for a crate that other crates cannot use.",
        "transitive": "depset of the structs of all crates that it needs, without itself.",
    },
)

_FLAGS = [
    "--edition=2021",
    "-Ccodegen-units=1",
    "-Cembed-bitcode=no",
    "-Copt-level=2",
    "-Cpanic=abort",
    "-Crelocation-model=pic",
]

_TARGET_FLAGS = ["--target=aarch64-unknown-none-softfloat"]

# For tests on the machine that builds: C++ programs that link a static library of Rust. The
# target's own code model is that of kernels, in the highest addresses.
_HOST_TARGET_FLAGS = [
    "--target=x86_64-unknown-none",
    "-Ccode-model=small",
]

# core is known good: its warnings are others' affair, and it may use its own unstable features.
_CORE_FLAGS = [
    "--cap-lints=allow",
    "-Cdebuginfo=0",
    "-Zforce-unstable-if-unmarked",
]

_OWN_FLAGS = [
    "-Cdebuginfo=2",
    "-Dwarnings",
]

_CORE_ROOT = "external/rust/usr/src/rustc-1.85.0/library/core/src/lib.rs"

def _rustc(ctx, crate_name, crate_type, root, srcs, out, flags, direct, transitive):
    args = ctx.actions.args()
    args.add(root)
    args.add("--crate-name", crate_name)
    args.add("--crate-type", crate_type)
    is_host = ctx.target_platform_has_constraint(
        ctx.attr._x86_64[platform_common.ConstraintValueInfo],
    )
    args.add_all((_HOST_TARGET_FLAGS if is_host else _TARGET_FLAGS) + _FLAGS + flags)
    for crate in direct:
        args.add("--extern", "%s=%s" % (crate.name, crate.rlib.path))
    args.add_all(
        [crate.rlib.dirname for crate in transitive],
        format_each = "-Ldependency=%s",
        uniquify = True,
    )
    args.add("-o", out)
    ctx.actions.run(
        arguments = [args],
        executable = ctx.executable._rustc,
        inputs = srcs + [crate.rlib for crate in transitive],
        mnemonic = "Rustc",
        outputs = [out],
        progress_message = "Compiling Rust crate %s" % crate_name,
        tools = ctx.files._rust,
    )

def _root(ctx):
    if ctx.file.crate_root:
        return ctx.file.crate_root
    for src in ctx.files.srcs:
        if src.basename == "lib.rs":
            return src
    if len(ctx.files.srcs) == 1:
        return ctx.files.srcs[0]
    fail("%s has several srcs and no lib.rs among them: crate_root should say which is the root" %
         ctx.label)

def _crate_name(ctx):
    return ctx.attr.crate_name or ctx.label.name.replace("-", "_").replace(".", "_")

def _compile(ctx, crate_type, out):
    """Compiles ctx's crate against core and its deps; returns the depset of all these."""
    infos = [ctx.attr._core[RustCrateInfo]] + [dep[RustCrateInfo] for dep in ctx.attr.deps]
    direct = [info.crate for info in infos]
    transitive = depset(direct, transitive = [info.transitive for info in infos])
    _rustc(
        ctx,
        crate_name = _crate_name(ctx),
        crate_type = crate_type,
        root = _root(ctx),
        srcs = ctx.files.srcs + ctx.files.compile_data,
        out = out,
        flags = _OWN_FLAGS,
        # rustc finds core and compiler_builtins only when they are named.
        direct = direct + ctx.attr._core[RustCrateInfo].transitive.to_list(),
        transitive = transitive.to_list(),
    )
    return transitive

def _rust_core_impl(ctx):
    core = struct(
        name = "core",
        rlib = ctx.actions.declare_file("libcore.rlib"),
    )
    _rustc(ctx, "core", "rlib", _CORE_ROOT, [], core.rlib, _CORE_FLAGS, [], [])
    builtins = struct(
        name = "compiler_builtins",
        rlib = ctx.actions.declare_file("libcompiler_builtins.rlib"),
    )
    _rustc(
        ctx,
        crate_name = "compiler_builtins",
        crate_type = "rlib",
        root = ctx.file.compiler_builtins,
        srcs = [ctx.file.compiler_builtins],
        out = builtins.rlib,
        flags = _CORE_FLAGS,
        direct = [core],
        transitive = [core],
    )
    return [
        DefaultInfo(files = depset([core.rlib, builtins.rlib])),
        RustCrateInfo(
            crate = core,
            transitive = depset([builtins]),
        ),
    ]

def _rust_library_impl(ctx):
    name = _crate_name(ctx)
    rlib = ctx.actions.declare_file("lib%s.rlib" % name)
    transitive = _compile(ctx, "rlib", rlib)
    return [
        DefaultInfo(files = depset([rlib])),
        RustCrateInfo(
            crate = struct(
                name = name,
                rlib = rlib,
            ),
            transitive = transitive,
        ),
    ]

def _rust_static_library_impl(ctx):
    archive = ctx.actions.declare_file("lib%s.a" % ctx.label.name)
    _compile(ctx, "staticlib", archive)
    cc_toolchain = find_cpp_toolchain(ctx)
    library = cc_common.create_library_to_link(
        actions = ctx.actions,
        alwayslink = ctx.attr.alwayslink,
        cc_toolchain = cc_toolchain,
        feature_configuration = cc_common.configure_features(
            cc_toolchain = cc_toolchain,
            ctx = ctx,
            requested_features = ctx.features,
            unsupported_features = ctx.disabled_features,
        ),
        static_library = archive,
    )
    linker_input = cc_common.create_linker_input(
        libraries = depset([library]),
        owner = ctx.label,
    )
    return [
        DefaultInfo(files = depset([archive])),
        CcInfo(linking_context = cc_common.create_linking_context(
            linker_inputs = depset([linker_input]),
        )),
    ]

_TOOL_ATTRS = {
    "_rust": attr.label(
        cfg = "host",
        default = "//platforms/toolchains:rust_files",
    ),
    "_rustc": attr.label(
        allow_single_file = True,
        cfg = "host",
        default = "//platforms/toolchains:bin/rustc",
        executable = True,
    ),
    "_x86_64": attr.label(default = "@platforms//cpu:x86_64"),
}

_CRATE_ATTRS = dict(
    _TOOL_ATTRS,
    compile_data = attr.label_list(
        allow_files = True,
        doc = "Files that the crate includes with include_bytes! and the like.",
    ),
    crate_name = attr.string(
        doc = "What other crates call it. Default: the target's name, with '_' for '-' and '.'.",
    ),
    crate_root = attr.label(
        allow_single_file = [".rs"],
        doc = "Default: lib.rs, or the only source.",
    ),
    deps = attr.label_list(
        doc = "rust_library targets.",
        providers = [RustCrateInfo],
    ),
    srcs = attr.label_list(
        allow_files = [".rs"],
        doc = "The crate's modules, its root among them.",
        mandatory = True,
    ),
    _core = attr.label(default = "//platforms/toolchains/rust:core"),
)

rust_core = rule(
    implementation = _rust_core_impl,
    attrs = dict(
        _TOOL_ATTRS,
        compiler_builtins = attr.label(
            allow_single_file = [".rs"],
            doc = "Root of the crate that rustc demands beside core.",
            mandatory = True,
        ),
    ),
    doc = "The crate core, from Debian's sources. Only //platforms/toolchains/rust:core is one.",
)

rust_library = rule(
    implementation = _rust_library_impl,
    attrs = _CRATE_ATTRS,
    doc = "A crate for other crates.",
)

rust_static_library = rule(
    implementation = _rust_static_library_impl,
    attrs = dict(
        _CRATE_ATTRS,
        alwayslink = attr.bool(
            default = False,
            doc = "Link it even where nothing refers to it.",
        ),
        _cc_toolchain = attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    ),
    doc = "A crate with all that it needs, as a library that a cc_binary may depend on.",
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)
