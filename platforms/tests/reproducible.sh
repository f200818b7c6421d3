#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

# Checks that the same commit gives the same bits: builds HEAD twice from nothing, at paths of
# different length and, when run by root, as another user the second time, without any cache in
# common; then compares every file that the builds made.
#
#   platforms/tests/reproducible.sh [TARGET...]      default: //...
#
# It prints the time of each build, downloads included, and the digest of hafnia.bin. It takes some
# minutes and about 6 GB of temporary space (below $TMPDIR), which it gives back.
set -eu
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || set -- //...

commit=$(git rev-parse HEAD)
work=$(mktemp -d)
chmod 755 "$work"
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# Builds the commit in $work/$1, as the user with the id $2.
build() {
  place=$work/$1
  user=$2
  shift 2
  mkdir -p "$place/tree" "$place/root"
  git archive "$commit" | tar -x -C "$place/tree"
  as=
  if [ "$user" != "$(id -u)" ]; then
    chown -R "$user:$user" "$place"
    as="setpriv --reuid=$user --regid=$user --clear-groups"
  fi
  (
    cd "$place/tree"
    HOME=$place/root
    USER=$user
    export HOME USER
    start=$(date +%s)
    bazel="$as ./bazelw --output_user_root=$place/root --output_base=$place/out"
    $bazel build --color=no --curses=no --show_progress_rate_limit=60 "${@:?}" ||
      { $bazel shutdown; exit 1; }
    $bazel shutdown
    echo "built at $PWD as user $user in $(($(date +%s) - start)) s"
  )
  # Runfiles' manifests hold absolute paths, as Bazel makes them; status files hold the time.
  (
    cd "$place/out/execroot/hf/bazel-out"
    find . -type f ! -path './_*' ! -name '*-status.txt' ! -name MANIFEST \
      ! -name '*.runfiles_manifest' -exec sha256sum {} + | sort -k 2
  ) > "$work/${place##*/}.sums"
}

build one "$(id -u)" "$@"
other=$(id -u)
[ "$other" != 0 ] || other=65534
build a-longer/way/to/two "$other" "$@"

if ! diff "$work/one.sums" "$work/two.sums"; then
  echo "reproducible.sh: the two builds differ in the files above" >&2
  exit 1
fi
grep -E '/hafnia\.bin$' "$work/one.sums" || :
echo "$(wc -l < "$work/one.sums") files are the same"
