// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Names that two versions of an ABI share, as numbers: a state keeps its number in a State when an
// IDL renumbers, renames or adds others.

#ifndef ABI_ENGINE_VOCABULARY_H_
#define ABI_ENGINE_VOCABULARY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::engine {

// Machines that the engine itself looks at have fixed numbers; so have three of the vCPU's states
// and one of the mailbox's.
inline constexpr uint32_t kMailboxMachine = 0;
inline constexpr uint32_t kVcpuMachine = 1;
inline constexpr uint32_t kVmMachine = 2;
inline constexpr uint8_t kRunning = 0;
inline constexpr uint8_t kBlockedMailbox = 1;
inline constexpr uint8_t kBlockedInterrupt = 2;
inline constexpr uint8_t kEmpty = 0;

class Vocabulary {
 public:
  Vocabulary();

  // The number of a machine: kMostMachines if there are too many of them.
  uint32_t MachineOf(absl::string_view name);
  uint8_t StateOf(uint32_t machine, absl::string_view name);
  // Names of machines and of their states.
  const std::string& MachineName(uint32_t machine) const { return machines_[machine]; }
  const std::string& StateName(uint32_t machine, uint8_t state) const {
    return states_[machine][state];
  }
  size_t machines() const { return machines_.size(); }
  size_t states(uint32_t machine) const { return states_[machine].size(); }

  // Facts that no State knows: inputs that a search is free to choose, once for a run.
  uint32_t FreeFactOf(const ir::Fact& fact);
  const std::vector<ir::Fact>& free_facts() const { return free_facts_; }

 private:
  std::vector<std::string> machines_;
  std::vector<std::vector<std::string>> states_;
  std::vector<ir::Fact> free_facts_;
};

}  // namespace hf::engine

#endif  // ABI_ENGINE_VOCABULARY_H_
