// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See match.h.

#include "abi/check/match.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>

#include "abi/check/diff.h"
#include "abi/check/walk.h"
#include "abi/compiler/names.h"
#include "abi/compiler/resolve.h"
#include "absl/strings/str_cat.h"

namespace hf::check {
namespace {

// Old names and the new ones, of what is renamed.
using Renames = std::map<std::string, std::string>;

// Pairs those of `olds` whose names are gone with those of `news` whose names are new.
template <typename List, typename Same>
Renames FindRenames(const List& olds, const List& news, const Same& same) {
  Renames renames;
  std::map<std::string, bool> taken;
  for (const auto& old : olds) {
    if (FindNamed(news, old.name()) != nullptr) continue;
    for (const auto& item : news) {
      if (FindNamed(olds, item.name()) != nullptr || taken[item.name()] || !same(old, item)) {
        continue;
      }
      renames[old.name()] = item.name();
      taken[item.name()] = true;
      break;
    }
  }
  return renames;
}

std::string Renamed(const Renames& renames, const std::string& name) {
  const auto entry = renames.find(name);
  return entry == renames.end() ? name : entry->second;
}

template <typename List>
void RenameAll(const Renames& renames, List* list) {
  for (auto& item : *list) item.set_name(Renamed(renames, item.name()));
}

class Matcher {
 public:
  Matcher(const ir::Abi& old_abi, const ir::Abi& new_abi, Findings& findings)
      : abi_(old_abi), new_(new_abi), findings_(findings) {}

  ir::Abi Run() {
    Constants();
    Enums();
    Vocabulary();
    Calls();
    Records();
    return abi_;
  }

 private:
  void Constants();
  void Enums();
  void Values(ir::Enum& from, const ir::Enum& to);
  void Vocabulary();
  void Calls();
  void Records();
  void Fields(ir::Record& from, const ir::Record& to);
  void RenameRecord(const std::string& from, const std::string& to);
  bool SameLayout(const std::string& a, const std::string& b) const;
  bool SameCall(const ir::Call& a, const ir::Call& b) const;

  // Renames in expressions of an operation.
  void InExprs(ir::Expr::Op op, const Renames& renames) {
    if (renames.empty()) return;
    ForEachExpr(abi_, [op, &renames](ir::Expr& expr) {
      if (expr.op() == op) expr.set_name(Renamed(renames, expr.name()));
    });
  }

  // Every field of a record or of its variants.
  static void ForEachField(ir::Record& record, const std::function<void(ir::Field&)>& visit) {
    for (ir::Field& field : *record.mutable_field()) visit(field);
    for (ir::Variant& variant : *record.mutable_variant()) {
      for (ir::Field& field : *variant.mutable_field()) visit(field);
    }
  }

  template <typename List>
  void Report(absl::string_view rule, const Renames& renames, const List& news,
              absl::string_view prefix) {
    for (const auto& [from, to] : renames) {
      findings_.New(rule, FindNamed(news, to)->place(), absl::StrCat(prefix, to),
                    absl::StrCat("'", from, "' → '", to, "'"));
    }
  }

