// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See repeat.h.

#include "abi/check/repeat.h"

#include <algorithm>
#include <vector>

#include "abi/check/outcome.h"
#include "abi/compiler/decide.h"
#include "abi/compiler/expr_print.h"
#include "abi/compiler/resolve.h"

namespace hf::check {
namespace {

// The machines of a row are where it has moved them; but for the caller, who runs again.
ir::Expr After(const ir::Abi& abi, const ir::Row& row) {
  ir::Expr after;
  after.set_op(ir::Expr::AND);
  for (const ir::Move& move : row.move()) {
    const ir::Expr& machine = move.machine();
    const bool callers = machine.arg_size() == 2 && machine.arg(0).op() == ir::Expr::CALLER_VM &&
                         machine.arg(1).op() == ir::Expr::CALLER_VCPU;
    const ir::Enum* states = idl::FindEnum(abi, machine.type());
    const ir::EnumValue* to = states == nullptr ? nullptr : idl::FindValue(*states, move.to());
    if (callers || to == nullptr) continue;
    ir::Expr& is = *after.add_arg();
    is.set_op(ir::Expr::EQ);
    *is.add_arg() = machine;
    ir::Expr& value = *is.add_arg();
    value.set_op(ir::Expr::VALUE);
    value.set_kind(ir::KIND_ENUM);
    value.set_type(states->name());
    value.set_name(to->name());
    value.set_number(to->number());
  }
  return after;
}

// Whether the text is that of an expression within a guard.
bool Asks(const ir::Expr& guard, const std::string& text) {
  return idl::PrintExpr(guard) == text ||
         std::any_of(guard.arg().begin(), guard.arg().end(),
                     [&text](const ir::Expr& arg) { return Asks(arg, text); });
}

}  // namespace

std::string RefusedRepeat(const ir::Abi& abi, const ir::Call& call) {
  std::vector<ir::Expr> guards;
  for (const ir::Row& row : call.row()) {
    ir::Expr guard = row.when();
    if (!row.has_when()) guard.set_op(ir::Expr::AND);
    guards.push_back(guard);
  }
  for (const ir::Row& row : call.row()) {
    if (IsError(row) || row.deferred() || !row.has_result()) continue;
    ir::Expr premise = After(abi, row);
    if (premise.arg_size() == 0) continue;
    // The same caller passes the same: what refuses by arguments alone did not refuse before.
    const idl::Decision decision = idl::Decide(abi, guards, {.of_call = true, .always = &premise});
    if (decision.gave_up) continue;
    for (int i = 0; i < call.row_size(); ++i) {
      const ir::Row& again = call.row(i);
      const bool by_arguments = again.has_when() && IsOfArguments(abi, again.when());
      if (!IsError(again) || by_arguments || !decision.can_be_first[static_cast<size_t>(i)]) {
        continue;
      }
      // A refusal that does not ask for what was moved refused before too.
      const bool by_move = std::any_of(
          premise.arg().begin(), premise.arg().end(),
          [&again](const ir::Expr& is) { return Asks(again.when(), idl::PrintExpr(is.arg(0))); });
      if (by_move) return row.name();
    }
  }
  return "";
}

void CompareRepeats(const Change& change, const ir::Call& old, const ir::Call& call) {
  const std::string before = RefusedRepeat(change.before, old);
  const std::string after = RefusedRepeat(change.after, call);
  if (before.empty() == after.empty()) return;
  Finding& finding = change.findings.New(
      "HF074", call.place(), NameOf(call),
      before.empty()
          ? absl::StrCat("can be repeated → is refused when repeated after row '", after, "'")
          : absl::StrCat("is refused when repeated after row '", before, "' → can be repeated"),
      before.empty() ? Class::kBreaking : Class::kCompatible);
  finding.behaviour_of = NameOf(call);
}

}  // namespace hf::check
