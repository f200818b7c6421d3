// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Cases that the rows of two ABIs tell apart together. Internal to the checker.

#ifndef ABI_CHECK_CASES_H_
#define ABI_CHECK_CASES_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "abi/check/diff.h"
#include "abi/ir.pb.h"

namespace hf::check {

// The vocabulary of both ABIs: what guards of either may speak of. A state machine has the states
// that it has in both: in others, the rows of one say nothing. What is always so in either is so.
ir::Abi Vocabulary(const Change& change);

// The guard of a row of the old ABI with the numbers that states and codes have in the new one:
// that a code has another one is a finding of its own.
ir::Expr InVocabulary(const ir::Abi& vocabulary, const ir::Expr& guard);

// By index of the first old row that matches and the first new one: cases in which these are what
// happens.
struct Meeting {
  // In some of them both rows, or what they are in the other ABI (`counterpart`), match before and
  // after: only their order has changed.
  bool reordered = false;
  // In some of them that is not so.
  bool changed = false;
  // Such a case: values by variable, and as text.
  std::vector<std::pair<std::string, std::string>> example;
};
using Meetings = std::map<std::pair<int, int>, Meeting>;

// Of guards without a row that always matches, the cases that either leaves out are left out.
// `counterpart` is by index of old rows the index of the new one, or -1. `always` holds in every
// case if it is not null. Returns false if there are too many cases.
bool FindMeetings(const ir::Abi& vocabulary, const std::vector<ir::Expr>& old_guards,
                  const std::vector<ir::Expr>& new_guards, const std::vector<int>& counterpart,
                  bool of_call, const ir::Expr* always, Meetings& meetings);

// How one statement relates to another.
struct Relation {
  // A case in which the first is true and the second is not; and the other way round.
  bool first_alone = false;
  bool second_alone = false;
  bool gave_up = false;
};

Relation Relate(const ir::Abi& vocabulary, const ir::Expr& first, const ir::Expr& second);

}  // namespace hf::check

#endif  // ABI_CHECK_CASES_H_