  ir::Abi abi_;
  const ir::Abi& new_;
  Findings& findings_;
};

void Matcher::Constants() {
  const Renames renames = FindRenames(
      abi_.constant(), new_.constant(), [](const ir::Constant& a, const ir::Constant& b) {
        return a.value() == b.value() && a.hypervisor_only() == b.hypervisor_only() &&
               Similar(a.doc(), b.doc());
      });
  RenameAll(renames, abi_.mutable_constant());
  InExprs(ir::Expr::CONSTANT, renames);
  for (ir::Record& record : *abi_.mutable_record()) {
    ForEachField(record, [&renames](ir::Field& field) {
      if (field.has_none()) field.set_none(Renamed(renames, field.none()));
    });
  }
  Report("HF102", renames, new_.constant(), "");
}

void Matcher::Enums() {
  const Renames renames =
      FindRenames(abi_.enumeration(), new_.enumeration(), [](const ir::Enum& a, const ir::Enum& b) {
        const auto common =
            std::count_if(a.value().begin(), a.value().end(), [&b](const ir::EnumValue& value) {
              const ir::EnumValue* other = FindNamed(b.value(), value.name());
              return other != nullptr && other->number() == value.number();
            });
        return 2 * common >= std::max(a.value_size(), b.value_size()) && common > 0;
      });
  RenameAll(renames, abi_.mutable_enumeration());
  for (ir::Machine& machine : *abi_.mutable_machine()) {
    machine.set_enumeration(Renamed(renames, machine.enumeration()));
  }
  for (ir::Record& record : *abi_.mutable_record()) {
    ForEachField(record, [&renames](ir::Field& field) {
      if (field.has_enumeration()) field.set_enumeration(Renamed(renames, field.enumeration()));
    });
  }
  ForEachExpr(abi_, [&renames](ir::Expr& expr) {
    if (expr.kind() == ir::KIND_ENUM || expr.op() == ir::Expr::VALUE) {
      expr.set_type(Renamed(renames, expr.type()));
    }
  });
  Report("HF044", renames, new_.enumeration(), "");
  for (ir::Enum& from : *abi_.mutable_enumeration()) {
    const ir::Enum* to = FindNamed(new_.enumeration(), from.name());
    if (to != nullptr) Values(from, *to);
  }
}

void Matcher::Values(ir::Enum& from, const ir::Enum& to) {
  const Renames renames =
      FindRenames(from.value(), to.value(), [](const ir::EnumValue& a, const ir::EnumValue& b) {
        return a.number() == b.number() && Similar(a.doc(), b.doc()) &&
               Similar(a.scheduler(), b.scheduler());
      });
  if (renames.empty()) return;
  RenameAll(renames, from.mutable_value());
  for (ir::EnumValue& value : *from.mutable_value()) {
    for (ir::Before& before : *value.mutable_before()) {
      before.set_as(Renamed(renames, before.as()));
    }
  }
  ForEachExpr(abi_, [&](ir::Expr& expr) {
    // A tagged word bears the name of its tag's value.
    bool of_enum = expr.op() == ir::Expr::VALUE && expr.type() == from.name();
    if (expr.op() == ir::Expr::WORD && !expr.name().empty()) {
      const ir::Record* record = idl::FindRecord(abi_, expr.type());
      of_enum = record != nullptr && record->has_tag() &&
                record->field(static_cast<int>(record->tag())).enumeration() == from.name();
    }
    if (of_enum) expr.set_name(Renamed(renames, expr.name()));
  });
  for (ir::Record& record : *abi_.mutable_record()) {
    if (!record.has_tag() ||
        record.field(static_cast<int>(record.tag())).enumeration() != from.name()) {
      continue;
    }
    for (ir::Variant& variant : *record.mutable_variant()) {
      variant.set_on(Renamed(renames, variant.on()));
    }
  }
  for (ir::Machine& machine : *abi_.mutable_machine()) {
    if (machine.enumeration() == from.name()) {
      machine.set_initial(Renamed(renames, machine.initial()));
    }
  }
  const auto moves = [&renames, &from](auto* declarations) {
    for (auto& declaration : *declarations) {
      for (ir::Row& row : *declaration.mutable_row()) {
        for (ir::Move& move : *row.mutable_move()) {
          if (move.machine().type() != from.name()) continue;
          for (std::string& state : *move.mutable_from()) state = Renamed(renames, state);
          move.set_to(Renamed(renames, move.to()));
        }
      }
    }
  };
  moves(abi_.mutable_call());
  moves(abi_.mutable_event());
  Report("HF044", renames, to.value(), absl::StrCat(to.name(), "."));
}

// Machines, facts and effects are names in the description of behaviour alone: no finding.
void Matcher::Vocabulary() {
  const auto of = [](const auto& a, const auto& b) {
    return std::equal(a.of().begin(), a.of().end(), b.of().begin(), b.of().end());
  };
  const Renames machines = FindRenames(abi_.machine(), new_.machine(),
                                       [&of](const ir::Machine& a, const ir::Machine& b) {
                                         return of(a, b) && a.enumeration() == b.enumeration();
                                       });
  const Renames facts =
      FindRenames(abi_.fact(), new_.fact(), [&of](const ir::Fact& a, const ir::Fact& b) {
        return of(a, b) && a.is() == b.is() && Similar(a.doc(), b.doc());
      });
  const Renames effects =
      FindRenames(abi_.effect(), new_.effect(), [&of](const ir::Effect& a, const ir::Effect& b) {
        return of(a, b) && Similar(a.doc(), b.doc());
      });
  RenameAll(machines, abi_.mutable_machine());
  RenameAll(facts, abi_.mutable_fact());
  RenameAll(effects, abi_.mutable_effect());
  InExprs(ir::Expr::MACHINE, machines);
  InExprs(ir::Expr::FACT, facts);
  InExprs(ir::Expr::EFFECT, effects);
  // Of other arguments it is something else.
  const auto other = [&of](const auto& olds, const auto& news) {
    Renames renames;
    for (const auto& old : olds) {
      const auto* now = FindNamed(news, old.name());
      if (now != nullptr && !of(old, *now)) renames[old.name()] = absl::StrCat("old ", old.name());
    }
    return renames;
  };
  const Renames other_machines = other(abi_.machine(), new_.machine());
  const Renames other_facts = other(abi_.fact(), new_.fact());
  RenameAll(other_machines, abi_.mutable_machine());
  RenameAll(other_facts, abi_.mutable_fact());
  InExprs(ir::Expr::MACHINE, other_machines);
  InExprs(ir::Expr::FACT, other_facts);
}

// Of fields in the order of bits: registers, bits, types.
std::string Layout(const ir::Record* record) {
  if (record == nullptr) return "";
  std::map<std::string, std::string> fields;
  const auto add = [&fields](const ir::Field& field, const std::string& on) {
    fields[absl::StrCat(on, " x", field.x(), " ", field.lsb())] =
        absl::StrCat(field.msb(), " ", field.type(), " ", field.enumeration(), " ", field.kind());
  };
  for (const ir::Field& field : record->field()) add(field, "");
  for (const ir::Variant& variant : record->variant()) {
    for (const ir::Field& field : variant.field()) add(field, variant.on());
  }
  std::string text;
  for (const auto& [at, what] : fields) absl::StrAppend(&text, at, ":", what, "\n");
  return text;
}

bool Matcher::SameLayout(const std::string& a, const std::string& b) const {
  return Layout(idl::FindRecord(abi_, a)) == Layout(idl::FindRecord(new_, b));
}

bool Matcher::SameCall(const ir::Call& a, const ir::Call& b) const {
  if (!SameLayout(a.args(), b.args()) || !SameLayout(a.result(), b.result())) return false;
  const auto same_row = [&b](const ir::Row& row) {
    return std::any_of(b.row().begin(), b.row().end(), [&row](const ir::Row& other) {
      ir::Row copy = other;
      copy.set_name(row.name());
      return Canonical(copy) == Canonical(row);
    });
  };
  const auto same = std::count_if(a.row().begin(), a.row().end(), same_row);
  if (a.number() != b.number()) return same == a.row_size() && same == b.row_size();
  return 2 * same >= std::max(a.row_size(), b.row_size()) || Similar(a.doc(), b.doc());
}

void Matcher::Calls() {
  const Renames renames =
      FindRenames(abi_.call(), new_.call(),
                  [this](const ir::Call& a, const ir::Call& b) { return SameCall(a, b); });
  RenameAll(renames, abi_.mutable_call());
  for (const auto& [from, to] : renames) {
    findings_.New("HF005", FindNamed(new_.call(), to)->place(), idl::SnakeCase(to),
                  absl::StrCat("'", idl::SnakeCase(from), "' → '", idl::SnakeCase(to), "'"));
  }
  const Renames events =
      FindRenames(abi_.event(), new_.event(), [](const ir::Event& a, const ir::Event& b) {
        return Similar(a.doc(), b.doc()) && a.row_size() == b.row_size();
      });
  RenameAll(events, abi_.mutable_event());
  for (const auto& [from, to] : events) {
    findings_.New("HF079", FindNamed(new_.event(), to)->place(), to,
                  absl::StrCat("'", from, "' → '", to, "': only its name has changed"),
                  Class::kDocumentation);
  }
}

void Matcher::RenameRecord(const std::string& from, const std::string& to) {
  if (from == to || from.empty() || to.empty() || idl::FindRecord(new_, from) != nullptr ||
      idl::FindRecord(abi_, to) != nullptr) {
    return;
  }
  for (ir::Record& record : *abi_.mutable_record()) {
    if (record.name() == from) record.set_name(to);
  }
  for (ir::Call& call : *abi_.mutable_call()) {
    if (call.args() == from) call.set_args(to);
    if (call.result() == from) call.set_result(to);
  }
  for (ir::Event& event : *abi_.mutable_event()) {
    if (event.result() == from) event.set_result(to);
  }
  ForEachExpr(abi_, [&from, &to](ir::Expr& expr) {
    if (expr.op() == ir::Expr::WORD && expr.type() == from) expr.set_type(to);
  });
}

// A record is what a call uses it for, whatever its name.
void Matcher::Records() {
  for (const ir::Call& call : new_.call()) {
    const ir::Call* old = FindNamed(abi_.call(), call.name());
    if (old == nullptr) continue;
    const std::string args = old->args();
    const std::string result = old->result();
    RenameRecord(args, call.args());
    RenameRecord(result, call.result());
  }
  for (ir::Record& from : *abi_.mutable_record()) {
    const ir::Record* to = idl::FindRecord(new_, from.name());
    if (to != nullptr) Fields(from, *to);
  }
}

void Matcher::Fields(ir::Record& from, const ir::Record& to) {
  const auto same = [](const ir::Field& a, const ir::Field& b) {
    return a.x() == b.x() && a.msb() == b.msb() && a.lsb() == b.lsb() && a.type() == b.type() &&
           a.enumeration() == b.enumeration() && a.kind() == b.kind() && a.unit() == b.unit();
  };
  const absl::string_view rule = to.word() ? "HF103" : "HF019";
  const Renames renames = FindRenames(from.field(), to.field(), same);
  RenameAll(renames, from.mutable_field());
  Report(rule, renames, to.field(), absl::StrCat(SubjectOf(new_, to), "."));
  for (ir::Variant& variant : *from.mutable_variant()) {
    for (const ir::Variant& other : to.variant()) {
      if (variant.on() != other.on()) continue;
      const Renames in = FindRenames(variant.field(), other.field(), same);
      RenameAll(in, variant.mutable_field());
      Report(rule, in, other.field(), absl::StrCat(to.name(), ".", other.field_name(), "."));
    }
  }
  for (ir::Call& call : *abi_.mutable_call()) {
    if (call.args() != from.name() || renames.empty()) continue;
    ForEachExpr(call, [&renames](ir::Expr& expr) {
      if (expr.op() == ir::Expr::ARGUMENT) expr.set_name(Renamed(renames, expr.name()));
    });
  }
}

}  // namespace

ir::Abi WithNewNames(const ir::Abi& old_abi, const ir::Abi& new_abi, Findings& findings) {
  return Matcher(old_abi, new_abi, findings).Run();
}

}  // namespace hf::check
