#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

# Runs a sanitized program on the sysroot's loader and libraries. The working directory is the root
# of the workspace's runfiles. Anything but an ELF file is run as it is.
program=$1
shift
sysroot=external/sysroot
ASAN_SYMBOLIZER_PATH=$PWD/platforms/toolchains/bin/llvm-symbolizer
UBSAN_OPTIONS=print_stacktrace=1
export ASAN_SYMBOLIZER_PATH UBSAN_OPTIONS
if [ "$(head -c 4 "$program" | tr -d '\000')" = "$(printf '\177ELF')" ]; then
  exec "$sysroot/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2" --inhibit-cache \
    --library-path "$sysroot/lib/x86_64-linux-gnu:$sysroot/usr/lib/x86_64-linux-gnu" \
    --argv0 "$program" "$program" "$@"
fi
exec "$program" "$@"
