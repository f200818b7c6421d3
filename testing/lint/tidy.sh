#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

# Calls clang-tidy for one source; called by aspect.bzl.
#
#   tidy.sh OUT CLANG_TIDY ARGUMENTS…
#
# OUT is an empty file, made when there is nothing to say. Findings go to standard error, without
# what clang-tidy says of headers that it was told to be silent about.
set -u
out=$1
shift

if said=$("$@" 2>&1); then
  : > "$out"
  exit
fi
grep -v -e '^[0-9]* warnings* generated' -e '^Suppressed ' <<< "$said" >&2
exit 1
