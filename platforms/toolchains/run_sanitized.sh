#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

# Runs a sanitized program. Its loader and libraries, which it looks for under external/sysroot of
# the working directory, the root of the workspace's runfiles, and the symbolizer that makes its
# reports readable, are runfiles of this script.
ASAN_SYMBOLIZER_PATH=$PWD/platforms/toolchains/bin/llvm-symbolizer
UBSAN_OPTIONS=print_stacktrace=1
export ASAN_SYMBOLIZER_PATH UBSAN_OPTIONS
exec "$@"
