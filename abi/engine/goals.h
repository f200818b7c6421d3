// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What tests of an ABI have to show: that each row is taken, that each legal transition of a state
// machine is made, and that what would make a transition from another state leaves a state as it
// is.

#ifndef ABI_ENGINE_GOALS_H_
#define ABI_ENGINE_GOALS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "abi/engine/program.h"
#include "abi/engine/world.h"
#include "abi/ir.pb.h"

namespace hf::engine {

struct Goal {
  enum class Kind { kRow, kLegal, kIllegal };
  Kind kind;
  // "mailbox_send.too_big", "mailbox: EMPTY to READ", "mailbox: EMPTY not to READ by mailbox_send".
  std::string name;
  // The call or event that has to be tried; empty if several make the transition.
  std::string behaviour = {};
  // kIllegal: the transition that is not made, in the vocabulary's numbers.
  uint32_t machine = 0;
  uint8_t state = 0;
  uint8_t to = 0;
  bool from_final = false;
};

class Goals {
 public:
  Goals(const ir::Abi& abi, const Program& program, Vocabulary& names);

  const std::vector<Goal>& all() const { return all_; }
  // Indices into all(): what this step has shown.
  std::set<size_t> ShownBy(const World& before, const Stimulus& stimulus, const World& after,
                           const Result& result) const;
  // The same for what has happened before the first step.
  std::set<size_t> ShownByReset(const std::vector<Taken>& taken) const;

 private:
  // A move that a call or event makes from some state, and not from others.
  struct Makes {
    size_t goal;
    const Behaviour* behaviour;
    const CompiledMove* move;
    std::vector<uint8_t> sources;  // states from which it is made
  };

  void AddRows(const Program& program);
  void AddLegal(const Program& program, const Vocabulary& names);
  void AddIllegal(const Program& program, const Vocabulary& names);
  // Whether the stimulus would have moved the machine to the goal's state had that been in another.
  bool WouldMove(const Makes& makes, const World& before, const Stimulus& stimulus, uint64_t vm,
                 uint64_t vcpu) const;
  std::vector<uint8_t> SourcesOf(const CompiledMove& move, const Vocabulary& names) const;

  const Program& program_;
  std::vector<Goal> all_;
  std::map<const CompiledRow*, size_t> rows_;
  std::map<std::vector<uint32_t>, size_t> legal_;  // machine, from, to
  std::vector<Makes> illegal_;
  std::map<uint32_t, std::set<uint8_t>> final_;
};

}  // namespace hf::engine

#endif  // ABI_ENGINE_GOALS_H_
