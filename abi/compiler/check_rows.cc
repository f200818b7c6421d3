// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Rows: each can match, together they are total, and who may call is what they say. See check.h.

#include <string>
#include <vector>

#include "abi/compiler/check.h"
#include "abi/compiler/decide.h"
#include "abi/compiler/resolve.h"
#include "absl/strings/str_cat.h"
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
void CheckDeclaration(const ir::Abi& abi, const Declaration& declaration, bool of_call,
                      Diagnostics& diagnostics) {
  std::vector<ir::Expr> guards;
  for (const ir::Row& row : declaration.row()) guards.push_back(Guard(row));
  const Decision decision = Decide(abi, guards, of_call);
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
    diagnostics.Error(row.place(), absl::StrCat("row '", row.name(), "' can never match: ",
                                                decision.can_hold[index]
                                                    ? "the rows before it cover all its cases"
                                                    : "its guard is never true"));
  }
  if (decision.uncovered) {
    diagnostics.Error(
        declaration.place(),
        absl::StrCat("the rows of ", declaration.name(), " are not total: none matches",
                     decision.uncovered->empty() ? "" : " when ", *decision.uncovered));
  }
}

// The row that is named as the answer to those who may not call answers them, and only them, first.
void CheckCallers(const ir::Abi& abi, const ir::Call& call, Diagnostics& diagnostics) {
  if (call.callers() == ir::CALLERS_ANY) {
    if (!call.denied().empty()) {
      diagnostics.Error(call.place(), absl::StrCat(call.name(), " denies nobody"));
    }
    return;
  }
  const absl::string_view role = call.callers() == ir::CALLERS_PRIMARY ? "PRIMARY" : "SECONDARY";
  const ir::Row* row = FindRow(call, call.denied());
  if (row == nullptr) {
    diagnostics.Error(call.place(),
                      absl::StrCat(call.name(), " is for ", role, " callers, but has no row '",
                                   call.denied(), "' that denies it to others"));
    return;
  }
  const ir::Expr guard = Guard(*row);
  const ir::Expr allowed = CallerIs(role);
  const Decision decision =
      Decide(abi, {Both(guard, allowed), Both(Not(guard), Not(allowed))}, true);
  if (row != &call.row(0) || decision.can_hold[0] || decision.can_hold[1]) {
    diagnostics.Error(row->place(),
                      absl::StrCat("row '", row->name(), "' must be the first of ", call.name(),
                                   " and match if the caller is not ", role));
  }
}

}  // namespace

void CheckRows(const ir::Abi& abi, Diagnostics& diagnostics) {
  for (const ir::Call& call : abi.call()) {
    CheckDeclaration(abi, call, /*of_call=*/true, diagnostics);
    CheckCallers(abi, call, diagnostics);
  }
  for (const ir::Event& event : abi.event()) {
    CheckDeclaration(abi, event, /*of_call=*/false, diagnostics);
  }
}

}  // namespace hf::idl
