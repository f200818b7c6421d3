#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

# Formats all C and C++ files that git knows, with the pinned clang-format; with --check it changes
# nothing, names what is not formatted, and fails if there is any.
#
#   bazel run //platforms:format [-- --check]
set -eu
clang_format=$PWD/platforms/toolchains/bin/clang-format
case "${1:-}" in
  "") flags=-i ;;
  --check) flags="--dry-run --Werror" ;;
  *) echo "format.sh: '$1' should be --check, or nothing" >&2; exit 2 ;;
esac
# The wrapper of clang-format looks for external/ in the working directory.
tree=$BUILD_WORKSPACE_DIRECTORY
git -C "$tree" ls-files -z '*.c' '*.cc' '*.h' |
  sed -z "s#^#$tree/#" |
  xargs -0 -r "$clang_format" --style=file $flags
