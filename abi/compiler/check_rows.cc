// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Rows: each can match, together they are total, their moves are possible, and who may call is what
// they say. See check.h.

#include <algorithm>
#include <string>
#include <vector>

#include "abi/compiler/check.h"
#include "abi/compiler/decide.h"
#include "abi/compiler/expr_print.h"
#include "abi/compiler/resolve.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace hf::idl {
namespace {

// A row without guard matches always.
ir::Expr Guard(const ir::Row& row) {
  if (row.has_when()) return row.when();
  ir::Expr always;
  always.set_op(ir::Expr::AND);
  return always;
}

ir::Expr Not(const ir::Expr& expr) {
  ir::Expr negation;
  negation.set_op(ir::Expr::NOT);
  *negation.add_arg() = expr;
  return negation;
}

ir::Expr Both(const ir::Expr& a, const ir::Expr& b) {
  ir::Expr both;
  both.set_op(ir::Expr::AND);
  *both.add_arg() = a;
  *both.add_arg() = b;
  return both;
}

ir::Expr CallerIs(absl::string_view role) {
  ir::Expr expr;
  expr.set_op(ir::Expr::EQ);
  expr.add_arg()->set_op(ir::Expr::CALLER);
  expr.add_arg()->set_op(ir::Expr::ROLE);
  expr.mutable_arg(1)->set_name(std::string(role));
  return expr;
}

// Calls and events alike.
template <typename Declaration>
void CheckDeclaration(const ir::Abi& abi, const Declaration& declaration, const Premise& premise,
                      Diagnostics& diagnostics) {
  std::vector<ir::Expr> guards;
  for (const ir::Row& row : declaration.row()) guards.push_back(Guard(row));
  const Decision decision = Decide(abi, guards, premise);
  if (decision.gave_up) {
    diagnostics.Error(declaration.place(),
                      absl::StrCat("the rows of ", declaration.name(), " tell apart more than ",
                                   Decision::kMaxCases, " cases, too many to check"));
    return;
  }
  for (int i = 0; i < declaration.row_size(); ++i) {
    const size_t index = static_cast<size_t>(i);
    if (decision.can_be_first[index]) continue;
    const ir::Row& row = declaration.row(i);
    diagnostics.Error(
        row.place(),
        absl::StrCat("row '", row.name(), "' can never match: ",
                     decision.can_hold[index] ? "the rows before it cover all its cases"
                                              : "its guard is never true"),
        "HF091");
  }
  if (decision.uncovered) {
    diagnostics.Error(
        declaration.place(),
        absl::StrCat("the rows of ", declaration.name(), " are not total: none matches",
                     decision.uncovered->empty() ? "" : " when ", *decision.uncovered),
        "HF090");
  }
}

// The states that a move does not name; all if it is from any.
std::vector<std::string> OtherStates(const ir::Enum& states, const ir::Move& move) {
  std::vector<std::string> others;
  for (const ir::EnumValue& state : states.value()) {
    const auto& from = move.from();
    if (std::find(from.begin(), from.end(), state.name()) == from.end())
      others.push_back(state.name());
  }
  return others;
}

ir::Expr IsIn(const ir::Expr& machine, const ir::EnumValue& state) {
  ir::Expr expr;
  expr.set_op(ir::Expr::EQ);
  *expr.add_arg() = machine;
  ir::Expr& value = *expr.add_arg();
  value.set_op(ir::Expr::VALUE);
  value.set_kind(ir::KIND_ENUM);
  value.set_type(machine.type());
  value.set_name(state.name());
  value.set_number(state.number());
  return expr;
}

// Those of `states` that the machine can be in when the row matches. Tried without the rows before
// and without the guard first: mostly that is enough to see that there are none, and much faster.
std::vector<std::string> PossibleStates(const ir::Abi& abi, const std::vector<ir::Expr>& before,
                                        const ir::Row& row, const ir::Move& move,
                                        std::vector<std::string> states, const Premise& premise) {
  const ir::Enum& enumeration = *FindEnum(abi, move.machine().type());
  for (int effort = 0; effort < 3 && !states.empty(); ++effort) {
    std::vector<ir::Expr> guards = effort == 2 ? before : std::vector<ir::Expr>();
    const size_t first = guards.size();
    for (const std::string& state : states) {
      const ir::Expr is_in = IsIn(move.machine(), *FindValue(enumeration, state));
      guards.push_back(effort == 0 ? is_in : Both(Guard(row), is_in));
    }
    const Decision decision = Decide(abi, guards, premise);
    std::vector<std::string> possible;
    for (size_t i = 0; i < states.size(); ++i) {
      if (decision.can_be_first[first + i]) possible.push_back(states[i]);
    }
    states = possible;
  }
  return states;
}

// A row moves a machine from the states that it can be in, and never out of a final one.
template <typename Declaration>
void CheckMoves(const ir::Abi& abi, const Declaration& declaration, const Premise& premise,
                Diagnostics& diagnostics) {
  std::vector<ir::Expr> before;
  for (const ir::Row& row : declaration.row()) {
    for (const ir::Move& move : row.move()) {
      const ir::Enum& states = *FindEnum(abi, move.machine().type());
      const std::vector<std::string> others = OtherStates(states, move);
      const std::vector<std::string> possible =
          move.from_size() == 0 ? others : PossibleStates(abi, before, row, move, others, premise);
      if (move.from_size() > 0 && !possible.empty()) {
        diagnostics.Error(move.place(),
                          absl::StrCat("row '", row.name(), "' moves ", PrintExpr(move.machine()),
                                       " from ", absl::StrJoin(move.from(), ", "),
                                       ", but it can be ", absl::StrJoin(possible, ", "), " there"),
                          "HF094");
      }
      for (const ir::EnumValue& state : states.value()) {
        const bool leaves = std::find(others.begin(), others.end(), state.name()) == others.end() ||
                            move.from_size() == 0;
        if (state.final() && leaves && state.name() != move.to()) {
          diagnostics.Error(move.place(),
                            absl::StrCat("row '", row.name(), "' moves ", PrintExpr(move.machine()),
                                         " out of ", state.name(), ", which is final"),
                            "HF094");
        }
      }
    }
    before.push_back(Guard(row));
  }
}

// The row that is named as the answer to those who may not call answers them, and only them, first.
void CheckCallers(const ir::Abi& abi, const ir::Call& call, Diagnostics& diagnostics) {
  if (call.callers() == ir::CALLERS_ANY) {
    if (!call.denied().empty()) {
      diagnostics.Error(call.place(), absl::StrCat(call.name(), " denies nobody"), "HF098");
    }
    return;
  }
  const absl::string_view role = call.callers() == ir::CALLERS_PRIMARY ? "PRIMARY" : "SECONDARY";
  const ir::Row* row = FindRow(call, call.denied());
  if (row == nullptr) {
    diagnostics.Error(call.place(),
                      absl::StrCat(call.name(), " is for ", role, " callers, but has no row '",
                                   call.denied(), "' that denies it to others"),
                      "HF098");
    return;
  }
  const ir::Expr guard = Guard(*row);
  const ir::Expr allowed = CallerIs(role);
  const Decision decision = Decide(abi, {Both(guard, allowed), Both(Not(guard), Not(allowed))}, {});
  if (row != &call.row(0) || decision.can_hold[0] || decision.can_hold[1]) {
    diagnostics.Error(row->place(),
                      absl::StrCat("row '", row->name(), "' must be the first of ", call.name(),
                                   " and match if the caller is not ", role),
                      "HF098");
  }
}

}  // namespace

void CheckRows(const ir::Abi& abi, Diagnostics& diagnostics) {
  for (const ir::Call& call : abi.call()) {
    CheckDeclaration(abi, call, {}, diagnostics);
    CheckMoves(abi, call, {}, diagnostics);
    CheckCallers(abi, call, diagnostics);
  }
  for (const ir::Event& event : abi.event()) {
    const Premise premise = {.of_call = false,
                             .always = event.has_when() ? &event.when() : nullptr};
    CheckDeclaration(abi, event, premise, diagnostics);
    CheckMoves(abi, event, premise, diagnostics);
  }
}

}  // namespace hf::idl
