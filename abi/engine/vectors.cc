// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See vectors.h.

#include "abi/engine/vectors.h"

#include <algorithm>
#include <set>
#include <utility>

#include "abi/engine/alphabet.h"
#include "abi/engine/explore.h"
#include "abi/engine/topics.h"

namespace hf::engine {
namespace {

constexpr size_t kMostStates = 10000;

// For transitions: what moves machines.
constexpr Topics kMoves = kAllTopics & ~kMemory & ~kWaiters;

const std::vector<Shape>& Shapes() {
  static const std::vector<Shape> shapes = {
      {.cpus = 1, .vcpus = {1}},
      {.cpus = 1, .vcpus = {1, 1}},
      {.cpus = 1, .vcpus = {2}},
      {.cpus = 1, .vcpus = {2}, .all_started = true},
      {.cpus = 2, .vcpus = {2}, .all_started = true},
  };
  return shapes;
}

class Finder {
 public:
  Finder(const ir::Abi& abi, const Program& program, const Goals& goals)
      : abi_(abi), program_(program), goals_(goals) {
    for (size_t i = 0; i < goals.all().size(); ++i) wanted_.insert(i);
  }

  Vectors Run() {
    for (const Shape& shape : Shapes()) {
      std::vector<Taken> taken;
      Reset(program_, shape, &taken);
      for (const size_t goal : goals_.ShownByReset(taken)) Add({goal, shape, {}});
    }
    Look("", kMoves);
    for (const Behaviour& behaviour : program_.behaviours()) {
      Topics topics = TopicsOf(abi_, behaviour.name) | kMessages;
      // What leads to an event is not in its rows.
      if (!behaviour.is_call) topics |= kMoves;
      for (const size_t goal : wanted_) {
        const Goal& of = goals_.all()[goal];
        if (of.behaviour == behaviour.name && of.from_final) topics |= kAborts;
      }
      Look(behaviour.name, topics);
    }
    for (const size_t goal : wanted_) vectors_.missing[goal] = kNoSequence;
    std::sort(vectors_.found.begin(), vectors_.found.end(),
              [](const Vector& a, const Vector& b) { return a.goal < b.goal; });
    return std::move(vectors_);
  }

 private:
  void Add(Vector vector) {
    if (wanted_.erase(vector.goal) > 0) vectors_.found.push_back(std::move(vector));
  }

  // For the goals of one call or event; without a name for those that are of none.
  void Look(const std::string& name, Topics topics) {
    std::set<size_t> of_name;
    for (const size_t goal : wanted_) {
      if (goals_.all()[goal].behaviour == name) of_name.insert(goal);
    }
    for (const Shape& shape : Shapes()) {
      if (of_name.empty()) return;
      const auto tries = TriesFor(name, topics, shape);
      Explorer explorer(program_, tries, kMostStates);
      explorer.Run(Reset(program_, shape), [&](const World& before, const Stimulus& stimulus,
                                               const World& after, const Result& result) {
        for (const size_t goal : goals_.ShownBy(before, stimulus, after, result)) {
          if (of_name.erase(goal) > 0) Add({goal, shape, explorer.Path()});
        }
        // Transitions that are not made for want of a state are not worth a long search.
        const bool only_illegal = std::all_of(of_name.begin(), of_name.end(), [&](size_t goal) {
          return goals_.all()[goal].kind == Goal::Kind::kIllegal;
        });
        return !of_name.empty() && !(only_illegal && explorer.states() > kMostStates / 4);
      });
    }
  }

  std::vector<std::vector<Stimulus>> TriesFor(const std::string& name, Topics topics,
                                              const Shape& shape) const {
    std::vector<std::vector<Stimulus>> tries;
    for (uint32_t vm = 0; vm <= shape.vcpus.size(); ++vm) {
      std::vector<Stimulus>& of_vm = tries.emplace_back(StepsFor(abi_, shape, vm, topics));
      const auto append = [&](const std::vector<Stimulus>& from) {
        of_vm.insert(of_vm.end(), from.begin(), from.end());
      };
      if (name.empty()) continue;
      append(CallsOf(abi_, shape, vm, Amount::kMany, name));
      append(EventsOf(abi_, name));
      if ((topics & kMemory) == 0) continue;
      // The pages that a mailbox is made of.
      append({{.act = Act::kNoTables}, {.act = Act::kReadOnly, .x = {0, 0}}});
    }
    return tries;
  }

  const ir::Abi& abi_;
  const Program& program_;
  const Goals& goals_;
  std::set<size_t> wanted_;
  Vectors vectors_;
};

}  // namespace

Vectors FindVectors(const ir::Abi& abi, const Program& program, const Goals& goals) {
  return Finder(abi, program, goals).Run();
}

}  // namespace hf::engine
