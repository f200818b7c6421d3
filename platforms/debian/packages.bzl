# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Which Debian packages each external repository is made of.

The renew tool reads this file too, as the literal of a Python dict: keep it one. A name stands for
the amd64 package (or one for all architectures); "name:arm64" for the arm64 one. Nothing is
resolved: what a program loads is listed with it, so that it runs on its own loader and libraries.
"""

PACKAGES = {
    # The compiler, linker and object tools, run by the host for every platform.
    "llvm": [
        "clang-19",
        "clang-format-19",
        "libbsd0",
        "libc6",
        "libclang-common-19-dev",
        "libclang-cpp19",
        "libclang-rt-19-dev",
        "libedit2",
        "libffi8",
        "libgcc-s1",
        "libicu72",
        "libllvm19",
        "liblzma5",
        "libmd0",
        "libstdc++6",
        "libtinfo6",
        "libxml2",
        "libz3-4",
        "libzstd1",
        "lld-19",
        "llvm-19",
        "zlib1g",
    ],

    # What clang links instrumented programs with. Apart from "llvm", so that a change here links
    # those programs again and compiles nothing.
    "clang_rt": ["libclang-rt-19-dev"],

    # Headers and static libraries of host programs, and the loader that instrumented ones run on.
    "sysroot": [
        "libc6",
        "libc6-dev",
        "libgcc-12-dev",
        "libgcc-s1",
        "libstdc++-12-dev",
        "libstdc++6",
        "linux-libc-dev",
    ],

    # Headers of bare-metal code: libc++ under our own configuration, over a C library's
    # declarations. No code of either is linked.
    "el2_headers": [
        "libc++-19-dev",
        "libc6-dev-arm64-cross",
        "linux-libc-dev-arm64-cross",
    ],

    # rustc runs on the libraries of "llvm"; core is built from rust-web-src.
    "rust": [
        "libstd-rust-web-1.85",
        "rust-web-src",
        "rustc-web",
    ],

    # Libraries of host programs.
    "bazel_skylib": ["bazel-skylib"],
    "googletest": ["googletest"],
    "libfdt": ["libfdt-dev"],
    "libmd": ["libmd-dev"],
    "protobuf": [
        "libprotobuf-dev",
        "libprotoc-dev",
        "zlib1g-dev",
    ],

    # Programs that actions and tests run.
    "cpio": [
        "cpio",
        "libc6",
    ],
    "dtc": [
        "device-tree-compiler",
        "libc6",
        "libfdt1",
        "libyaml-0-2",
    ],
    # Draws the diagrams of docs/abi, with the plugins for dot and SVG alone: no fonts, no images.
    "graphviz": [
        "graphviz",
        "libc6",
        "libcdt5",
        "libcgraph6",
        "libexpat1",
        "libgvc6",
        "libltdl7",
        "libpathplan4",
        "zlib1g",
    ],
    # The debugger of //platforms:qemu_debug, with the Python that its commands are written in.
    "gdb": [
        "gdb",
        "gdb-multiarch",
        "libbabeltrace1",
        "libboost-regex1.74.0",
        "libbrotli1",
        "libbz2-1.0",
        "libc6",
        "libcom-err2",
        "libcurl3-gnutls",
        "libdebuginfod1",
        "libdw1",
        "libelf1",
        "libexpat1",
        "libffi8",
        "libgcc-s1",
        "libglib2.0-0",
        "libgmp10",
        "libgnutls30",
        "libgssapi-krb5-2",
        "libhogweed6",
        "libicu72",
        "libidn2-0",
        "libipt2",
        "libk5crypto3",
        "libkeyutils1",
        "libkrb5-3",
        "libkrb5support0",
        "libldap-2.5-0",
        "liblzma5",
        "libmpfr6",
        "libncursesw6",
        "libnettle8",
        "libnghttp2-14",
        "libp11-kit0",
        "libpcre2-8-0",
        "libpsl5",
        "libpython3.11",
        "libpython3.11-minimal",
        "libpython3.11-stdlib",
        "libreadline8",
        "librtmp1",
        "libsasl2-2",
        "libsource-highlight4v5",
        "libssh2-1",
        "libssl3",
        "libstdc++6",
        "libtasn1-6",
        "libtinfo6",
        "libunistring2",
        "libuuid1",
        "libxxhash0",
        "libzstd1",
        "zlib1g",
    ],
    "python": [
        "libbz2-1.0",
        "libc6",
        "libcrypt1",
        "libexpat1",
        "libffi8",
        "liblzma5",
        "libpython3.11-minimal",
        "libpython3.11-stdlib",
        "libssl3",
        "libuuid1",
        "python3.11-minimal",
        "zlib1g",
    ],
    "qemu": [
        "libaio1",
        "libblkid1",
        "libbpf1",
        "libc6",
        "libcapstone4",
        "libdaxctl1",
        "libelf1",
        "libfdt1",
        "libffi8",
        "libfuse3-3",
        "libgcc-s1",
        "libglib2.0-0",
        "libgmp10",
        "libgnutls30",
        "libhogweed6",
        "libibverbs1",
        "libidn2-0",
        "libjpeg62-turbo",
        "libkmod2",
        "liblzma5",
        "libmount1",
        "libndctl6",
        "libnettle8",
        "libnl-3-200",
        "libnl-route-3-200",
        "libnuma1",
        "libp11-kit0",
        "libpcre2-8-0",
        "libpixman-1-0",
        "libpmem1",
        "libpng16-16",
        "librdmacm1",
        "libsasl2-2",
        "libseccomp2",
        "libselinux1",
        "libslirp0",
        "libssl3",
        "libtasn1-6",
        "libudev1",
        "libunistring2",
        "liburing2",
        "libuuid1",
        "libvdeplug2",
        "libzstd1",
        "qemu-system-arm",
        "zlib1g",
    ],
    # The model checker: what it makes of a model is C, which the tree's own compiler compiles.
    "spin": [
        "libc6",
        "spin",
    ],

    # Lints, which run on the libraries of "llvm" and "rust". Apart from these, so that a change here
    # compiles nothing again.
    "clang_tidy": ["clang-tidy-19"],
    "rustfmt": ["rustfmt-web"],

    # What the machines under test run.
    "busybox_arm64": ["busybox-static:arm64"],
    "linux_arm64": ["linux-image-cloud-arm64:arm64"],
}

# Source packages, of which the upstream tarball is taken: repository name to source package.
SOURCES = {
    "com_google_absl": "abseil",
}
