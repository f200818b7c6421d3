// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See cc_expr.h.

#include "abi/compiler/cc_expr.h"

#include <algorithm>

#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace hf::idl {
namespace {

std::string Operand(const ir::Expr& expr) {
  return expr.arg_size() > 1 ? absl::StrCat("(", CcExpr(expr), ")") : CcExpr(expr);
}

std::string Joined(const ir::Expr& expr, absl::string_view token) {
  return absl::StrJoin(expr.arg(), token, [](std::string* out, const ir::Expr& arg) {
    const bool compound = arg.op() == ir::Expr::AND || arg.op() == ir::Expr::OR;
    absl::StrAppend(out, compound ? Operand(arg) : CcExpr(arg));
  });
}

std::string Comparison(const ir::Expr& expr) {
  const ir::Expr& left = expr.arg(0);
  const ir::Expr& right = expr.arg(1);
  if (left.kind() == ir::KIND_ROLE) {
    // The primary is the VM of one id: `caller != SECONDARY` is `caller == PRIMARY`.
    const ir::Expr& role = left.op() == ir::Expr::ROLE ? left : right;
    const bool is_primary = (expr.op() == ir::Expr::EQ) == (role.name() == "PRIMARY");
    return absl::StrCat("caller_vm_id ", is_primary ? "==" : "!=", " kPrimaryVmId");
  }
  absl::string_view token = "==";
  switch (expr.op()) {
    case ir::Expr::NE:
      token = "!=";
      break;
    case ir::Expr::LT:
      token = "<";
      break;
    case ir::Expr::LE:
      token = "<=";
      break;
    case ir::Expr::GT:
      token = ">";
      break;
    case ir::Expr::GE:
      token = ">=";
      break;
    default:
      break;
  }
  return absl::StrCat(CcExpr(left), " ", token, " ", CcExpr(right));
}

}  // namespace

bool IsPure(const ir::Expr& expr) {
  switch (expr.op()) {
    case ir::Expr::FACT:
    case ir::Expr::MACHINE:
    case ir::Expr::CALLER_VCPU:
      return false;
    default:
      return std::all_of(expr.arg().begin(), expr.arg().end(), IsPure);
  }
}

std::string CcExpr(const ir::Expr& expr) {
  switch (expr.op()) {
    case ir::Expr::NUMBER:
      return absl::StrCat(expr.number());
    case ir::Expr::CONSTANT:
      return absl::StrCat("k", CamelCase(expr.name()));
    case ir::Expr::ARGUMENT:
      return absl::StrCat("args.", expr.name());
    case ir::Expr::CALLER_VM:
      return "caller_vm_id";
    case ir::Expr::VALUE:
      return absl::StrCat(expr.type(), "::k", CamelCase(expr.name()));
    case ir::Expr::NOT:
      return absl::StrCat("!", Operand(expr.arg(0)));
    case ir::Expr::AND:
      return Joined(expr, " && ");
    case ir::Expr::OR:
      return Joined(expr, " || ");
    default:
      return Comparison(expr);
  }
}

}  // namespace hf::idl
