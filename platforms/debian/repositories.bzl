# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""All external repositories that come from Debian's archive."""

load("//platforms/debian:debian_apt.bzl", "debian_apt", "debian_distdir")
load("//platforms/debian:debian_archive.bzl", "debian_archive")
load("//platforms/debian:debian_source.bzl", "debian_source")
load("//platforms/debian:lock.bzl", "LOCK", "SOURCE_LOCK")
load("//platforms/debian:packages.bzl", "PACKAGES", "SOURCES")

def _row(lock, name):
    if name not in lock:
        fail("%s is in platforms/debian/packages.bzl but not in lock.bzl: run " % name +
             "platforms/debian/renew_lock.py")
    return list(lock[name])

def _archive(name, **kwargs):
    debian_archive(
        name = name,
        packages = {package: _row(LOCK, package) for package in PACKAGES[name]},
        **kwargs
    )

def _program(name, programs, **kwargs):
    _archive(
        name = name,
        build_file = Label("//platforms/debian:program.BUILD"),
        programs = programs,
        **kwargs
    )

def debian_repositories():
    """Declares every external repository of the workspace but the in-tree stand-ins."""
    debian_apt(
        name = "debian_apt",
        lock_hash = hash(repr(LOCK) + repr(SOURCE_LOCK)),
    )
    debian_distdir(
        name = "debian_distdir",
        # The smallest package.
        witness = _row(LOCK, "bazel-skylib"),
    )

    _archive(
        name = "llvm",
        build_file = Label("//platforms/debian:llvm.BUILD"),
        excludes = [
            "./usr/lib/llvm-19/lib/clang/19/lib/linux/*i386*",
            "./usr/lib/llvm-19/lib/clang/19/lib/linux/*fuzzer*",
            "./usr/lib/llvm-19/lib/clang/19/lib/linux/*hwasan*",
            "./usr/lib/llvm-19/lib/clang/19/lib/linux/*memprof*",
            "./usr/lib/llvm-19/lib/clang/19/lib/linux/*msan*",
            "./usr/lib/llvm-19/lib/clang/19/lib/linux/*orc*",
            "./usr/lib/llvm-19/lib/clang/19/lib/linux/*scudo*",
            "./usr/lib/llvm-19/lib/clang/19/lib/linux/*tsan*",
            "./usr/lib/llvm-19/lib/clang/19/lib/linux/*xray*",
        ],
    )
    _archive(
        name = "clang_rt",
        build_file = Label("//platforms/debian:clang_rt.BUILD"),
        excludes = ["./usr/lib/llvm-19/lib/clang/19/lib/linux/*i386*"],
    )
    _archive(
        name = "sysroot",
        build_file = Label("//platforms/debian:sysroot.BUILD"),
    )
    _archive(
        name = "el2_headers",
        build_file = Label("//platforms/debian:el2_headers.BUILD"),
        excludes = ["./usr/aarch64-linux-gnu/lib"],
    )
    _archive(
        name = "rust",
        build_file = Label("//platforms/debian:rust.BUILD"),
        excludes = [
            "./usr/bin/rustdoc",
            "./usr/libexec",
            "./usr/src/rustc-*/compiler",
            "./usr/src/rustc-*/library/std",
            "./usr/src/rustc-*/library/stdarch/crates/stdarch-*",
            "./usr/src/rustc-*/library/stdarch/intrinsics_data",
            "./usr/src/rustc-*/src",
        ],
    )

    _archive(
        name = "googletest",
        build_file = Label("//platforms/debian:googletest.BUILD"),
    )
    _archive(
        name = "libfdt",
        build_file = Label("//platforms/debian:libfdt.BUILD"),
    )
    _archive(
        name = "libmd",
        build_file = Label("//platforms/debian:libmd.BUILD"),
    )
    _archive(
        name = "protobuf",
        build_file = Label("//platforms/debian:protobuf.BUILD"),
        files = {Label("//platforms/debian:protoc.cc"): "protoc.cc"},
    )
    _archive(
        name = "bazel_skylib",
        patch_cmd = "mv usr/share/bazel/tools/skylib/* . && rm -rf usr",
    )
    debian_source(
        name = "com_google_absl",
        package = [SOURCES["com_google_absl"]] + _row(SOURCE_LOCK, SOURCES["com_google_absl"]),
        # Bazel 4.2.3's @platforms has no wasm constraint values; and our warnings are not for others'
        # code, nor are theirs for us.
        patch_cmd = """
find absl -name BUILD.bazel -exec sed -i \\
  -e 's#@platforms//cpu:wasm[0-9]*#@platforms//cpu:s390x#' \\
  -e '/^    features = /d' -e 's#^package(features = [^)]*)#package()#' \\
  -e 's#^package(#package(features = ["-hf_warnings"], #' {} +
sed -i 's#^ABSL_LLVM_FLAGS = .#&"-w", #' absl/copts/GENERATED_copts.bzl
""",
    )

    _archive(
        name = "clang_tidy",
        build_file = Label("//platforms/debian:rust.BUILD"),
    )
    _archive(
        name = "rustfmt",
        build_file = Label("//platforms/debian:rust.BUILD"),
    )

    _program("cpio", {"cpio": "bin/cpio"})
    _program("dtc", {"dtc": "usr/bin/dtc"})
    _program(
        "gdb",
        {"gdb": "usr/bin/gdb-multiarch"},
        # The machine's settings, and its Python's.
        excludes = ["./etc"],
    )
    _program(
        "graphviz",
        {"dot": "usr/bin/dot"},
        # The plugins that need half a desktop. Without that for text, widths are those of the fonts
        # that Graphviz knows by itself, whatever the machine has.
        excludes = [
            "./usr/lib/x86_64-linux-gnu/graphviz/libgvplugin_%s*" % plugin
            for plugin in ["gd", "neato_layout", "pango", "visio", "webp", "xlib"]
        ] + ["./usr/share"],
        # The list of plugins, which the package's installation would make.
        patch_cmd = """
lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 --inhibit-cache \\
  --library-path lib/x86_64-linux-gnu:usr/lib/x86_64-linux-gnu usr/bin/dot -c
""",
    )
    _program("python", {"python3": "usr/bin/python3.11"})
    _program("qemu", {"qemu-system-aarch64": "usr/bin/qemu-system-aarch64"})
    _program("spin", {"spin": "usr/bin/spin"})

    _archive(
        name = "busybox_arm64",
        build_file = Label("//platforms/debian:file.BUILD"),
        patch_cmd = "mv bin/busybox . && rm -rf bin usr",
    )
    _archive(
        name = "linux_arm64",
        build_file = Label("//platforms/debian:file.BUILD"),
        excludes = ["./lib"],
        patch_cmd = "mv boot/vmlinuz-* Image && rm -rf boot usr",
    )
