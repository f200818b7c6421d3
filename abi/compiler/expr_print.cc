// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See expr_print.h.

#include "abi/compiler/expr_print.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace hf::idl {
namespace {

std::string Operand(const ir::Expr& expr) {
  const bool compound = expr.op() == ir::Expr::AND || expr.op() == ir::Expr::OR;
  return compound ? absl::StrCat("(", PrintExpr(expr), ")") : PrintExpr(expr);
}

std::string Joined(const ir::Expr& expr, absl::string_view token) {
  return absl::StrJoin(expr.arg(), token, [](std::string* out, const ir::Expr& arg) {
    absl::StrAppend(out, Operand(arg));
  });
}

std::string Applied(const ir::Expr& expr) {
  return absl::StrCat(expr.name().empty() ? expr.type() : expr.name(), "(",
                      absl::StrJoin(expr.arg(), ", ",
                                    [](std::string* out, const ir::Expr& arg) {
                                      absl::StrAppend(out, PrintExpr(arg));
                                    }),
                      ")");
}

}  // namespace

std::string PrintExpr(const ir::Expr& expr) {
  switch (expr.op()) {
    case ir::Expr::NUMBER:
      return absl::StrCat(expr.number());
    case ir::Expr::CALLER:
      return "caller";
    case ir::Expr::CALLER_VM:
      return "caller.vm";
    case ir::Expr::CALLER_VCPU:
      return "caller.vcpu";
    case ir::Expr::FACT:
    case ir::Expr::MACHINE:
    case ir::Expr::EFFECT:
      return Applied(expr);
    case ir::Expr::WORD:
      return expr.arg_size() == 0 ? expr.name() : Applied(expr);
    case ir::Expr::NOT: {
      const bool term = expr.arg(0).kind() == ir::KIND_BOOL && expr.arg(0).op() < ir::Expr::AND;
      return term ? absl::StrCat("!", PrintExpr(expr.arg(0)))
                  : absl::StrCat("!(", PrintExpr(expr.arg(0)), ")");
    }
    case ir::Expr::AND:
      return Joined(expr, " && ");
    case ir::Expr::OR:
      return Joined(expr, " || ");
    case ir::Expr::EQ:
      return Joined(expr, " == ");
    case ir::Expr::NE:
      return Joined(expr, " != ");
    case ir::Expr::LT:
      return Joined(expr, " < ");
    case ir::Expr::LE:
      return Joined(expr, " <= ");
    case ir::Expr::GT:
      return Joined(expr, " > ");
    case ir::Expr::GE:
      return Joined(expr, " >= ");
    default:
      return expr.name();
  }
}

}  // namespace hf::idl
