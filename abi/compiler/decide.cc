// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See decide.h.

#include "abi/compiler/decide.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "abi/compiler/case_table.h"
#include "abi/compiler/expr_print.h"
#include "abi/compiler/resolve.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

// What is known of one kind of number.
struct Numbers {
  std::set<uint64_t> constants;
  size_t variables = 0;
  bool ordered = false;

  // The values to try.
  std::vector<uint64_t> Values() const;
};

std::vector<uint64_t> Numbers::Values() const {
  std::set<uint64_t> values = constants;
  // Appends what fits of so many values to those from `first` up to the next constant.
  const auto fill = [this, &values](uint64_t first) {
    for (size_t i = 0; i < variables && constants.count(first + i) == 0; ++i) {
      values.insert(first + i);
      if (first + i == UINT64_MAX) break;
    }
  };
  if (ordered) {
    fill(0);
    for (uint64_t constant : constants) {
      if (constant != UINT64_MAX) fill(constant + 1);
    }
  } else {
    uint64_t next = 0;
    while (values.size() < constants.size() + variables) values.insert(next++);
  }
  return {values.begin(), values.end()};
}

// The constant of this name; 0 in a file without it.
uint64_t PrimaryVmId(const ir::Abi& abi) {
  const ir::Constant* constant = FindConstant(abi, "PRIMARY_VM_ID");
  return constant == nullptr ? 0 : constant->value();
}

class Cases {
 public:
  // With `visit`, what Run() returns says only whether it gave up.
  Cases(const ir::Abi& abi, const std::vector<ir::Expr>& guards, const Premise& premise,
        std::function<void(const Case&)> visit = nullptr)
      : abi_(abi),
        guards_(guards),
        always_(premise.always),
        visit_(std::move(visit)),
        table_(PrimaryVmId(abi)) {
    decision_.can_hold.resize(guards.size());
    decision_.can_be_first.resize(guards.size());
    for (const ir::Expr& guard : guards) Collect(guard);
    if (always_ != nullptr) Collect(*always_);
    for (const ir::Invariant& invariant : abi.invariant()) {
      if (invariant.calls_only() && !premise.of_call) continue;
      if (invariant.of_size() > 9) continue;  // v1 to v9 is all that CaseTable binds.
      CollectNumbers(invariant.holds());
      Split(invariant, invariant.holds());
    }
  }

  Decision Run() {
    for (const auto& [kind, numbers] : numbers_) values_[kind] = numbers.Values();
    size_t cases = 1;
    for (const ir::Expr& variable : variables_) {
      domains_.push_back(Domain(variable));
      cases *= domains_.back().size();
      if (cases > Decision::kMaxCases) decision_.gave_up = true;
      if (decision_.gave_up) return decision_;
    }
    Assign(0);
    return decision_;
  }

 private:
  // A conjunct of an invariant.
  struct Known {
    const ir::Invariant* invariant;
    const ir::Expr* holds;
  };

  void Split(const ir::Invariant& invariant, const ir::Expr& holds) {
    if (holds.op() == ir::Expr::AND) {
      for (const ir::Expr& arg : holds.arg()) Split(invariant, arg);
    } else if (IsAskedFor(holds)) {
      known_.push_back({&invariant, &holds});
    }
  }

  // Whether guards ask for enough for a conjunct to be seen violated: it saves most of the time.
  bool IsAskedFor(const ir::Expr& expr) const {
    const bool function = expr.op() == ir::Expr::FACT || expr.op() == ir::Expr::MACHINE;
    if (function && functions_.count(expr.name()) == 0) return false;
    const auto asked = [this](const ir::Expr& arg) { return IsAskedFor(arg); };
    return expr.op() == ir::Expr::AND ? std::any_of(expr.arg().begin(), expr.arg().end(), asked)
                                      : std::all_of(expr.arg().begin(), expr.arg().end(), asked);
  }

  // The variables of an expression, arguments before the functions that they are arguments of.
  void Collect(const ir::Expr& expr) {
    for (const ir::Expr& arg : expr.arg()) Collect(arg);
    CollectNumber(expr);
    if (expr.op() == ir::Expr::CALLER) {
      ir::Expr vm;
      vm.set_op(ir::Expr::CALLER_VM);
      vm.set_kind(ir::KIND_VM);
      numbers_[ir::KIND_VM].constants.insert(PrimaryVmId(abi_));
      return Collect(vm);
    }
    if (!IsVariable(expr) || !seen_.insert(PrintExpr(expr)).second) return;
    variables_.push_back(expr);
    functions_.insert(expr.name());
    ++numbers_[expr.kind()].variables;
  }

  void CollectNumbers(const ir::Expr& expr) {
    for (const ir::Expr& arg : expr.arg()) CollectNumbers(arg);
    CollectNumber(expr);
  }

