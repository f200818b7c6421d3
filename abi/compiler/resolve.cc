// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See resolve.h.

#include "abi/compiler/resolve.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

template <typename List>
auto* FindNamed(const List& list, absl::string_view name) {
  for (const auto& item : list) {
    if (item.name() == name) return &item;
  }
  return static_cast<decltype(&*list.begin())>(nullptr);
}

absl::string_view KindName(ir::Kind kind) {
  switch (kind) {
    case ir::KIND_BOOL:
      return "a truth value";
    case ir::KIND_VM:
      return "a VM";
    case ir::KIND_VCPU:
      return "a vCPU index";
    case ir::KIND_INTID:
      return "a virtual interrupt";
    case ir::KIND_IPA:
      return "an address";
    case ir::KIND_NUMBER:
      return "a number";
    case ir::KIND_ENUM:
      return "a value of an enumeration";
    case ir::KIND_ROLE:
      return "a role";
    default:
      return "a result";
  }
}

bool IsNumeric(ir::Kind kind) {
  return kind == ir::KIND_VM || kind == ir::KIND_VCPU || kind == ir::KIND_INTID ||
         kind == ir::KIND_IPA || kind == ir::KIND_NUMBER;
}

bool IsLiteral(const ir::Expr& expr) {
  return expr.op() == ir::Expr::NUMBER || expr.op() == ir::Expr::CONSTANT;
}

// A literal stands for any number; others are of one kind.
bool Fits(const ir::Expr& expr, ir::Kind kind) {
  return expr.kind() == kind || (IsLiteral(expr) && IsNumeric(kind));
}

}  // namespace

const ir::Constant* FindConstant(const ir::Abi& abi, absl::string_view name) {
  return FindNamed(abi.constant(), name);
}
const ir::Enum* FindEnum(const ir::Abi& abi, absl::string_view name) {
  return FindNamed(abi.enumeration(), name);
}
const ir::EnumValue* FindValue(const ir::Enum& enumeration, absl::string_view name) {
  return FindNamed(enumeration.value(), name);
}
const ir::Machine* FindMachine(const ir::Abi& abi, absl::string_view name) {
  return FindNamed(abi.machine(), name);
}
const ir::Record* FindRecord(const ir::Abi& abi, absl::string_view name) {
  return FindNamed(abi.record(), name);
}
const ir::Row* FindRow(const ir::Call& call, absl::string_view name) {
  return FindNamed(call.row(), name);
}

const ir::Record* FindTaggedWord(const ir::Abi& abi) {
  for (const ir::Record& record : abi.record()) {
    if (record.word() && record.has_tag()) return &record;
  }
  return nullptr;
}

std::string ValueNames(const ir::Enum& enumeration) {
  return absl::StrJoin(enumeration.value(), ", ", [](std::string* out, const ir::EnumValue& value) {
    absl::StrAppend(out, value.name());
  });
}

bool Resolver::Fail(const ir::Expr& expr, absl::string_view message) {
  diagnostics_.Error(expr.place(), message);
  return false;
}

bool Resolver::Guard(ir::Expr& expr) { return Bool(expr); }

bool Resolver::Bool(ir::Expr& expr) {
  switch (expr.op()) {
    case ir::Expr::NOT:
    case ir::Expr::AND:
    case ir::Expr::OR: {
      bool good = true;
      for (ir::Expr& arg : *expr.mutable_arg()) good = Bool(arg) && good;
      expr.set_kind(ir::KIND_BOOL);
      return good;
    }
    case ir::Expr::EQ:
    case ir::Expr::NE:
    case ir::Expr::LT:
    case ir::Expr::LE:
    case ir::Expr::GT:
    case ir::Expr::GE:
      expr.set_kind(ir::KIND_BOOL);
      return Compare(expr);
    default:
      if (!Term(expr)) return false;
      if (expr.kind() == ir::KIND_BOOL) return true;
      return Fail(expr,
                  absl::StrCat("a guard is true or false, but this is ", KindName(expr.kind())));
  }
}

