#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

# Runs an instrumented program. Its loader and libraries, which it looks for under external/sysroot
# of the working directory, the root of the workspace's runfiles, and the symbolizer that makes its
# reports readable, are runfiles of this script. Options of the caller's come last and so win.
symbolizer=$PWD/platforms/toolchains/bin/llvm-symbolizer
export ASAN_SYMBOLIZER_PATH="$symbolizer"
export UBSAN_OPTIONS="print_stacktrace=1:$UBSAN_OPTIONS"
export TSAN_OPTIONS="external_symbolizer_path=$symbolizer:second_deadlock_stack=1:$TSAN_OPTIONS"
# One file for each process; Bazel keeps what is in this directory.
export LLVM_PROFILE_FILE="${TEST_UNDECLARED_OUTPUTS_DIR:-${TMPDIR:-/tmp}}/%p.profraw"
exec "$@"
