// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a row does, and what it does otherwise than another one. Internal to the checker.

#ifndef ABI_CHECK_OUTCOME_H_
#define ABI_CHECK_OUTCOME_H_

#include <string>
#include <vector>

#include "abi/check/diff.h"
#include "abi/ir.pb.h"

namespace hf::check {

// One rule's say about two rows.
struct Facet {
  absl::string_view rule;
  Class classification;
  // "-1 → 0".
  std::string what;
};

// An error that the row returns at once: a negative number.
bool IsError(const ir::Row& row);

// Whether the guard speaks of nothing but the arguments that the caller passes and who he is.
bool IsOfArguments(const ir::Abi& abi, const ir::Expr& guard);

// What is different if the new row happens where the old one did; empty if nothing is. `level` is
// that of the old ABI's VMs: run codes count as these see them.
std::vector<Facet> CompareOutcomes(const Change& change, const ir::Row& old, const ir::Row& row);

}  // namespace hf::check

#endif  // ABI_CHECK_OUTCOME_H_
