// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See outcome.h.

#include "abi/check/outcome.h"

#include <algorithm>
#include <map>
#include <optional>

#include "abi/compiler/expr_print.h"
#include "abi/compiler/level.h"
#include "abi/compiler/resolve.h"

namespace hf::check {
namespace {

bool IsLiteral(const ir::Expr& expr) {
  return expr.op() == ir::Expr::NUMBER || expr.op() == ir::Expr::CONSTANT;
}

// Whether two expressions mean the same. A constant is the same with another value: that is a
// finding of its own.
bool Same(const ir::Expr& a, const ir::Expr& b) {
  if (IsLiteral(a) && IsLiteral(b)) {
    return (a.op() == b.op() && a.op() == ir::Expr::CONSTANT && a.name() == b.name()) ||
           a.number() == b.number();
  }
  return a.op() == b.op() && a.name() == b.name() && a.arg_size() == b.arg_size() &&
         std::equal(a.arg().begin(), a.arg().end(), b.arg().begin(), Same);
}

std::string ResultOf(const ir::Row& row) {
  if (row.deferred()) return "waits";
  return row.has_result() ? idl::PrintExpr(row.result()) : "nothing";
}

// What a primary of the old level gets, if the vCPU leaves its CPU.
std::optional<ir::Expr> LeaveOf(const ir::Abi& abi, const ir::Row& row, const idl::Level& level) {
  if (!row.has_leave()) return std::nullopt;
  ir::Expr leave = row.leave();
  const ir::Record* word = idl::FindRecord(abi, leave.type());
  if (word == nullptr || !word->has_tag()) return leave;
  const ir::Field& tag = word->field(static_cast<int>(word->tag()));
  const ir::Enum* codes = idl::FindEnum(abi, tag.enumeration());
  const ir::EnumValue* code = codes == nullptr ? nullptr : idl::FindValue(*codes, leave.name());
  if (code == nullptr) return leave;
  const std::string seen = idl::SeenAt(*code, level);
  if (seen == leave.name()) return leave;
  // What is seen instead has no payload: there is nothing to fill it with.
  leave.set_name(seen);
  leave.clear_arg();
  return leave;
}

bool IsCallersVcpu(const ir::Expr& machine) {
  return machine.arg_size() == 2 && machine.arg(0).op() == ir::Expr::CALLER_VM &&
         machine.arg(1).op() == ir::Expr::CALLER_VCPU;
}

// Whether something that ends the wait of an old row may return what the new one returns at once.
bool MayEndWith(const ir::Abi& abi, const ir::Row& row) {
  if (!row.has_result()) return false;
  for (const ir::Event& event : abi.event()) {
    for (const ir::Row& end : event.row()) {
      if (end.has_result() && Same(end.result(), row.result())) return true;
    }
  }
  return false;
}

class Comparison {
 public:
  Comparison(const Change& change, const ir::Row& old, const ir::Row& row)
      : change_(change), old_(old), new_(row) {}

  std::vector<Facet> Run() {
    const bool was_error = IsError(old_);
    const bool is_error = IsError(new_);
    if (!was_error && is_error) {
      Add("HF060", Class::kBreaking, absl::StrCat(ResultOf(old_), " → ", ResultOf(new_)));
      return facets_;
    }
    if (was_error && !is_error && !new_.deferred()) {
      const bool asked = old_.has_when() && IsOfArguments(change_.before, old_.when());
      Add("HF061", asked ? Class::kCompatible : Class::kBreaking,
          absl::StrCat(ResultOf(old_), " → ", ResultOf(new_)));
      return facets_;
    }
    Result();
    Leave();
    Moves();
    Effects();
    return facets_;
  }

 private:
  void Add(absl::string_view rule, Class classification, std::string what) {
    facets_.push_back({rule, classification, std::move(what)});
  }

  void Result() {
    if (SameResult()) return;
    const std::string what = absl::StrCat(ResultOf(old_), " → ", ResultOf(new_));
    if (new_.deferred() && new_.has_leave()) {
      Add("HF069", Class::kBreaking, what);
      waits_ = true;
    } else if (old_.deferred()) {
      Add("HF062", MayEndWith(change_.before, new_) ? Class::kCompatible : Class::kBreaking, what);
      waits_ = true;
    } else {
      Add("HF062", Class::kBreaking, what);
    }
  }

  // Whether the caller's vCPU leaves its CPU follows from whether it waits.
  void Leave() {
    const idl::Level level = idl::Level::Of(change_.before);
    const auto old = LeaveOf(change_.before, old_, level);
    const auto now = LeaveOf(change_.after, new_, level);
    stays_or_leaves_ = old.has_value() != now.has_value();
    if (!old && !now) return;
    if (!now) {
      if (!waits_) {
        Add("HF071", Class::kCompatible,
            absl::StrCat("leaves with ", idl::PrintExpr(*old), " → stays on its CPU"));
      }
    } else if (!old) {
      Add("HF070", Class::kBreaking,
          absl::StrCat("stays on its CPU → leaves with ", idl::PrintExpr(*now)));
    } else if (!SameWord(*old, *now)) {
      Add("HF070", Class::kBreaking,
          absl::StrCat("leaves with ", idl::PrintExpr(*old), " → with ", idl::PrintExpr(*now)));
    }
  }

