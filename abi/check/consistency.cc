// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See consistency.h.

#include "abi/check/consistency.h"

#include <set>
#include <string>
#include <utility>

#include "abi/check/findings.h"
#include "abi/check/walk.h"
#include "abi/compiler/resolve.h"
#include "absl/strings/str_cat.h"

namespace hf::check {
namespace {

class Uses {
 public:
  explicit Uses(const ir::Abi& abi) : abi_(abi) {
    for (const ir::Call& call : abi.call()) Rows(call);
    for (const ir::Event& event : abi.event()) {
      Rows(event);
      Expr(event.when());
    }
    for (const ir::Invariant& invariant : abi.invariant()) Expr(invariant.holds());
    for (const ir::Machine& machine : abi.machine()) {
      states_.emplace(machine.enumeration(), machine.initial());
    }
  }

  bool Function(const std::string& name) const { return functions_.count(name) > 0; }
  bool Effect(const std::string& name) const { return effects_.count(name) > 0; }
  bool State(const std::string& states, const std::string& name) const {
    return states_.count({states, name}) > 0;
  }
  bool Code(const std::string& codes, const std::string& name) const {
    return codes_.count({codes, name}) > 0;
  }

 private:
  template <typename Declaration>
  void Rows(const Declaration& declaration) {
    for (const ir::Row& row : declaration.row()) {
      Expr(row.when());
      Expr(row.result());
      Expr(row.leave());
      for (const ir::Move& move : row.move()) {
        Expr(move.machine());
        states_.emplace(move.machine().type(), move.to());
      }
      for (const ir::Expr& effect : row.effect()) Expr(effect);
    }
  }

  void Expr(const ir::Expr& expr) {
    if (expr.op() == ir::Expr::FACT) functions_.insert(expr.name());
    if (expr.op() == ir::Expr::EFFECT) effects_.insert(expr.name());
    if (expr.op() == ir::Expr::VALUE) codes_.emplace(expr.type(), expr.name());
    if (expr.op() == ir::Expr::WORD && !expr.name().empty()) {
      const ir::Record* word = idl::FindRecord(abi_, expr.type());
      if (word != nullptr && word->has_tag()) {
        codes_.emplace(word->field(static_cast<int>(word->tag())).enumeration(), expr.name());
      }
    }
    for (const ir::Expr& arg : expr.arg()) Expr(arg);
  }

  const ir::Abi& abi_;
  std::set<std::string> functions_;
  std::set<std::string> effects_;
  std::set<std::pair<std::string, std::string>> states_;
  std::set<std::pair<std::string, std::string>> codes_;
};

// The enumeration is that of a word's tag, so rows say when guests get each code.
bool IsTag(const ir::Abi& abi, const std::string& codes) {
  for (const ir::Record& record : abi.record()) {
    if (record.has_tag() && record.field(static_cast<int>(record.tag())).enumeration() == codes) {
      return true;
    }
  }
  return false;
}

bool IsMachine(const ir::Abi& abi, const std::string& states) {
  for (const ir::Machine& machine : abi.machine()) {
    if (machine.enumeration() == states) return true;
  }
  return false;
}

}  // namespace

std::vector<Finding> CheckConsistency(const ir::Abi& abi) {
  Findings findings(abi.source(), abi.source());
  const Uses uses(abi);
  for (const ir::Fact& fact : abi.fact()) {
    if (uses.Function(fact.name())) continue;
    findings.New("HF092", fact.place(), fact.name(),
                 "the fact is declared, but nothing asks for it");
  }
  for (const ir::Effect& effect : abi.effect()) {
    if (uses.Effect(effect.name())) continue;
    findings.New("HF092", effect.place(), effect.name(),
                 "the effect is declared, but no row has it");
  }
  for (const ir::Enum& values : abi.enumeration()) {
    const bool tag = IsTag(abi, values.name());
    const bool machine = IsMachine(abi, values.name());
    for (const ir::EnumValue& value : values.value()) {
      const std::string subject = absl::StrCat(values.name(), ".", value.name());
      if (tag && !value.has_deprecated() && !uses.Code(values.name(), value.name())) {
        findings.New("HF092", value.place(), subject,
                     "the code is declared, but no row returns it");
      }
      if (machine && !uses.State(values.name(), value.name())) {
        findings.New("HF093", value.place(), subject,
                     "no machine starts in the state or moves to it");
      }
    }
  }
  return findings.Take();
}

}  // namespace hf::check
