#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
#
# hfidl from the outside: what it prints, what it writes, its exit status.
#
#   hfidl_test.sh HFIDL

hfidl=$1
tmp=${TEST_TMPDIR:?}
idl=$tmp/small.proto
failures=0

cat > "$idl" <<'END'
syntax = "proto2";
import "abi/idl/idl.proto";
option (hf.idl.abi) = { major: 1 minor: 0 id_mask: 0xbfffffff unknown_result: -1 };
// An answer.
option (hf.idl.constant) = { name: "ANSWER" value: 42 };
END

# expect NAME STATUS TEXT COMMAND...: the command's exit status, and a text in what it prints.
expect() {
  name=$1 status=$2 text=$3
  shift 3
  output=$("$@" 2>&1)
  actual=$?
  if [ "$actual" != "$status" ]; then
    echo "$name: exit status $actual, expected $status: $output"
    failures=$((failures + 1))
  fi
  case $output in
    *"$text"*) ;;
    *)
      echo "$name: expected '$text' in: $output"
      failures=$((failures + 1))
      ;;
  esac
}

expect real 0 'name: "MailboxSend"' "$hfidl" lower abi/hafnia.proto
expect lower 0 'name: "ANSWER"' "$hfidl" lower "$idl"
expect gen 0 '' "$hfidl" gen "$idl" c_types="$tmp/types.h"
expect written 0 'define HF_ANSWER 42' cat "$tmp/types.h"
expect as 0 '' "$hfidl" gen --as=some/other.proto "$idl" c_types="$tmp/as.h"
expect named 0 'Generated from some/other.proto; do not edit.' cat "$tmp/as.h"

expect help 0 'hfidl gen FILE KIND=OUTPUT' "$hfidl" --help
expect flags 0 '--unserved=CALL,...    gen: calls' "$hfidl" --help
expect kinds 0 ', manual,' "$hfidl" gen -h
expect wrong_flag 1 "Unknown command line flag 'helpp'" "$hfidl" --helpp
expect no_command 1 "hfidl: expected 'lower' or 'gen'" "$hfidl"
expect no_file 1 "hfidl: expected an IDL file" "$hfidl" gen
expect no_such_file 1 "hfidl: cannot read 'nowhere.proto'" "$hfidl" lower nowhere.proto
expect no_output 1 "hfidl: 'c_types' is not KIND=OUTPUT" "$hfidl" gen "$idl" c_types
expect unknown_kind 1 "hfidl: 'cobol' is none of the kinds" "$hfidl" gen "$idl" cobol="$tmp/x"
expect unwritable 1 "hfidl: cannot write '$tmp/none/x'" "$hfidl" gen "$idl" c_abi="$tmp/none/x"
expect unserved 1 "hfidl: --unserved: there is no call 'sing'" \
  "$hfidl" gen --unserved=sing "$idl" c_abi="$tmp/x"

grep -v 'An answer' "$idl" > "$tmp/bare.proto"
expect error 1 "$tmp/bare.proto:4:37: error: constant 'ANSWER' has no comment" \
  "$hfidl" gen "$tmp/bare.proto" c_types="$tmp/not_written.h"
if [ -e "$tmp/not_written.h" ]; then
  echo "a file was written in spite of errors"
  failures=$((failures + 1))
fi

[ "$failures" = 0 ] || exit 1
echo "hfidl_test: PASS"
