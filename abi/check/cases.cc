// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See cases.h.

#include "abi/check/cases.h"

#include <algorithm>

#include "abi/check/walk.h"
#include "abi/compiler/decide.h"

namespace hf::check {
namespace {

// The number of a state that only the old ABI has: no machine is ever in it.
constexpr int64_t kNoState = int64_t{1} << 40;

template <typename List>
void AddMissing(const List& from, List* to) {
  for (const auto& item : from) {
    if (FindNamed(*to, item.name()) == nullptr) *to->Add() = item;
  }
}

// A code is a number that a guest passes, by whatever name.
void AddNumbers(const ir::Enum& old, ir::Enum& codes) {
  for (const ir::EnumValue& value : old.value()) {
    const bool known =
        std::any_of(codes.value().begin(), codes.value().end(),
                    [&](const auto& code) { return code.number() == value.number(); });
    if (!known) *codes.add_value() = value;
  }
}

// The index of the first that holds, or -1.
int First(const std::vector<bool>& holds, size_t begin, size_t count) {
  const auto from = holds.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto to = from + static_cast<std::ptrdiff_t>(count);
  const auto found = std::find(from, to, true);
  return found == to ? -1 : static_cast<int>(found - from);
}

}  // namespace

ir::Abi Vocabulary(const Change& change) {
  ir::Abi both = change.after;
  AddMissing(change.before.constant(), both.mutable_constant());
  AddMissing(change.before.machine(), both.mutable_machine());
  AddMissing(change.before.fact(), both.mutable_fact());
  AddMissing(change.before.enumeration(), both.mutable_enumeration());
  for (ir::Enum& enumeration : *both.mutable_enumeration()) {
    const ir::Enum* old = FindNamed(change.before.enumeration(), enumeration.name());
    if (old == nullptr || FindNamed(change.after.enumeration(), enumeration.name()) == nullptr) {
      continue;
    }
    if (enumeration.in_interface()) {
      AddNumbers(*old, enumeration);
      continue;
    }
    for (int i = enumeration.value_size() - 1; i >= 0; --i) {
      if (FindNamed(old->value(), enumeration.value(i).name()) == nullptr) {
        enumeration.mutable_value()->DeleteSubrange(i, 1);
      }
    }
  }
  for (const ir::Invariant& invariant : change.before.invariant()) {
    const bool same = std::any_of(both.invariant().begin(), both.invariant().end(),
                                  [&invariant](const ir::Invariant& other) {
                                    return Canonical(other) == Canonical(invariant);
                                  });
    if (!same) *both.add_invariant() = invariant;
  }
  for (ir::Invariant& invariant : *both.mutable_invariant()) {
    *invariant.mutable_holds() = InVocabulary(both, invariant.holds());
  }
  return both;
}

ir::Expr InVocabulary(const ir::Abi& vocabulary, const ir::Expr& guard) {
  ir::Expr copy = guard;
  ForEachExpr(copy, [&vocabulary](ir::Expr& expr) {
    if (expr.op() != ir::Expr::VALUE) return;
    const ir::Enum* values = FindNamed(vocabulary.enumeration(), expr.type());
    if (values == nullptr) return;
    const ir::EnumValue* value = FindNamed(values->value(), expr.name());
    if (value != nullptr) {
      expr.set_number(value->number());
    } else if (!values->in_interface()) {
      expr.set_number(kNoState);
    }
  });
  return copy;
}

bool FindMeetings(const ir::Abi& vocabulary, const std::vector<ir::Expr>& old_guards,
                  const std::vector<ir::Expr>& new_guards, const std::vector<int>& counterpart,
                  bool of_call, const ir::Expr* always, Meetings& meetings) {
  std::vector<ir::Expr> guards = old_guards;
  guards.insert(guards.end(), new_guards.begin(), new_guards.end());
  for (ir::Expr& guard : guards) guard = InVocabulary(vocabulary, guard);
  const size_t olds = old_guards.size();
  const auto old_of = [&counterpart](int index) {
    const auto found = std::find(counterpart.begin(), counterpart.end(), index);
    return found == counterpart.end() ? -1 : static_cast<int>(found - counterpart.begin());
  };
  return idl::ForEachCase(
      vocabulary, guards, {.of_call = of_call, .always = always}, [&](const idl::Case& found) {
        const int before = First(found.holds, 0, olds);
        const int after = First(found.holds, olds, new_guards.size());
        if (before < 0 || after < 0) return;
        Meeting& meeting = meetings[{before, after}];
        const int new_of_before = counterpart[static_cast<size_t>(before)];
        const int old_of_after = old_of(after);
        const bool reordered = new_of_before >= 0 && old_of_after >= 0 && new_of_before != after &&
                               found.holds[olds + static_cast<size_t>(new_of_before)] &&
                               found.holds[static_cast<size_t>(old_of_after)];
        // The example is of what has changed if anything has.
        if (meeting.example.empty() || (!reordered && !meeting.changed)) {
          meeting.example = found.describe();
        }
        (reordered ? meeting.reordered : meeting.changed) = true;
      });
}

Relation Relate(const ir::Abi& vocabulary, const ir::Expr& first, const ir::Expr& second) {
  ir::Abi without = vocabulary;
  without.clear_invariant();
  // What an invariant says of all is said of any.
  const auto free = [&vocabulary](const ir::Expr& of) {
    ir::Expr copy = InVocabulary(vocabulary, of);
    ForEachExpr(copy, [](ir::Expr& expr) {
      if (expr.op() == ir::Expr::VARIABLE) expr.set_op(ir::Expr::ARGUMENT);
    });
    return copy;
  };
  Relation relation;
  relation.gave_up =
      !idl::ForEachCase(without, {free(first), free(second)}, {}, [&](const idl::Case& found) {
        relation.first_alone |= found.holds[0] && !found.holds[1];
        relation.second_alone |= !found.holds[0] && found.holds[1];
      });
  return relation;
}

}  // namespace hf::check