  // Constants are of the kind of what they are compared with or are arguments for.
  void CollectNumber(const ir::Expr& expr) {
    const auto literal = [](const ir::Expr& arg) {
      return arg.op() == ir::Expr::NUMBER || arg.op() == ir::Expr::CONSTANT;
    };
    if (expr.op() >= ir::Expr::EQ && expr.op() <= ir::Expr::GE) {
      const ir::Kind kind = expr.arg(literal(expr.arg(0)) ? 1 : 0).kind();
      for (const ir::Expr& arg : expr.arg()) {
        if (literal(arg)) numbers_[kind].constants.insert(static_cast<uint64_t>(arg.number()));
      }
      if (expr.op() >= ir::Expr::LT) numbers_[kind].ordered = true;
    }
    const auto of = [this, &expr](int i) {
      if (expr.op() == ir::Expr::MACHINE) return FindMachine(abi_, expr.name())->of(i);
      for (const ir::Fact& fact : abi_.fact()) {
        if (fact.name() == expr.name()) return fact.of(i);
      }
      return ir::KIND_NUMBER;
    };
    if (expr.op() != ir::Expr::MACHINE && expr.op() != ir::Expr::FACT) return;
    for (int i = 0; i < expr.arg_size(); ++i) {
      if (literal(expr.arg(i))) {
        numbers_[of(i)].constants.insert(static_cast<uint64_t>(expr.arg(i).number()));
      }
    }
  }

  std::vector<uint64_t> Domain(const ir::Expr& variable) const {
    if (variable.kind() == ir::KIND_BOOL) return {0, 1};
    if (variable.kind() != ir::KIND_ENUM) return values_.at(variable.kind());
    std::vector<uint64_t> values;
    uint64_t other = 0;
    for (const ir::EnumValue& value : FindEnum(abi_, variable.type())->value()) {
      values.push_back(value.number());
      other = std::max<uint64_t>(other, value.number() + 1);
    }
    // A guest can pass what is no value at all.
    if (variable.op() == ir::Expr::ARGUMENT) values.push_back(other);
    return values;
  }

  void Assign(size_t index) {
    if (index == variables_.size()) return Judge();
    const ir::Expr& variable = variables_[index];
    if (table_.Has(variable)) return Assign(index + 1);
    for (uint64_t value : domains_[index]) {
      table_.Push(variable, value);
      if (!IsExcluded()) Assign(index + 1);
      table_.Pop();
    }
  }

  // Asked whenever a value is given: what is excluded already need not be completed.
  bool IsExcluded() const {
    if (always_ != nullptr && table_.Truth(*always_) == false) return true;
    return std::any_of(known_.begin(), known_.end(),
                       [this](const Known& known) { return IsViolated(known, {}); });
  }

  // A case is complete.
  void Judge() {
    if (visit_) return Visit();
    bool first = true;
    for (size_t i = 0; i < guards_.size(); ++i) {
      if (!*table_.Truth(guards_[i])) continue;
      decision_.can_hold[i] = true;
      if (first) decision_.can_be_first[i] = true;
      first = false;
    }
    if (first && !decision_.uncovered) decision_.uncovered = Describe();
  }

  void Visit() {
    Case found = {{}, [this] { return Values(); }};
    for (const ir::Expr& guard : guards_) found.holds.push_back(*table_.Truth(guard));
    visit_(found);
  }

  // For some values of v1, v2, … that there are in this case.
  bool IsViolated(const Known& known, std::vector<uint64_t> bound) const {
    const int index = static_cast<int>(bound.size());
    if (index == known.invariant->of_size()) return table_.Truth(*known.holds, bound) == false;
    const auto values = values_.find(known.invariant->of(index));
    if (values == values_.end()) return false;
    bound.push_back(0);
    for (uint64_t value : values->second) {
      bound.back() = value;
      if (IsViolated(known, bound)) return true;
    }
    return false;
  }

  std::string Describe() const {
    return absl::StrJoin(Values(), ", ", [](std::string* out, const auto& value) {
      absl::StrAppend(out, value.second);
    });
  }

  // By variable: what it is.
  std::vector<std::pair<std::string, std::string>> Values() const {
    std::vector<std::pair<std::string, std::string>> values;
    for (const ir::Expr& variable : variables_) {
      const uint64_t value = *table_.Number(variable);
      const std::string name = PrintExpr(variable);
      if (variable.kind() == ir::KIND_BOOL) {
        values.emplace_back(name, absl::StrCat(value != 0 ? "" : "!", name));
        continue;
      }
      std::string text = absl::StrCat(value);
      if (variable.kind() == ir::KIND_ENUM) {
        for (const ir::EnumValue& state : FindEnum(abi_, variable.type())->value()) {
          if (state.number() == value) text = state.name();
        }
      }
      values.emplace_back(name, absl::StrCat(name, " == ", text));
    }
    return values;
  }

  const ir::Abi& abi_;
  const std::vector<ir::Expr>& guards_;
  const ir::Expr* always_;
  std::function<void(const Case&)> visit_;
  CaseTable table_;
  std::vector<ir::Expr> variables_;
  std::set<std::string> seen_;
  std::set<std::string> functions_;
  std::map<int, Numbers> numbers_;
  std::map<int, std::vector<uint64_t>> values_;
  std::vector<Known> known_;
  std::vector<std::vector<uint64_t>> domains_;
  Decision decision_;
};

}  // namespace

Decision Decide(const ir::Abi& abi, const std::vector<ir::Expr>& guards, const Premise& premise) {
  return Cases(abi, guards, premise).Run();
}

bool ForEachCase(const ir::Abi& abi, const std::vector<ir::Expr>& guards, const Premise& premise,
                 const std::function<void(const Case&)>& visit) {
  return !Cases(abi, guards, premise, visit).Run().gave_up;
}

}  // namespace hf::idl
