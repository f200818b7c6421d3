// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See witnesses.h.

#include "abi/check/witnesses.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "abi/engine/witness.h"
#include "absl/strings/str_cat.h"

namespace hf::check {

size_t AddWitnesses(const ir::Abi& old_abi, const ir::Abi& new_abi, std::vector<Finding>& findings,
                    const WitnessLimits& limits) {
  std::vector<std::string> names;
  for (const Finding& finding : findings) {
    if (finding.behaviour_of.empty() || finding.classification == Class::kDocumentation) continue;
    if (std::find(names.begin(), names.end(), finding.behaviour_of) == names.end()) {
      names.push_back(finding.behaviour_of);
    }
  }
  if (names.size() > limits.most_searches) names.resize(limits.most_searches);
  for (const std::string& name : names) {
    const auto witness =
        engine::FindWitness(old_abi, new_abi, name, {.most_states = limits.most_states});
    if (!witness) continue;
    Finding* best = nullptr;
    const auto fit = [&witness](const Finding& finding) {
      const bool rows =
          finding.subject == absl::StrCat(finding.behaviour_of, ".", witness->new_row);
      return std::make_tuple(finding.classification != Class::kDocumentation, rows,
                             finding.classification);
    };
    for (Finding& finding : findings) {
      if (finding.behaviour_of != name) continue;
      if (best == nullptr || fit(*best) < fit(finding)) best = &finding;
    }
    best->witness = witness->ToString();
  }
  return names.size();
}

}  // namespace hf::check
