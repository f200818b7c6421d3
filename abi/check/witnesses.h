// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Findings of behaviour get what a person can try: the shortest sequence of calls whose result
// changes.

#ifndef ABI_CHECK_WITNESSES_H_
#define ABI_CHECK_WITNESSES_H_

#include <cstddef>
#include <vector>

#include "abi/check/check.h"
#include "abi/ir.pb.h"

namespace hf::check {

// How much is searched, so that the checker stays quick however much has changed.
struct WitnessLimits {
  // Calls and events, in the order of the findings; those after that get no witness.
  size_t most_searches = 6;
  // States, for each of the machines that a search tries.
  size_t most_states = 1500;
};

// Searches once for each call and event that has findings, and gives the witness to the one that is
// of the rows that it shows, or to the gravest. Returns the number of searches.
size_t AddWitnesses(const ir::Abi& old_abi, const ir::Abi& new_abi, std::vector<Finding>& findings,
                    const WitnessLimits& limits = {});

}  // namespace hf::check

#endif  // ABI_CHECK_WITNESSES_H_
