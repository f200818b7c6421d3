// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See product.h.

#include "abi/engine/product.h"

#include <algorithm>
#include <unordered_set>

namespace hf::engine {
namespace {

struct Pair {
  World old_world;
  World new_world;
  size_t parent;
  Stimulus via;
};

class Search {
 public:
  Search(const Program& old_program, const Program& new_program, const std::vector<Tries>& tries,
         const uint64_t* free, size_t most)
      : old_(old_program),
        new_(new_program),
        tries_(tries),
        free_(free),
        most_(most),
        seen_(16, Hash{pairs_}, Equal{pairs_}) {}

  std::optional<Difference> Run(const Shape& shape) {
    pairs_.reserve(most_ + 1);
    Add({Reset(old_, shape), Reset(new_, shape), 0, {}});
    for (size_t at = 0; at < pairs_.size(); ++at) {
      for (uint32_t cpu = 0; cpu < shape.cpus; ++cpu) {
        const Tries& tries = tries_[pairs_[at].old_world.on[cpu].vm];
        for (const bool probe : {true, false}) {
          for (const Stimulus& stimulus : probe ? tries.probes : tries.steps) {
            Stimulus next = stimulus;
            next.cpu = static_cast<uint8_t>(cpu);
            if (Differs(at, next, probe)) return Difference{PathTo(at, next)};
          }
        }
      }
    }
    return std::nullopt;
  }

 private:
  struct Hash {
    const std::vector<Pair>& pairs;
    size_t operator()(size_t i) const {
      return pairs[i].old_world.Hash() ^ pairs[i].new_world.Hash() * 31;
    }
  };
  struct Equal {
    const std::vector<Pair>& pairs;
    bool operator()(size_t a, size_t b) const {
      return pairs[a].old_world == pairs[b].old_world && pairs[a].new_world == pairs[b].new_world;
    }
  };

  bool Differs(size_t from, const Stimulus& stimulus, bool probe) {
    Pair next = {pairs_[from].old_world, pairs_[from].new_world, from, stimulus};
    const Result by_old = Step(old_, next.old_world, stimulus, free_);
    const Result by_new = Step(new_, next.new_world, stimulus, free_);
    if (!by_old.LooksLike(by_new)) return true;
    if (by_old.possible && !(probe && next.old_world == next.new_world)) Add(next);
    return false;
  }

  void Add(const Pair& pair) {
    if (pairs_.size() > most_) return;
    pairs_.push_back(pair);
    if (!seen_.insert(pairs_.size() - 1).second) pairs_.pop_back();
  }

  std::vector<Stimulus> PathTo(size_t at, const Stimulus& last) const {
    std::vector<Stimulus> path = {last};
    for (; at != 0; at = pairs_[at].parent) path.push_back(pairs_[at].via);
    std::reverse(path.begin(), path.end());
    return path;
  }

  const Program& old_;
  const Program& new_;
  const std::vector<Tries>& tries_;
  const uint64_t* free_;
  const size_t most_;
  std::vector<Pair> pairs_;
  std::unordered_set<size_t, Hash, Equal> seen_;
};

}  // namespace

std::optional<Difference> FindDifference(const Program& old_program, const Program& new_program,
                                         const Shape& shape, const std::vector<Tries>& tries,
                                         const uint64_t* free, size_t most_states) {
  return Search(old_program, new_program, tries, free, most_states).Run(shape);
}

}  // namespace hf::engine
