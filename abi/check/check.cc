// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See check.h.

#include "abi/check/check.h"

#include <algorithm>

#include "abi/check/diff.h"
#include "abi/check/findings.h"
#include "abi/check/match.h"

namespace hf::check {

std::vector<Finding> Compare(const ir::Abi& old_abi, const ir::Abi& new_abi) {
  Findings findings(old_abi.source(), new_abi.source());
  const ir::Abi before = WithNewNames(old_abi, new_abi, findings);
  const Change change = {before, new_abi, findings};
  CompareIdentity(change);
  CompareConstants(change);
  CompareRecords(change);
  CompareRegisters(change);
  CompareEnums(change);
  CompareBehaviour(change);
  CompareInvariants(change);
  CompareDocumentation(change);
  CompareLives(change);
  return findings.Take();
}

Class Gravest(const std::vector<Finding>& findings) {
  Class gravest = Class::kDocumentation;
  for (const Finding& finding : findings) {
    if (finding.waived.empty() && finding.classification != Class::kError) {
      gravest = std::max(gravest, finding.classification);
    }
  }
  return gravest;
}

idl::Level NextVersion(const idl::Level& old_level, Class gravest) {
  switch (gravest) {
    case Class::kDocumentation:
      return old_level;
    case Class::kCompatible:
      return {old_level.major, old_level.minor + 1};
    default:
      return {old_level.major + 1, 0};
  }
}

std::vector<Finding> CheckBump(const ir::Abi& old_abi, const ir::Abi& new_abi,
                               const std::vector<Finding>& findings) {
  const idl::Level old_level = idl::Level::Of(old_abi);
  const idl::Level new_level = idl::Level::Of(new_abi);
  const Class gravest = Gravest(findings);
  const idl::Level needed = NextVersion(old_level, gravest);
  if (needed <= new_level) return {};
  Findings out(old_abi.source(), new_abi.source());
  out.New("HF080", new_abi.place(), "abi",
          absl::StrCat("the version is ", new_level.ToString(), ", but ", Name(gravest),
                       " changes since ", old_level.ToString(), " need ", needed.ToString(),
                       " at least"));
  return out.Take();
}

}  // namespace hf::check
