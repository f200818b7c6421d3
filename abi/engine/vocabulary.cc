// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See vocabulary.h.

#include "abi/engine/vocabulary.h"

#include <algorithm>

#include "abi/engine/state.h"

namespace hf::engine {
namespace {

// The place of a name in a list, to which it is added unless it is there.
size_t Intern(std::vector<std::string>& names, absl::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  const auto index = static_cast<size_t>(found - names.begin());
  if (found == names.end()) names.emplace_back(name);
  return index;
}

}  // namespace

Vocabulary::Vocabulary()
    : machines_{"mailbox", "vcpu", "vm"},
      states_{{"EMPTY"}, {"RUNNING", "BLOCKED_MAILBOX", "BLOCKED_INTERRUPT"}, {}} {}

uint32_t Vocabulary::MachineOf(absl::string_view name) {
  const size_t index = Intern(machines_, name);
  if (states_.size() <= index) states_.resize(index + 1);
  return static_cast<uint32_t>(std::min<size_t>(index, kMostMachines));
}

uint8_t Vocabulary::StateOf(uint32_t machine, absl::string_view name) {
  return static_cast<uint8_t>(Intern(states_[machine], name));
}

uint32_t Vocabulary::FreeFactOf(const ir::Fact& fact) {
  const auto found = std::find_if(free_facts_.begin(), free_facts_.end(),
                                  [&](const ir::Fact& f) { return f.name() == fact.name(); });
  const auto index = static_cast<uint32_t>(found - free_facts_.begin());
  if (found == free_facts_.end()) free_facts_.push_back(fact);
  return index;
}

}  // namespace hf::engine
