// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// All that can happen from a state, breadth first, up to a number of states.

#ifndef ABI_ENGINE_EXPLORE_H_
#define ABI_ENGINE_EXPLORE_H_

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "abi/engine/program.h"
#include "abi/engine/world.h"

namespace hf::engine {

class Explorer {
 public:
  // Told of each step; returns whether to go on.
  using Visit = std::function<bool(const World& before, const Stimulus& stimulus,
                                   const World& after, const Result& result)>;

  // `tries` by the id of the VM that has the CPU.
  Explorer(const Program& program, const std::vector<std::vector<Stimulus>>& tries,
           size_t most_states)
      : program_(program), tries_(tries), most_(most_states) {}

  // States that are not to be entered.
  using Avoid = std::function<bool(const World& world)>;
  void set_avoid(Avoid avoid) { avoid_ = std::move(avoid); }

  // False if it was stopped. A new call forgets the states that were seen before.
  bool Run(const World& from, const Visit& visit);

  size_t states() const { return nodes_.size(); }
  // Whether there were more states than it was told to look at.
  bool gave_up() const { return gave_up_; }
  // How the step that is being visited was reached, with itself.
  std::vector<Stimulus> Path() const;

 private:
  struct Node {
    World world;
    size_t parent;
    Stimulus via;
  };

  const Program& program_;
  const std::vector<std::vector<Stimulus>>& tries_;
  const size_t most_;
  Avoid avoid_;
  bool gave_up_ = false;
  std::vector<Node> nodes_;
  size_t at_ = 0;
  Stimulus last_;
};

}  // namespace hf::engine

#endif  // ABI_ENGINE_EXPLORE_H_