bool Resolver::Compare(ir::Expr& expr) {
  ir::Expr& left = *expr.mutable_arg(0);
  ir::Expr& right = *expr.mutable_arg(1);
  if (!Term(left)) return false;
  if (left.kind() == ir::KIND_ENUM && right.op() == ir::Expr::OP_UNSPECIFIED &&
      right.type().empty()) {
    const ir::Enum& enumeration = *FindEnum(abi_, left.type());
    const ir::EnumValue* value = FindValue(enumeration, right.name());
    if (value == nullptr) {
      return Fail(
          right,
          absl::StrCat(left.op() == ir::Expr::MACHINE ? "unknown state '" : "unknown value '",
                       right.name(), "': ", enumeration.name(), " has ", ValueNames(enumeration)));
    }
    right.set_op(ir::Expr::VALUE);
    right.set_kind(ir::KIND_ENUM);
    right.set_type(left.type());
    right.set_number(value->number());
  } else if (!Term(right)) {
    return false;
  }
  for (const ir::Expr* side : {&left, &right}) {
    if (side->op() == ir::Expr::NUMBER && side->number() < 0) {
      return Fail(*side, "nothing that a guard can compare is negative");
    }
  }
  const bool ordered = expr.op() != ir::Expr::EQ && expr.op() != ir::Expr::NE;
  if (ordered && !IsNumeric(left.kind())) {
    return Fail(left, absl::StrCat(KindName(left.kind()), " has no order"));
  }
  if ((!Fits(left, right.kind()) && !Fits(right, left.kind())) || left.type() != right.type()) {
    return Fail(expr, absl::StrCat("cannot compare ", KindName(left.kind()), " with ",
                                   KindName(right.kind())));
  }
  return true;
}

bool Resolver::Term(ir::Expr& expr) {
  if (expr.op() == ir::Expr::NUMBER) return Number(expr);
  if (expr.op() != ir::Expr::OP_UNSPECIFIED) return Bool(expr);
  return expr.type() == "()" ? Application(expr) : Name(expr);
}

bool Resolver::Number(ir::Expr& expr) {
  expr.set_kind(ir::KIND_NUMBER);
  return true;
}

bool Resolver::Name(ir::Expr& expr) {
  const auto is = [&expr](ir::Expr::Op op, ir::Kind kind) {
    expr.set_op(op);
    expr.set_kind(kind);
    return true;
  };
  const std::string& name = expr.name();
  if (name == "caller") return is(ir::Expr::CALLER, ir::KIND_ROLE);
  if (name == "caller.vm") return is(ir::Expr::CALLER_VM, ir::KIND_VM);
  if (name == "caller.vcpu") return is(ir::Expr::CALLER_VCPU, ir::KIND_VCPU);
  if (name == "PRIMARY" || name == "SECONDARY") return is(ir::Expr::ROLE, ir::KIND_ROLE);
  for (size_t i = 0; i < variables_.size(); ++i) {
    if (name == absl::StrCat("v", i + 1)) return is(ir::Expr::VARIABLE, variables_[i]);
  }
  if (args_ != nullptr) {
    for (const ir::Field& field : args_->field()) {
      if (field.name() != name) continue;
      if (field.type() == ir::TYPE_ENUM) expr.set_type(field.enumeration());
      return is(ir::Expr::ARGUMENT, field.kind());
    }
  }
  if (const ir::Constant* constant = FindConstant(abi_, name); constant != nullptr) {
    expr.set_number(static_cast<int64_t>(constant->value()));
    return is(ir::Expr::CONSTANT, ir::KIND_NUMBER);
  }
  return Fail(expr, absl::StrCat("unknown name '", name, "'"));
}

