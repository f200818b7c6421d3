// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See explore.h.

#include "abi/engine/explore.h"

#include <algorithm>
#include <unordered_set>

namespace hf::engine {

bool Explorer::Run(const World& from, const Visit& visit) {
  const auto hash = [this](size_t i) { return nodes_[i].world.Hash(); };
  const auto equal = [this](size_t a, size_t b) { return nodes_[a].world == nodes_[b].world; };
  std::unordered_set<size_t, decltype(hash), decltype(equal)> seen(16, hash, equal);
  nodes_.clear();
  gave_up_ = false;
  nodes_.push_back({from, 0, {}});
  seen.insert(0);
  for (at_ = 0; at_ < nodes_.size(); ++at_) {
    for (uint8_t cpu = 0; cpu < from.cpus; ++cpu) {
      for (const Stimulus& stimulus : tries_[nodes_[at_].world.on[cpu].vm]) {
        last_ = stimulus;
        last_.cpu = cpu;
        World after = nodes_[at_].world;
        const Result result = Step(program_, after, last_);
        if (!result.possible || (avoid_ && avoid_(after))) continue;
        if (!visit(nodes_[at_].world, last_, after, result)) return false;
        if (nodes_.size() > most_) {
          gave_up_ = true;
          continue;
        }
        nodes_.push_back({after, at_, last_});
        if (!seen.insert(nodes_.size() - 1).second) nodes_.pop_back();
      }
    }
  }
  return true;
}

std::vector<Stimulus> Explorer::Path() const {
  std::vector<Stimulus> path = {last_};
  for (size_t at = at_; at != 0; at = nodes_[at].parent) path.push_back(nodes_[at].via);
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace hf::engine
