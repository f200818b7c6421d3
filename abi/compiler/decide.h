// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Which of an ordered list of guards can be the first that holds, and whether one always does.
//
// The procedure enumerates cases. A case gives a value to everything that the guards ask for: to
// each argument, to the caller, and to each fact and state machine of given arguments. Facts and
// machines are functions: of equal arguments they have equal values. Numbers are compared but not
// computed with, so it is enough to try, for each kind of number, every constant that it is
// compared with, and beside and between those as many values as there are variables; if they are
// compared for equality only, that many other values in all. Over such cases the answer is exact,
// with these limits:
//
// - An invariant excludes a case only if what the guards ask for is enough to see it violated: one
//   that speaks of other facts too is taken to hold. So a row that only a chain of invariants makes
//   impossible is not found, and a list that is total only by such a chain is rejected.
// - Numbers have 64 bits, whatever the width of their field.
// - Numbers of different kinds (VMs, vCPU indices, …) have nothing to do with each other.
// - More than kMaxCases cases are given up.

#ifndef ABI_COMPILER_DECIDE_H_
#define ABI_COMPILER_DECIDE_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "abi/ir.pb.h"

namespace hf::idl {

struct Decision {
  static constexpr size_t kMaxCases = size_t{1} << 22;

  // By guard: it holds in some case; it is the first that holds in some case.
  std::vector<bool> can_hold;
  std::vector<bool> can_be_first;
  // A case in which no guard holds: "size == 0, !notify". Empty text if every case is one.
  std::optional<std::string> uncovered;
  // There are too many cases; the rest means nothing.
  bool gave_up = false;
};

// What is known beside the invariants.
struct Premise {
  // The guards are of a call, for whose caller more invariants hold than for an event's.
  bool of_call = true;
  // A guard that holds in every case; null if there is none.
  const ir::Expr* always = nullptr;
};

Decision Decide(const ir::Abi& abi, const std::vector<ir::Expr>& guards, const Premise& premise);

// One of the cases: which guards hold, and the value of each variable, by its name: ("size",
// "size == 0"), ("notify", "!notify").
struct Case {
  std::vector<bool> holds;
  std::function<std::vector<std::pair<std::string, std::string>>()> describe;
};

// Calls `visit` for every case that there is. Returns false, having called it for none, if there
// are too many.
bool ForEachCase(const ir::Abi& abi, const std::vector<ir::Expr>& guards, const Premise& premise,
                 const std::function<void(const Case&)>& visit);

}  // namespace hf::idl

#endif  // ABI_COMPILER_DECIDE_H_
