// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See case_table.h.

#include "abi/compiler/case_table.h"

#include <utility>

namespace hf::idl {
namespace {

absl::string_view NameOf(const ir::Expr& variable) {
  switch (variable.op()) {
    case ir::Expr::CALLER_VM:
      return "caller.vm";
    case ir::Expr::CALLER_VCPU:
      return "caller.vcpu";
    default:
      return variable.name();
  }
}

}  // namespace

bool IsVariable(const ir::Expr& expr) {
  switch (expr.op()) {
    case ir::Expr::ARGUMENT:
    case ir::Expr::CALLER_VM:
    case ir::Expr::CALLER_VCPU:
    case ir::Expr::FACT:
    case ir::Expr::MACHINE:
      return true;
    default:
      return false;
  }
}

void CaseTable::Push(const ir::Expr& variable, uint64_t value) {
  Entry entry = {std::string(NameOf(variable)), {}, value};
  // An argument and a function may have one name: only functions have parentheses.
  if (variable.op() == ir::Expr::FACT || variable.op() == ir::Expr::MACHINE) entry.name += "()";
  for (const ir::Expr& arg : variable.arg()) entry.args.push_back(*Number(arg));
  entries_.push_back(std::move(entry));
}

std::optional<uint64_t> CaseTable::Number(const ir::Expr& expr,
                                          const std::vector<uint64_t>& bound) const {
  switch (expr.op()) {
    case ir::Expr::NUMBER:
    case ir::Expr::CONSTANT:
    case ir::Expr::VALUE:
      return static_cast<uint64_t>(expr.number());
    case ir::Expr::VARIABLE:
      // Resolved to v1, v2, …: see resolve.h.
      return bound[static_cast<size_t>(expr.name()[1] - '1')];
    default:
      break;
  }
  std::vector<uint64_t> args;
  for (const ir::Expr& arg : expr.arg()) {
    const std::optional<uint64_t> value = Number(arg, bound);
    if (!value) return std::nullopt;
    args.push_back(*value);
  }
  const bool function = expr.op() == ir::Expr::FACT || expr.op() == ir::Expr::MACHINE;
  const absl::string_view name = NameOf(expr);
  for (const Entry& entry : entries_) {
    if (entry.name.size() != name.size() + (function ? 2 : 0) || entry.args != args) continue;
    if (entry.name.compare(0, name.size(), name.data(), name.size()) == 0) return entry.value;
  }
  return std::nullopt;
}

std::optional<bool> CaseTable::Truth(const ir::Expr& expr,
                                     const std::vector<uint64_t>& bound) const {
  switch (expr.op()) {
    case ir::Expr::NOT: {
      const std::optional<bool> truth = Truth(expr.arg(0), bound);
      if (!truth) return std::nullopt;
      return !*truth;
    }
    case ir::Expr::AND:
    case ir::Expr::OR: {
      // One operand may decide, whatever the others are.
      const bool deciding = expr.op() == ir::Expr::OR;
      std::optional<bool> all = !deciding;
      for (const ir::Expr& arg : expr.arg()) {
        const std::optional<bool> truth = Truth(arg, bound);
        if (truth == deciding) return deciding;
        if (!truth) all = std::nullopt;
      }
      return all;
    }
    case ir::Expr::EQ:
    case ir::Expr::NE:
    case ir::Expr::LT:
    case ir::Expr::LE:
    case ir::Expr::GT:
    case ir::Expr::GE:
      return Compare(expr, bound);
    default: {
      const std::optional<uint64_t> value = Number(expr, bound);
      if (!value) return std::nullopt;
      return *value != 0;
    }
  }
}

std::optional<bool> CaseTable::Compare(const ir::Expr& expr,
                                       const std::vector<uint64_t>& bound) const {
  // A role as a number: 1 for the primary.
  const auto number = [this, &bound](const ir::Expr& side) -> std::optional<uint64_t> {
    if (side.op() == ir::Expr::ROLE) return side.name() == "PRIMARY" ? 1 : 0;
    if (side.op() != ir::Expr::CALLER) return Number(side, bound);
    ir::Expr vm;
    vm.set_op(ir::Expr::CALLER_VM);
    const std::optional<uint64_t> id = Number(vm, bound);
    if (!id) return std::nullopt;
    return *id == primary_vm_id_ ? 1 : 0;
  };
  const std::optional<uint64_t> left = number(expr.arg(0));
  const std::optional<uint64_t> right = number(expr.arg(1));
  if (!left || !right) return std::nullopt;
  switch (expr.op()) {
    case ir::Expr::EQ:
      return *left == *right;
    case ir::Expr::NE:
      return *left != *right;
    case ir::Expr::LT:
      return *left < *right;
    case ir::Expr::LE:
      return *left <= *right;
    case ir::Expr::GT:
      return *left > *right;
    default:
      return *left >= *right;
  }
}

}  // namespace hf::idl
