// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The parts of the comparison. Each compares the old ABI, in the new one's words (match.h), with
// the new one, and adds what differs. Internal to the checker.

#ifndef ABI_CHECK_DIFF_H_
#define ABI_CHECK_DIFF_H_

#include <string>

#include "abi/check/findings.h"
#include "abi/compiler/names.h"
#include "abi/ir.pb.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace hf::check {

struct Change {
  const ir::Abi& before;
  const ir::Abi& after;
  Findings& findings;
};

// Numbers of calls, the id mask, the unknown result, the constants; who may call.
void CompareIdentity(const Change& change);
void CompareConstants(const Change& change);
// Registers of arguments, bits of results.
void CompareRecords(const Change& change);
// Registers that calls lose or clear.
void CompareRegisters(const Change& change);
// Codes of the interface, and states of the machines.
void CompareEnums(const Change& change);
// Rows of calls and events.
void CompareBehaviour(const Change& change);
void CompareInvariants(const Change& change);
// What things are said to be, since when, and until when.
void CompareDocumentation(const Change& change);
void CompareLives(const Change& change);

// A call's name as guests know it.
inline std::string NameOf(const ir::Call& call) { return idl::SnakeCase(call.name()); }
inline std::string NameOf(const ir::Event& event) { return event.name(); }
// "0xff00".
inline std::string HexOf(uint64_t number) { return absl::StrCat("0x", absl::Hex(number)); }
// What findings call a record: arguments by their call, words by their name.
std::string SubjectOf(const ir::Abi& abi, const ir::Record& record);
// "x1 63:32"; of results "63:32".
std::string BitsOf(const ir::Field& field);

}  // namespace hf::check

#endif  // ABI_CHECK_DIFF_H_
