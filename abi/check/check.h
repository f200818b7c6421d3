// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The checker: every difference between two ABIs, judged by the rules of rules.h.
//
//   for (const Finding& finding : Compare(released, current)) …
//
// Inputs may widen and outputs may narrow; all else that a guest built before can notice is
// breaking. A thing that has another name is found by what it is (a call by its number, a field by
// its bits, a value by its number, a row by its guard) and is one finding, not one gone and one
// new. Rows are not compared as text: what counts is, for every case that the guards of both tell
// apart, what the old rows and the new ones do in it.

#ifndef ABI_CHECK_CHECK_H_
#define ABI_CHECK_CHECK_H_

#include <string>
#include <vector>

#include "abi/check/rules.h"
#include "abi/compiler/level.h"
#include "abi/ir.pb.h"

namespace hf::check {

struct Finding {
  // "HF042".
  std::string rule = {};
  Class classification = Class::kError;
  // Where it is in the new file, or in the old one if it is gone. Line 0: nowhere in particular.
  std::string file = {};
  int line = 0;
  int column = 0;
  // "mailbox_clear", "mailbox_send.notify" (argument or row), "RunCode.ABORTED", "abi".
  std::string subject = {};
  // What was and what is, in words: "-1 → 0 when mailbox(caller.vm) == EMPTY (row 'not_read' →
  // row 'nothing')".
  std::string what = {};
  // Of a difference in behaviour: the call or event that it is of, "mailbox_clear" or "Abort".
  std::string behaviour_of = {};
  // The shortest sequence of calls whose result changes, a step a line; empty if none was asked for
  // or found.
  std::string witness = {};
  // Not empty if a waiver lets it pass: its reason.
  std::string waived = {};
};

// Every difference, in the order of the families and of places. An ABI's `source` is the file that
// findings name. Requires ABIs without errors.
std::vector<Finding> Compare(const ir::Abi& old_abi, const ir::Abi& new_abi);

// The gravest class of findings that are not waived; kDocumentation if there are none. Errors of
// process do not count: they say nothing about guests.
Class Gravest(const std::vector<Finding>& findings);

// The least version that may follow `old_level` with differences of this class.
idl::Level NextVersion(const idl::Level& old_level, Class gravest);

// HF080 if the new ABI's version is less than what the findings need after the old ABI's. Waived
// findings do not count.
std::vector<Finding> CheckBump(const ir::Abi& old_abi, const ir::Abi& new_abi,
                               const std::vector<Finding>& findings);

}  // namespace hf::check

#endif  // ABI_CHECK_CHECK_H_