  // A word's values by the names of its fields; a value by itself is that of the only field.
  static std::map<std::string, const ir::Expr*> ValuesOf(const ir::Abi& abi,
                                                         const std::string& word,
                                                         const ir::Expr& value) {
    std::map<std::string, const ir::Expr*> values;
    const bool packed = value.op() == ir::Expr::WORD;
    const ir::Record* record = idl::FindRecord(abi, packed ? value.type() : word);
    if (record == nullptr) return values;
    const auto add = [&](const auto& fields) {
      for (int i = 0; i < std::min(fields.size(), packed ? value.arg_size() : 1); ++i) {
        values[fields.Get(i).name()] = packed ? &value.arg(i) : &value;
      }
    };
    if (!record->has_tag()) {
      add(record->field());
      return values;
    }
    for (const ir::Variant& variant : record->variant()) {
      if (variant.on() == value.name()) add(variant.field());
    }
    return values;
  }

  // What only one of the words has a field for is a difference of the words.
  bool SameWord(const ir::Expr& old, const ir::Expr& now) const {
    if (old.op() != ir::Expr::WORD && now.op() != ir::Expr::WORD) return Same(old, now);
    if (old.op() == now.op() && old.name() != now.name()) return false;
    const std::string word = old.op() == ir::Expr::WORD ? old.type() : now.type();
    const auto values = ValuesOf(change_.before, word, old);
    for (const auto& [name, value] : ValuesOf(change_.after, word, now)) {
      const auto before = values.find(name);
      if (before != values.end() && !Same(*before->second, *value)) return false;
    }
    return true;
  }

  bool SameResult() const {
    if (old_.deferred() || new_.deferred()) return old_.deferred() == new_.deferred();
    if (!old_.has_result() || !new_.has_result()) return old_.has_result() == new_.has_result();
    return SameWord(old_.result(), new_.result());
  }

  static std::map<std::string, const ir::Move*> MovesOf(const ir::Row& row) {
    std::map<std::string, const ir::Move*> moves;
    for (const ir::Move& move : row.move()) moves[idl::PrintExpr(move.machine())] = &move;
    return moves;
  }

  static std::string FromTo(const ir::Move& move) {
    const std::string from = move.from_size() == 1 ? absl::StrCat("from ", move.from(0), " ") : "";
    return absl::StrCat("moves ", from, "to ", move.to());
  }

  void Moves() {
    const auto olds = MovesOf(old_);
    const auto news = MovesOf(new_);
    const auto follows = [this](const ir::Move& move) {
      return (stays_or_leaves_ || waits_) && IsCallersVcpu(move.machine());
    };
    for (const auto& [machine, move] : olds) {
      const auto now = news.find(machine);
      if (now == news.end()) {
        if (follows(*move)) continue;
        Add("HF065", Class::kBreaking, absl::StrCat(machine, " ", FromTo(*move), " → stays"));
      } else if (move->to() != now->second->to()) {
        Add("HF066", Class::kBreaking,
            absl::StrCat(machine, " moves to ", move->to(), " → to ", now->second->to()));
      }
    }
    for (const auto& [machine, move] : news) {
      if (olds.count(machine) > 0 || follows(*move)) continue;
      Add("HF064", Class::kBreaking, absl::StrCat(machine, " stays → ", FromTo(*move)));
    }
  }

  void Effects() {
    std::vector<const ir::Expr*> added;
    for (const ir::Expr& effect : new_.effect()) added.push_back(&effect);
    std::vector<const ir::Expr*> gone;
    for (const ir::Expr& effect : old_.effect()) {
      const auto same = std::find_if(added.begin(), added.end(), [&effect](const ir::Expr* other) {
        return Same(effect, *other);
      });
      if (same == added.end()) {
        gone.push_back(&effect);
      } else {
        added.erase(same);
      }
    }
    for (const ir::Expr* effect : gone) {
      const auto other = std::find_if(added.begin(), added.end(), [effect](const ir::Expr* now) {
        return now->name() == effect->name();
      });
      if (other == added.end()) {
        Add("HF073", Class::kBreaking, absl::StrCat(idl::PrintExpr(*effect), " → nothing"));
        continue;
      }
      Add("HF072", Class::kBreaking,
          absl::StrCat(idl::PrintExpr(*effect), " → ", idl::PrintExpr(**other)));
      added.erase(other);
    }
    for (const ir::Expr* effect : added) {
      Add("HF072", Class::kBreaking, absl::StrCat("nothing → ", idl::PrintExpr(*effect)));
    }
  }

  const Change& change_;
  const ir::Row& old_;
  const ir::Row& new_;
  bool waits_ = false;
  bool stays_or_leaves_ = false;
  std::vector<Facet> facets_;
};

}  // namespace

bool IsError(const ir::Row& row) {
  return row.has_result() && row.result().op() == ir::Expr::NUMBER && row.result().number() < 0;
}

bool IsOfArguments(const ir::Abi& abi, const ir::Expr& guard) {
  if (guard.op() == ir::Expr::MACHINE) return false;
  if (guard.op() == ir::Expr::FACT) {
    // What is true of an address or a number by itself.
    for (const ir::Fact& fact : abi.fact()) {
      if (fact.name() != guard.name()) continue;
      const bool of_numbers = std::all_of(fact.of().begin(), fact.of().end(), [](int kind) {
        return kind == ir::KIND_IPA || kind == ir::KIND_NUMBER;
      });
      if (fact.of_size() == 0 || !of_numbers) return false;
    }
  }
  return std::all_of(guard.arg().begin(), guard.arg().end(),
                     [&abi](const ir::Expr& arg) { return IsOfArguments(abi, arg); });
}

std::vector<Facet> CompareOutcomes(const Change& change, const ir::Row& old, const ir::Row& row) {
  return Comparison(change, old, row).Run();
}

}  // namespace hf::check
