// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See transitions.h.

#include "abi/compiler/transitions.h"

#include <map>
#include <utility>

#include "abi/compiler/names.h"
#include "abi/compiler/resolve.h"

namespace hf::idl {
namespace {

using Steps = std::map<std::pair<std::string, std::string>, std::vector<Cause>>;

// The states that a move leaves.
std::vector<std::string> Sources(const ir::Enum& states, const ir::Move& move) {
  if (move.from_size() > 0) return {move.from().begin(), move.from().end()};
  std::vector<std::string> sources;
  for (const ir::EnumValue& state : states.value()) {
    if (!state.final()) sources.push_back(state.name());
  }
  return sources;
}

// `rows` of a call or an event of the name.
template <typename Rows>
void Add(absl::string_view machine, const ir::Enum& states, const Cause& cause, const Rows& rows,
         Steps& steps) {
  for (const ir::Row& row : rows) {
    for (const ir::Move& move : row.move()) {
      if (move.machine().name() != machine) continue;
      for (const std::string& from : Sources(states, move)) {
        if (from == move.to()) continue;
        std::vector<Cause>& causes = steps[{from, move.to()}];
        if (causes.empty() || causes.back().name != cause.name) causes.push_back(cause);
        causes.back().rows.push_back(row.name());
      }
    }
  }
}

}  // namespace

std::vector<Transition> Transitions(const ir::Abi& abi, absl::string_view machine) {
  const ir::Enum& states = *FindEnum(abi, FindMachine(abi, machine)->enumeration());
  Steps steps;
  for (const ir::Call& call : abi.call()) {
    Add(machine, states, {.name = SnakeCase(call.name())}, call.row(), steps);
  }
  for (const ir::Event& event : abi.event()) {
    Add(machine, states, {.name = event.name()}, event.row(), steps);
  }
  std::vector<Transition> transitions;
  for (const ir::EnumValue& from : states.value()) {
    for (const ir::EnumValue& to : states.value()) {
      const auto found = steps.find({from.name(), to.name()});
      if (found == steps.end()) continue;
      transitions.push_back({.from = from.name(), .to = to.name(), .causes = found->second});
    }
  }
  return transitions;
}

}  // namespace hf::idl