template <typename Kinds>
bool Resolver::Arguments(ir::Expr& expr, const Kinds& of) {
  if (expr.arg_size() != of.size()) {
    return Fail(expr, absl::StrCat("'", expr.name(), "' takes ", of.size(), " arguments, not ",
                                   expr.arg_size()));
  }
  for (int i = 0; i < expr.arg_size(); ++i) {
    ir::Expr& arg = *expr.mutable_arg(i);
    if (!Term(arg)) return false;
    const ir::Kind kind = static_cast<ir::Kind>(of.Get(i));
    if (!Fits(arg, kind)) {
      return Fail(arg, absl::StrCat("'", expr.name(), "' takes ", KindName(kind), " here, not ",
                                    KindName(arg.kind())));
    }
  }
  expr.clear_type();
  return true;
}

bool Resolver::Application(ir::Expr& expr) {
  if (const ir::Machine* machine = FindMachine(abi_, expr.name()); machine != nullptr) {
    if (!Arguments(expr, machine->of())) return false;
    expr.set_op(ir::Expr::MACHINE);
    expr.set_kind(ir::KIND_ENUM);
    expr.set_type(machine->enumeration());
    return true;
  }
  if (const ir::Fact* fact = FindNamed(abi_.fact(), expr.name()); fact != nullptr) {
    if (!Arguments(expr, fact->of())) return false;
    expr.set_op(ir::Expr::FACT);
    expr.set_kind(fact->is());
    return true;
  }
  return Fail(expr, absl::StrCat("unknown fact or state machine '", expr.name(), "'"));
}

bool Resolver::Result(ir::Expr& expr, const ir::Record& word) {
  const bool tagged = word.has_tag();
  if (!tagged && word.field_size() == 1) {
    if (!Term(expr)) return false;
    if (expr.op() == ir::Expr::NUMBER && expr.number() < 0 &&
        word.field(0).type() != ir::TYPE_SIGNED) {
      return Fail(expr, absl::StrCat(word.name(), " cannot be negative"));
    }
    if (IsNumeric(expr.kind())) return true;
    return Fail(expr, absl::StrCat(word.name(), " cannot be ", KindName(expr.kind())));
  }

  const google::protobuf::RepeatedPtrField<ir::Field>* fields = &word.field();
  if (tagged) {
    static const google::protobuf::RepeatedPtrField<ir::Field> kNone;
    const ir::Enum* tags = FindEnum(abi_, word.field(static_cast<int>(word.tag())).enumeration());
    if (tags == nullptr || FindValue(*tags, expr.name()) == nullptr) {
      return Fail(expr, absl::StrCat("unknown value '", expr.name(), "': ", word.name(), " has ",
                                     tags == nullptr ? "none" : ValueNames(*tags)));
    }
    expr.set_number(FindValue(*tags, expr.name())->number());
    fields = &kNone;
    for (const ir::Variant& variant : word.variant()) {
      if (variant.on() == expr.name()) fields = &variant.field();
    }
  } else if (expr.name() != word.name()) {
    return Fail(expr, absl::StrCat("expected ", word.name(), "(…)"));
  }
  google::protobuf::RepeatedField<int> kinds;
  for (const ir::Field& field : *fields) kinds.Add(field.kind());
  if (!Arguments(expr, kinds)) return false;
  expr.set_op(ir::Expr::WORD);
  expr.set_kind(ir::KIND_WORD);
  expr.set_type(word.name());
  return true;
}

bool Resolver::Machine(ir::Expr& expr) {
  if (FindMachine(abi_, expr.name()) == nullptr || expr.type() != "()") {
    return Fail(expr, absl::StrCat("unknown state machine '", expr.name(), "'"));
  }
  return Application(expr);
}

bool Resolver::Effect(ir::Expr& expr) {
  const ir::Effect* effect = FindNamed(abi_.effect(), expr.name());
  if (effect == nullptr) return Fail(expr, absl::StrCat("unknown effect '", expr.name(), "'"));
  if (!Arguments(expr, effect->of())) return false;
  expr.set_op(ir::Expr::EFFECT);
  return true;
}

}  // namespace hf::idl
