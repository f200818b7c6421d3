// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Guards and results as expressions of Promela. See emit_promela.h.

#include <vector>

#include "abi/compiler/emit.h"
#include "abi/compiler/emit_promela.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace hf::idl {
namespace {

bool IsCompound(const ir::Expr& expr) {
  return expr.op() == ir::Expr::AND || expr.op() == ir::Expr::OR;
}

std::string Joined(const ir::Abi& abi, const ir::Expr& expr, absl::string_view token) {
  return absl::StrJoin(expr.arg(), token, [&](std::string* out, const ir::Expr& arg) {
    const std::string text = PromelaExpr(abi, arg);
    absl::StrAppend(out, IsCompound(arg) ? absl::StrCat("(", text, ")") : text);
  });
}

std::string Applied(const ir::Abi& abi, const ir::Expr& expr) {
  return absl::StrCat(expr.name(), "(",
                      absl::StrJoin(expr.arg(), ", ",
                                    [&](std::string* out, const ir::Expr& arg) {
                                      absl::StrAppend(out, PromelaExpr(abi, arg));
                                    }),
                      ")");
}

std::string Comparison(const ir::Abi& abi, const ir::Expr& expr) {
  if (expr.arg(0).kind() == ir::KIND_ROLE) {
    // The primary is the VM of one id: `caller != SECONDARY` is `caller == PRIMARY`.
    const ir::Expr& role = expr.arg(0).op() == ir::Expr::ROLE ? expr.arg(0) : expr.arg(1);
    const bool is_primary = (expr.op() == ir::Expr::EQ) == (role.name() == "PRIMARY");
    return absl::StrCat("caller_vm ", is_primary ? "==" : "!=", " PRIMARY_VM_ID");
  }
  switch (expr.op()) {
    case ir::Expr::NE:
      return Joined(abi, expr, " != ");
    case ir::Expr::LT:
      return Joined(abi, expr, " < ");
    case ir::Expr::LE:
      return Joined(abi, expr, " <= ");
    case ir::Expr::GT:
      return Joined(abi, expr, " > ");
    case ir::Expr::GE:
      return Joined(abi, expr, " >= ");
    default:
      return Joined(abi, expr, " == ");
  }
}

}  // namespace

std::string PromelaExpr(const ir::Abi& abi, const ir::Expr& expr) {
  switch (expr.op()) {
    case ir::Expr::NUMBER:
      return absl::StrCat(expr.number());
    case ir::Expr::CALLER_VM:
      return "caller_vm";
    case ir::Expr::CALLER_VCPU:
      return "caller_vcpu";
    case ir::Expr::VALUE:
      return absl::StrCat(EnumOf(abi, expr.type()).prefix(), expr.name());
    case ir::Expr::CONSTANT:
    case ir::Expr::ARGUMENT:
    case ir::Expr::VARIABLE:
      return expr.name();
    case ir::Expr::FACT:
    case ir::Expr::MACHINE:
    case ir::Expr::EFFECT:
      return Applied(abi, expr);
    case ir::Expr::NOT: {
      const std::string text = PromelaExpr(abi, expr.arg(0));
      return expr.arg(0).arg_size() > 1 && expr.arg(0).op() != ir::Expr::FACT
                 ? absl::StrCat("!(", text, ")")
                 : absl::StrCat("!", text);
    }
    case ir::Expr::AND:
      return Joined(abi, expr, " && ");
    case ir::Expr::OR:
      return Joined(abi, expr, " || ");
    default:
      return Comparison(abi, expr);
  }
}

void PromelaGuard(absl::string_view head, absl::string_view expr, absl::string_view tail,
                  Writer& out) {
  // Operators stand at the ends of lines, and an operand is not broken.
  std::vector<std::string> parts = {""};
  for (absl::string_view word : absl::StrSplit(expr, ' ')) {
    absl::StrAppend(&parts.back(), parts.back().empty() ? "" : " ", word);
    if (word == "&&" || word == "||") parts.emplace_back();
  }
  absl::StrAppend(&parts.back(), tail);
  std::string line = absl::StrCat(head, parts[0]);
  for (size_t i = 1; i < parts.size(); ++i) {
    if (line.size() + 1 + parts[i].size() <= out.Room()) {
      absl::StrAppend(&line, " ", parts[i]);
    } else {
      out.Line(line);
      line = absl::StrCat(std::string(head.size(), ' '), parts[i]);
    }
  }
  out.Line(line);
}

void PromelaMust(absl::string_view expr, absl::string_view what, absl::string_view tail,
                 Writer& out) {
  const std::string property = absl::StrCat("\"violated: ", what, "\\n\")", tail);
  const std::string line = absl::StrCat("MUST(", expr, ", ", property);
  if (line.size() <= out.Room()) return out.Line(line);
  PromelaGuard("MUST(", expr, ",", out);
  out.Line("     ", property);
}

}  // namespace hf::idl
