#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

# What the working tree has changed in the ABI, and what that means for guests:
#
#   bazel run //abi:check_change                  # since it left the main branch
#   bazel run //abi:check_change -- REVISION      # since a revision of Git
#
# Where the main branch is not known, as in a shallow clone, or nothing has changed since, it is
# compared with the newest release. docs/abi/versioning.md says how to read the findings. The exit
# status is that of //abi:check, 1 with errors among the findings.
set -u
cd "${BUILD_WORKSPACE_DIRECTORY:-$(dirname "${BASH_SOURCE[0]}")/..}" || exit 1
idl=abi/hafnia.proto
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { echo "check_change: $*"; }

# Whether the IDL of a revision is there and is one for today's compiler.
can_be_compared() {
  git show "$1:$idl" > "$work/hafnia.proto" 2> "$work/log" &&
    ./bazelw run //abi:hfidl -- lower "$work/hafnia.proto" > "$work/log" 2>&1
}

# The revision at which this one left the main branch; nothing if that is not known.
merge_base() {
  local main
  for main in origin/HEAD origin/main main; do
    git rev-parse --quiet --verify "$main^{commit}" > "$work/log" 2>&1 || continue
    git merge-base HEAD "$main" 2> "$work/log" && return
  done
}

base=
if (($# > 0)); then
  base=$(git rev-parse --quiet --verify "$1^{commit}") || {
    say "there is no revision '$1'; 'git log $idl' lists those that changed the ABI"
    exit 2
  }
else
  base=$(merge_base)
  if [[ -z $base ]]; then
    say "origin/HEAD, origin/main, main: none is known or leads here; is the clone a shallow one?"
  elif git diff --quiet "$base" -- "$idl"; then
    say "$idl is as it was at ${base:0:12}, on the main branch"
    base=
  fi
fi
if [[ -n $base ]] && ! can_be_compared "$base"; then
  cat "$work/log"
  say "$base has no $idl that can be compared"
  base=
fi

if [[ -n $base ]]; then
  say "the change since ${base:0:12}"
  ./bazelw run //abi:check -- --against="$base"
else
  say "the change since the newest release"
  ./bazelw run //abi:check
fi
