// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What always holds. See diff.h.

#include <algorithm>

#include "abi/check/cases.h"
#include "abi/check/diff.h"
#include "abi/check/walk.h"
#include "abi/compiler/expr_print.h"

namespace hf::check {
namespace {

void CompareInvariant(const Change& change, const ir::Abi& vocabulary, const ir::Invariant& old,
                      const ir::Invariant& now) {
  Findings& findings = change.findings;
  if (old.calls_only() != now.calls_only()) {
    findings.New(now.calls_only() ? "HF076" : "HF077", now.place(), now.name(),
                 now.calls_only() ? "always → of calls only" : "of calls only → always");
  }
  if (Canonical(old.holds()) == Canonical(now.holds())) return;
  const Relation relation = Relate(vocabulary, old.holds(), now.holds());
  const std::string what =
      absl::StrCat(idl::PrintExpr(old.holds()), " → ", idl::PrintExpr(now.holds()));
  if (relation.gave_up || relation.second_alone) {
    findings.New("HF076", now.place(), now.name(), what);
  } else if (relation.first_alone) {
    findings.New("HF077", now.place(), now.name(), what);
  }
}

}  // namespace

void CompareInvariants(const Change& change) {
  const auto& [before, after, findings] = change;
  const ir::Abi vocabulary = Vocabulary(change);
  const auto same = [](const auto& list, const ir::Invariant& invariant) {
    return std::any_of(list.begin(), list.end(), [&invariant](const ir::Invariant& other) {
      ir::Invariant copy = other;
      copy.set_name(invariant.name());
      return Canonical(copy) == Canonical(invariant);
    });
  };
  for (const ir::Invariant& old : before.invariant()) {
    const ir::Invariant* now = FindNamed(after.invariant(), old.name());
    if (now != nullptr) {
      CompareInvariant(change, vocabulary, old, *now);
    } else if (!same(after.invariant(), old)) {
      findings.Old("HF076", old.place(), old.name(),
                   absl::StrCat(idl::PrintExpr(old.holds()), " → need not hold"));
    }
  }
  for (const ir::Invariant& now : after.invariant()) {
    if (FindNamed(before.invariant(), now.name()) != nullptr || same(before.invariant(), now)) {
      continue;
    }
    findings.New("HF077", now.place(), now.name(),
                 absl::StrCat("need not hold → ", idl::PrintExpr(now.holds())));
  }
}

}  // namespace hf::check
