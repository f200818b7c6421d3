// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The shortest sequence of calls after which two versions of an ABI answer differently.
//
//   const auto witness = FindWitness(old_abi, new_abi, "mailbox_clear");
//   witness->Summary()   // "mailbox_clear() by VM 0, mailbox(caller.vm) EMPTY: -1 → 0"
//
// It is the shortest for the machines and the argument values that are tried (see alphabet.h): a
// few VMs with one or two vCPUs. That there is none says nothing about other machines.

#ifndef ABI_ENGINE_WITNESS_H_
#define ABI_ENGINE_WITNESS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "abi/engine/world.h"
#include "abi/ir.pb.h"

namespace hf::engine {

struct Witness {
  struct Step {
    Stimulus stimulus;
    VcpuName caller;
    std::string what;    // "mailbox_clear()"
    std::string result;  // by the old ABI; empty if nothing returns
  };

  std::string name;  // of the call or event that is different, as in FindWitness
  Shape shape;
  std::vector<Step> steps;  // the last one has the difference
  // In words, by the old and by the new ABI.
  std::string old_result;
  std::string new_result;
  // The rows that the last step took: "not_read", or nothing.
  std::string old_row;
  std::string new_row;
  // What the last step found: "mailbox(caller.vm) EMPTY".
  std::string situation;
  // Values of facts that no state knows: what the difference needs.
  std::vector<std::pair<std::string, uint64_t>> assumptions;

  // One line.
  std::string Summary() const;
  // All steps, one a line, and the summary.
  std::string ToString() const;
};

struct WitnessOptions {
  // For each machine that is tried.
  size_t most_states = 6000;
};

// `name` is that of the call (as C has it, or as the IDL) or event that may differ: all others are
// taken as in `old_abi`, so that the difference is of this one. Without a name the ABIs are
// compared as they are. Nothing if no difference was found.
std::optional<Witness> FindWitness(const ir::Abi& old_abi, const ir::Abi& new_abi,
                                   const std::string& name, const WitnessOptions& options = {});

// What each step of a witness gives by the two ABIs that it was found for, in words: the same but
// for the last one.
struct Replayed {
  std::vector<std::string> by_old;
  std::vector<std::string> by_new;
};
Replayed Replay(const Witness& witness, const ir::Abi& old_abi, const ir::Abi& new_abi);

}  // namespace hf::engine

#endif  // ABI_ENGINE_WITNESS_H_
