#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

# Builds and boots the example from a workspace of its own, which uses this one as @hf; checks that
# it is as short as docs/testing.md says, and that wrong use is answered. Bazel cannot run inside a
# test of Bazel's, so this is no test target; .ci/run calls it.
#
#   bazel run //testing/external:run [-- options of the inner Bazel, such as --jobs=2]
#
# What .bazelrc.user says of caches holds here too. Without a disk cache the first run builds the
# ABI's compiler anew, because every path is another: some minutes.
set -u
cd "${BUILD_WORKSPACE_DIRECTORY:-$(dirname "${BASH_SOURCE[0]}")/../..}/testing/external/example" ||
  exit 1
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# The settings of caches of the tree around, and no links that its lints would see.
settings=()
if [[ -f ../../../.bazelrc.user ]]; then settings=(--bazelrc=../../../.bazelrc.user); fi

bazel() {
  ../../../bazelw "${settings[@]}" "$@" --symlink_prefix=/
}

fail() {
  echo "external: FAIL: $1"
  failed=1
}

# Checks that the files' lines, without comments and empty ones, are at most so many.
at_most() {
  local most=$1 lines
  shift
  lines=$(cat "$@" | grep -cvE '^[[:space:]]*($|#[^i]|//)')
  echo "external: $lines lines in $*"
  if ((lines > most)); then fail "$* have $lines lines; they promise $most"; fi
}

# Checks that a target does not build, and that Bazel's output has a text.
refused() {
  local target=$1 text=$2
  shift 2
  if bazel build "$@" "$target" > "$log" 2>&1; then
    fail "$target builds; it should fail with: $text"
  elif ! grep -qF -- "$text" "$log"; then
    cat "$log"
    fail "$target fails without saying: $text"
  else
    echo "external: $target is answered: $text"
  fi
}

at_most 12 WORKSPACE BUILD.bazel
at_most 30 primary.cc echo.cc
bazel test "$@" //... || fail "the example does not build, or does not boot"
refused //wrong:host_program "@hf//bindings/start:start" "$@"
refused //wrong:elf_image "is an ELF file, perhaps a program for the host" "$@"
refused //wrong:no_panic_handler "\`#[panic_handler]\` function required, but not found" "$@"
refused //wrong:no_hf_call "undefined symbol: hf_call" "$@"
refused //wrong:no_guest_main "undefined symbol: guest_main" "$@"
refused //wrong:small "'raise_memory_of_its_hf_vm': overflowed by 12" "$@"


# The .bazelrc that everybody forgets.
settings+=(--noworkspace_rc)
refused //:hello "platforms/hafnia.bazelrc" "$@"

if ((failed)); then exit 1; fi
echo "external: PASS"
