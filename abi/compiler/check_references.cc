// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The names in a representation that was read rather than lowered. See read_ir.h.

#include <string>

#include "abi/compiler/read_ir.h"
#include "abi/compiler/resolve.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace hf::idl {
namespace {

// Later checks take operands and names for granted: what is missing here they crash on.
class ReferenceCheck {
 public:
  ReferenceCheck(const ir::Abi& abi, Diagnostics& diagnostics)
      : abi_(abi), diagnostics_(diagnostics) {}

  void All() {
    for (const ir::Machine& machine : abi_.machine()) {
      const ir::Enum* states = Enumeration(machine, machine.enumeration());
      if (states != nullptr) State(machine, *states, machine.initial());
    }
    for (const ir::Record& record : abi_.record()) {
      Fields(record);
      if (record.has_tag() && record.tag() >= static_cast<uint32_t>(record.field_size())) {
        Unknown(record, "field", absl::StrCat(record.tag()));
      }
      for (const ir::Variant& variant : record.variant()) Fields(variant);
    }
    for (const ir::Invariant& invariant : abi_.invariant()) Expr(invariant.holds(), nullptr);
    for (const ir::Call& call : abi_.call()) {
      const ir::Record* args = call.args().empty() ? nullptr : Record(call, call.args());
      Record(call, call.result());
      if (!call.denied().empty() && FindRow(call, call.denied()) == nullptr) {
        Unknown(call, "row", call.denied());
      }
      for (const ir::Row& row : call.row()) Row(row, args);
    }
    for (const ir::Event& event : abi_.event()) {
      if (!event.result().empty()) Record(event, event.result());
      Expr(event.when(), nullptr);
      for (const ir::Row& row : event.row()) Row(row, nullptr);
    }
  }

 private:
  template <typename Item>
  void Unknown(const Item& item, absl::string_view what, absl::string_view name) {
    diagnostics_.Error(item.place(), absl::StrCat("unknown ", what, " '", name, "'"));
  }

  template <typename Item>
  const ir::Enum* Enumeration(const Item& item, const std::string& name) {
    const ir::Enum* found = FindEnum(abi_, name);
    if (found == nullptr) Unknown(item, "enumeration", name);
    return found;
  }

  template <typename Item>
  const ir::Record* Record(const Item& item, const std::string& name) {
    const ir::Record* found = FindRecord(abi_, name);
    if (found == nullptr) Unknown(item, "message", name);
    return found;
  }

  template <typename Item>
  void State(const Item& item, const ir::Enum& states, const std::string& name) {
    if (FindValue(states, name) == nullptr) Unknown(item, "state", name);
  }

  template <typename Item>
  void Fields(const Item& item) {
    for (const ir::Field& field : item.field()) {
      if (field.type() == ir::TYPE_ENUM) Enumeration(field, field.enumeration());
      if (!field.none().empty() && FindConstant(abi_, field.none()) == nullptr) {
        Unknown(field, "constant", field.none());
      }
    }
  }

  void Row(const ir::Row& row, const ir::Record* args) {
    Expr(row.when(), args);
    Expr(row.result(), args);
    Expr(row.leave(), args);
    for (const ir::Expr& effect : row.effect()) Expr(effect, args);
    for (const ir::Move& move : row.move()) {
      Expr(move.machine(), args);
      const ir::Enum* states = FindEnum(abi_, move.machine().type());
      if (states == nullptr) continue;
      State(move, *states, move.to());
      for (const std::string& from : move.from()) State(move, *states, from);
    }
  }

  void Expr(const ir::Expr& expr, const ir::Record* args) {
    if (!Known(expr, args)) Unknown(expr, "name", expr.name());
    const int operands = Operands(expr);
    const bool more = expr.op() == ir::Expr::AND || expr.op() == ir::Expr::OR;
    if (operands >= 0 && expr.arg_size() != operands && !(more && expr.arg_size() > operands)) {
      diagnostics_.Error(expr.place(), absl::StrCat(ir::Expr::Op_Name(expr.op()), " has ",
                                                    expr.arg_size(), " operands, not ", operands));
    }
    for (const ir::Expr& arg : expr.arg()) Expr(arg, args);
  }

  // How many operands the expression has; at least so many of AND and OR. -1: any number.
  int Operands(const ir::Expr& expr) const {
    switch (expr.op()) {
      case ir::Expr::NOT:
        return 1;
      case ir::Expr::AND:
      case ir::Expr::OR:
      case ir::Expr::EQ:
      case ir::Expr::NE:
      case ir::Expr::LT:
      case ir::Expr::LE:
      case ir::Expr::GT:
      case ir::Expr::GE:
        return 2;
      case ir::Expr::FACT:
        return OperandsOf(abi_.fact(), expr.name());
      case ir::Expr::MACHINE:
        return OperandsOf(abi_.machine(), expr.name());
      case ir::Expr::EFFECT:
        return OperandsOf(abi_.effect(), expr.name());
      case ir::Expr::WORD:
        return OperandsOfWord(expr);
      default:
        return expr.op() == ir::Expr::OP_UNSPECIFIED ? -1 : 0;
    }
  }

  template <typename List>
  static int OperandsOf(const List& list, const std::string& name) {
    for (const auto& item : list) {
      if (item.name() == name) return item.of_size();
    }
    return -1;
  }

  int OperandsOfWord(const ir::Expr& expr) const {
    const ir::Record* record = FindRecord(abi_, expr.type());
    if (record == nullptr) return -1;
    if (!record->has_tag()) return record->field_size();
    for (const ir::Variant& variant : record->variant()) {
      if (variant.on() == expr.name()) return variant.field_size();
    }
    return 0;
  }

  template <typename List>
  static bool Has(const List& list, const std::string& name) {
    for (const auto& item : list) {
      if (item.name() == name) return true;
    }
    return false;
  }

  bool Known(const ir::Expr& expr, const ir::Record* args) {
    switch (expr.op()) {
      case ir::Expr::CONSTANT:
        return FindConstant(abi_, expr.name()) != nullptr;
      case ir::Expr::ARGUMENT:
        return args != nullptr && Has(args->field(), expr.name());
      case ir::Expr::VALUE: {
        const ir::Enum* type = FindEnum(abi_, expr.type());
        return type != nullptr && FindValue(*type, expr.name()) != nullptr;
      }
      case ir::Expr::FACT:
        return Has(abi_.fact(), expr.name());
      case ir::Expr::MACHINE:
        return FindMachine(abi_, expr.name()) != nullptr;
      case ir::Expr::EFFECT:
        return Has(abi_.effect(), expr.name());
      case ir::Expr::WORD:
        return FindRecord(abi_, expr.type()) != nullptr;
      default:
        return true;
    }
  }

  const ir::Abi& abi_;
  Diagnostics& diagnostics_;
};

}  // namespace

void CheckReferences(const ir::Abi& abi, Diagnostics& diagnostics) {
  ReferenceCheck(abi, diagnostics).All();
}

}  // namespace hf::idl
