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

"$hfidl" lower "$idl" > "$tmp/small.textproto"
expect textproto 0 'name: "ANSWER"' "$hfidl" lower "$tmp/small.textproto"
expect gen_textproto 0 '' "$hfidl" gen "$tmp/small.textproto" c_types="$tmp/again.h"
expect same 0 '' cmp "$tmp/types.h" "$tmp/again.h"

expect fingerprint 0 "# fingerprint: $("$hfidl" lower --fingerprint "$idl")" "$hfidl" lower "$idl"

expect budget 0 'RunCode (closed)                   0x8 to 0xff' \
  "$hfidl" lower --budget abi/hafnia.proto

sed 's/major: 1 minor: 0/major: 1 minor: 1/; s/value: 42/value: 43/' "$idl" > "$tmp/next.proto"
expect changes 0 '# What has changed in the ABI from 1.0 to 1.1' \
  "$hfidl" changes "$idl" "$tmp/next.proto"
expect changed 0 '`ANSWER`: 0x2a → 0x2b (HF009)' "$hfidl" changes "$idl" "$tmp/next.proto"
expect unchanged 0 'Nothing that a VM can notice.' "$hfidl" changes "$idl" "$idl"
expect one_file 2 'hfidl: changes: expected two files, the old one first' "$hfidl" changes "$idl"

expect help 0 'hfidl COMMAND [--OPTION=VALUE...] FILE...' "$hfidl" --help
expect no_command 2 'prints the intermediate representation of a file' "$hfidl"
expect help_lower 0 'hfidl lower abi/hafnia.proto | less' "$hfidl" lower --help
expect help_gen 0 'hfidl gen FILE KIND=OUTPUT' "$hfidl" gen -h
expect help_trace 0 'hfidl trace /tmp/demo.bin --last=20' "$hfidl" trace --help
expect word 0 'MESSAGE(size=12 bytes)' "$hfidl" word vcpu_run 0xc00000004
expect word_negative 0 '-1' "$hfidl" word mailbox_send -1
expect word_level 0 'YIELD' "$hfidl" word --level=0.1 vcpu_run 0
expect word_no_level 2 "--level is '0.7'; there are 0.1, 1.0, " "$hfidl" word --level=0.7 vcpu_run 0
expect word_no_call 2 "there is no call 'vcpu_walk'" "$hfidl" word vcpu_walk 0
expect word_no_number 2 "'12z' is no number" "$hfidl" word vcpu_run 12z
expect trace_no_file 1 "cannot read '$tmp/none'" "$hfidl" trace "$tmp/none"
expect trace_no_trace 1 "$idl:0: error: no trace: it begins with 73 79 6e" "$hfidl" trace "$idl"
expect trace_memory 1 'error: no trace in this memory' "$hfidl" trace --memory "$idl"
expect trace_pipe 2 '--memory needs a file' "$hfidl" trace --memory -
expect trace_two 2 'expected one file' "$hfidl" trace "$idl" "$idl"
expect trace_last 2 '--last is 0 for all' "$hfidl" trace --last=-1 "$idl"
expect trace_abi 1 "none.proto" "$hfidl" trace --abi="$tmp/none.proto" "$idl"
expect flags 0 '--unserved=CALL,...    calls' "$hfidl" gen --help
expect kinds 0 ', manual,' "$hfidl" gen -h

expect unknown_command 2 "hfidl: unknown command 'sing'; there are lower, gen" "$hfidl" sing
expect wrong_flag 2 "hfidl: gen: unknown option '--helpp'; it has --as, --unserved" \
  "$hfidl" gen --helpp
expect others_flag 2 "hfidl: lower: unknown option '--unserved=a'" "$hfidl" lower --unserved=a
expect no_value 2 "hfidl: lower: '--as' needs a value: --as=VALUE" "$hfidl" lower --as
expect no_file 2 "hfidl: gen: expected a file" "$hfidl" gen
expect two_files 2 "hfidl: lower: unexpected argument 'b'" "$hfidl" lower a b
expect no_such_file 1 "hfidl: cannot read 'nowhere.proto'" "$hfidl" lower nowhere.proto
expect no_output 2 "hfidl: gen: 'c_types' is not KIND=OUTPUT" "$hfidl" gen "$idl" c_types
expect no_outputs 2 "hfidl: gen: expected KIND=OUTPUT after the file" "$hfidl" gen "$idl"
expect same_output 2 "hfidl: gen: '$tmp/not_written.h' is the output of two kinds" \
  "$hfidl" gen "$idl" c_types="$tmp/not_written.h" c_abi="$tmp/not_written.h"
expect budget_and_fingerprint 2 'hfidl: lower: expected --budget or --fingerprint, not both' \
  "$hfidl" lower --budget --fingerprint "$idl"
: > "$tmp/empty.textproto"
expect empty 1 "$tmp/empty.textproto:1:1: error: missing 'major'" "$hfidl" lower \
  "$tmp/empty.textproto"
expect unknown_kind 2 "hfidl: gen: 'cobol' is none of the kinds" "$hfidl" gen "$idl" cobol="$tmp/x"
expect unwritable 1 "hfidl: cannot write '$tmp/none/x'" "$hfidl" gen "$idl" c_abi="$tmp/none/x"
expect unserved 2 "hfidl: gen: --unserved: there is no call 'sing'" \
  "$hfidl" gen --unserved=sing "$idl" c_abi="$tmp/x"

grep -v 'An answer' "$idl" > "$tmp/bare.proto"
expect error 1 "$tmp/bare.proto:4:37: error: constant 'ANSWER' has no comment" \
  "$hfidl" gen "$tmp/bare.proto" c_types="$tmp/not_written.h"
sed 's/^major:/mayor:/' "$tmp/small.textproto" > "$tmp/bad.textproto"
expect unknown_field 1 "$tmp/bad.textproto:6:6: error: Message type \"hf.ir.Abi\" has no field" \
  "$hfidl" lower "$tmp/bad.textproto"
if [ -e "$tmp/not_written.h" ]; then
  echo "a file was written in spite of errors"
  failures=$((failures + 1))
fi

[ "$failures" = 0 ] || exit 1
echo "hfidl_test: PASS"
