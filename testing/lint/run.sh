#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

# The lints that know targets, on everything, and on what they must refuse (planted/): an aspect
# that did nothing would find nothing. Bazel cannot run inside a test of Bazel's; .ci/run calls it.
#
#   testing/lint/run.sh [options of Bazel, such as --jobs=2]
set -u
cd "${BUILD_WORKSPACE_DIRECTORY:-$(dirname "${BASH_SOURCE[0]}")/../..}" || exit 1
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Checks that a target builds, that its lints fail, and that they say why.
refused() {
  local target=$1 text=$2
  shift 2
  if ! ./bazelw build "$@" "$target" > "$log" 2>&1; then
    cat "$log"
    echo "lint: FAIL: $target does not build"
    failed=1
  elif ./bazelw build --config=lint "$@" "$target" > "$log" 2>&1; then
    echo "lint: FAIL: $target is found good; what is planted there: $text"
    failed=1
  elif ! grep -qF -- "$text" "$log"; then
    cat "$log"
    echo "lint: FAIL: $target is refused without saying: $text"
    failed=1
  else
    echo "lint: $target is refused: $text"
  fi
}

planted=//testing/lint/planted
refused "$planted:tidy" "tidy.cc:10:36: error: both sides of operator are equivalent" "$@"
refused "$planted:tidy_header" "tidy_header.h:12:3: error: single-argument constructors" "$@"
refused "$planted:deps" "deps.cc:6: testing/lint/planted/deep.h is not of $planted:deps" "$@"

./bazelw build --color=no --curses=no --show_progress_rate_limit=20 --config=lint "$@" //... ||
  failed=1
if ((failed)); then exit 1; fi
echo "lint: PASS"
