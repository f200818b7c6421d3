# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""The configuration of all our C++ toolchains: the unpacked clang and lld 19.

Features that targets may use:
  hf_warnings        on; -Wall -Wextra -Werror and more. External code turns it off.
  general_regs_only  on for bare metal; a guest that computes with floating point turns it off.
  optimize_for_size  off; -Oz in place of the toolchain's own optimization in opt mode.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load(
    "@bazel_tools//tools/cpp:cc_toolchain_config_lib.bzl",
    "feature",
    "flag_group",
    "flag_set",
    "tool_path",
    "with_feature_set",
)

_C = [ACTION_NAMES.c_compile]
_CPP = [
    ACTION_NAMES.cpp_compile,
    ACTION_NAMES.cpp_header_parsing,
    ACTION_NAMES.linkstamp_compile,
]
_ASSEMBLE = [
    ACTION_NAMES.assemble,
    ACTION_NAMES.preprocess_assemble,
]
_COMPILE = _C + _CPP + _ASSEMBLE
_LINK = [
    ACTION_NAMES.cpp_link_executable,
    ACTION_NAMES.cpp_link_dynamic_library,
    ACTION_NAMES.cpp_link_nodeps_dynamic_library,
]

# clang runs through the unpacked loader and so cannot find its own headers from /proc/self/exe.
_DRIVER_FLAGS = [
    "-no-canonical-prefixes",
    "-resource-dir=external/llvm/usr/lib/llvm-19/lib/clang/19",
]

# The same bits wherever and whenever it is compiled.
_DETERMINISM_FLAGS = [
    "-ffile-compilation-dir=.",
    "-Wno-builtin-macro-redefined",
    "-D__DATE__=\"redacted\"",
    "-D__TIMESTAMP__=\"redacted\"",
    "-D__TIME__=\"redacted\"",
]

# What others' headers hold is not ours to mend.
_SYSTEM_HEADERS = [
    "--system-header-prefix=" + prefix
    for prefix in [
        "absl/",
        "gmock/",
        "google/",
        "gtest/",
    ]
]

_WARNINGS = [
    "-Wall",
    "-Wextra",
    "-Werror",
    "-Wmissing-prototypes",
    "-Wthread-safety",
] + _SYSTEM_HEADERS

def _flags(actions, flags, with_features = [], not_features = []):
    conditions = [with_feature_set(
        features = with_features,
        not_features = not_features,
    )] if with_features or not_features else []
    return flag_set(
        actions = actions,
        flag_groups = [flag_group(flags = flags)] if flags else [],
        with_features = conditions,
    )

def _feature(name, flag_sets, enabled = True):
    return feature(
        name = name,
        enabled = enabled,
        flag_sets = [s for s in flag_sets if s.flag_groups],
    )

def _impl(ctx):
    # Nothing where this is the main workspace, external/hf/ where it is another's.
    tree = ctx.label.workspace_root + "/" if ctx.label.workspace_root else ""
    features = [
        feature(name = "opt"),
        feature(name = "dbg"),
        feature(name = "fastbuild"),
        feature(name = "optimize_for_size"),
        _feature("default_compile_flags", [
            _flags(
                _COMPILE,
                _DRIVER_FLAGS + _DETERMINISM_FLAGS + ["-fcolor-diagnostics"] +
                ctx.attr.compile_flags,
            ),
            _flags(
                _C + _CPP,
                [ctx.attr.optimization, "-DNDEBUG"],
                with_features = ["opt"],
                not_features = ["optimize_for_size"],
            ),
            _flags(_C + _CPP, ["-Oz", "-DNDEBUG"], with_features = ["opt", "optimize_for_size"]),
            _flags(_COMPILE, ["-g"], with_features = ["dbg"]),
            _flags(_C + _ASSEMBLE, ctx.attr.c_flags),
            _flags(_CPP, [flag.replace("%tree%", tree) for flag in ctx.attr.cxx_flags]),
        ]),
        _feature("default_link_flags", [
            _flags(_LINK, _DRIVER_FLAGS + [
                "--ld-path=%splatforms/toolchains/bin/ld.lld" % tree,
                "-Wl,--build-id=none",
                "-Wl,--fatal-warnings",
            ] + ctx.attr.link_flags),
        ]),
        _feature("hf_warnings", [
            _flags(_C + _CPP, _WARNINGS + ctx.attr.warning_flags),
        ]),
    ]
    if not ctx.attr.hosted:
        features.append(
            _feature("general_regs_only", [_flags(_C + _CPP, ["-mgeneral-regs-only"])]),
        )
    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        abi_libc_version = "unknown",
        abi_version = "unknown",
        compiler = "clang",
        cxx_builtin_include_directories = [
            directory.replace("%tree%", tree)
            for directory in ctx.attr.builtin_include_directories
        ],
        features = features,
        host_system_name = "local",
        target_cpu = ctx.attr.cpu,
        target_libc = "glibc_2.36" if ctx.attr.hosted else "none",
        target_system_name = ctx.attr.triple,
        tool_paths = [
            tool_path(name = name, path = "bin/" + program)
            for name, program in [
                ("ar", "llvm-ar"),
                ("cpp", "clang"),
                ("dwp", "unavailable"),
                ("gcc", "clang"),
                ("gcov", "unavailable"),
                ("ld", "ld.lld"),
                ("nm", "llvm-nm"),
                ("objcopy", "llvm-objcopy"),
                ("objdump", "llvm-objdump"),
                ("strip", "llvm-strip"),
            ]
        ],
        toolchain_identifier = ctx.attr.cpu,
    )

cc_toolchain_config = rule(
    implementation = _impl,
    attrs = {
        "builtin_include_directories": attr.string_list(
            doc = "Where the toolchain's own headers are; others must be declared by targets. " +
                  "%tree% is this workspace's root below Bazel's execution root, with a slash.",
        ),
        "c_flags": attr.string_list(doc = "For C and assembly."),
        "compile_flags": attr.string_list(doc = "For C, C++ and assembly."),
        "cpu": attr.string(
            mandatory = True,
            doc = "Names the output directory; not a processor.",
        ),
        "cxx_flags": attr.string_list(doc = "For C++; %tree% as in builtin_include_directories."),
        "hosted": attr.bool(doc = "For a Linux host, with a C library."),
        "link_flags": attr.string_list(),
        "optimization": attr.string(
            default = "-O2",
            doc = "How the opt mode optimizes.",
        ),
        "triple": attr.string(mandatory = True),
        "warning_flags": attr.string_list(doc = "Warnings beyond those of all toolchains."),
    },
    provides = [CcToolchainConfigInfo],
)
