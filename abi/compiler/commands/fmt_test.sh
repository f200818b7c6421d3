#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
#
# The tree's IDL files are as `hfidl fmt` writes them; and what it does to files that are not.
#
#   fmt_test.sh HFIDL

hfidl=$1
tmp=${TEST_TMPDIR:?}
failures=0

fail() {
  echo "$1"
  failures=$((failures + 1))
}

"$hfidl" fmt --check abi/hafnia.proto abi/ir.proto abi/idl/idl.proto abi/released/*.proto \
  abi/released/*.textproto || fail "the tree's files are not formatted: see above"

# Without blanks and empty lines at the right places the file becomes what it was.
sed -e 's/^ *//' -e 's/  */ /g' -e 's/ = /=/g' -e 's/^$/\n\n/' abi/idl/idl.proto \
  > "$tmp/idl.proto"
"$hfidl" fmt --check "$tmp/idl.proto" > "$tmp/said" 2>&1 && fail "--check finds nothing"
grep -q "$tmp/idl.proto:[0-9]*:7: error: the line should be 'syntax = \"proto2\";'" "$tmp/said" ||
  { cat "$tmp/said"; fail "--check does not say what would be right"; }
[ "$("$hfidl" fmt "$tmp/idl.proto")" = "$tmp/idl.proto is formatted" ] || fail "fmt is silent"
diff abi/idl/idl.proto "$tmp/idl.proto" || fail "fmt does not restore the file"

# A file that cannot be formatted stays.
printf 'message A {\n  option (b) = { c: 1 ];\n}\n' > "$tmp/bad.proto"
cp "$tmp/bad.proto" "$tmp/kept.proto"
"$hfidl" fmt "$tmp/bad.proto" 2> "$tmp/said" && fail "fmt formats a file that is none"
grep -q "$tmp/bad.proto:2:23: error: ']' where '}' closes what is open since line 2" "$tmp/said" ||
  { cat "$tmp/said"; fail "fmt does not say where brackets do not match"; }
cmp "$tmp/bad.proto" "$tmp/kept.proto" || fail "fmt has changed a file with errors"

# A representation becomes what is printed of it.
grep -v '^#' abi/released/0.1.textproto > "$tmp/0.1.textproto"
"$hfidl" fmt --check "$tmp/0.1.textproto" 2> "$tmp/said" && fail "--check finds nothing"
"$hfidl" fmt "$tmp/0.1.textproto" || fail "a representation is not formatted"
cmp abi/released/0.1.textproto "$tmp/0.1.textproto" || fail "a representation is not canonical"

[ "$failures" = 0 ] || exit 1
echo "fmt_test: PASS"
