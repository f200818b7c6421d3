// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See vectors.h: a tour.

#include <algorithm>
#include <set>
#include <utility>

#include "abi/engine/alphabet.h"
#include "abi/engine/explore.h"
#include "abi/engine/topics.h"
#include "abi/engine/vectors.h"
#include "absl/strings/match.h"

namespace hf::engine {
namespace {

// From where it is, most goals are near; what is left is looked for call by call.
constexpr size_t kNear = 60;
constexpr size_t kFar = 6000;

// A secondary waits, and nothing that others can do will wake it.
bool IsStuck(const World& world) {
  const State& state = world.state;
  for (uint32_t vm = 1; vm < state.vms; ++vm) {
    for (uint32_t i = 0; i < state.vcpus[vm]; ++i) {
      const uint8_t is = state.machine[kVcpuMachine][vm][i];
      if ((is != kBlockedMailbox && is != kBlockedInterrupt) || state.vcpu[vm][i].enabled != 0) {
        continue;
      }
      const bool message = state.vm[0].configured && state.vm[vm].configured &&
                           state.machine[kMailboxMachine][vm][0] == kEmpty;
      if (is == kBlockedInterrupt || !message) return true;
    }
  }
  return false;
}

class Guide {
 public:
  Guide(const ir::Abi& abi, const Program& program, const Goals& goals)
      : abi_(abi), program_(program), goals_(goals) {
    tour_.shape = {.cpus = 1, .vcpus = {2, 2}};
    for (size_t i = 0; i < goals.all().size(); ++i) wanted_.insert(i);
  }

  Tour Run(const std::vector<Stimulus>& first) {
    std::vector<Taken> taken;
    world_ = Reset(program_, tour_.shape, &taken);
    for (const size_t goal : goals_.ShownByReset(taken)) wanted_.erase(goal);
    for (const Stimulus& step : first) Take(step);
    // What a VM does once in its life comes before it is done for another goal's sake.
    while (Look({"vm_configure"}, kMessages | kMemory | kWaiters, kFar)) {
    }
    // A VM that aborts, or waits for what cannot happen, is lost for the rest.
    for (const bool last : {false, true}) {
      last_ = last;
      while (!wanted_.empty() && Advance()) {
      }
    }
    if (world_.on[0].vm != 0) Take({.x = {YieldNumber()}});
    for (const size_t goal : wanted_) tour_.missing[goal] = ReasonFor(goals_.all()[goal]);
    return std::move(tour_);
  }

 private:
  uint64_t YieldNumber() const {
    for (const Behaviour& behaviour : program_.behaviours()) {
      if (behaviour.name == "vcpu_yield") return behaviour.number;
    }
    return 0;
  }

  void Take(const Stimulus& stimulus) {
    const World before = world_;
    const Result result = Step(program_, world_, stimulus);
    std::vector<size_t>& shows = tour_.shows.emplace_back();
    for (const size_t goal : goals_.ShownBy(before, stimulus, world_, result)) {
      if (wanted_.erase(goal) > 0) shows.push_back(goal);
    }
    tour_.steps.push_back(stimulus);
  }

  // To the next goal; false if none can be reached.
  bool Advance() {
    std::vector<std::string> names;
    for (const size_t goal : wanted_) {
      const std::string& name = goals_.all()[goal].behaviour;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    if (Look(names, kAllTopics, kNear)) return true;
    for (const Topics more : {kMessages, kMessages | kInterrupts | kTimers}) {
      for (const std::string& name : names) {
        if (Look({name}, (name.empty() ? 0 : TopicsOf(abi_, name)) | more, kFar)) return true;
      }
    }
    return false;
  }

  bool Look(const std::vector<std::string>& names, Topics topics, size_t most) {
    std::vector<std::vector<Stimulus>> tries;
    for (uint32_t vm = 0; vm <= tour_.shape.vcpus.size(); ++vm) {
      std::vector<Stimulus> all = StepsFor(abi_, tour_.shape, vm, topics);
      const auto append = [&](const std::vector<Stimulus>& from) {
        all.insert(all.end(), from.begin(), from.end());
      };
      for (const std::string& name : names) {
        if (name.empty()) continue;
        append(CallsOf(abi_, tour_.shape, vm, Amount::kMany, name));
        append(EventsOf(abi_, name));
      }
      tries.push_back(OnMachine(vm, all));
    }
    Explorer explorer(program_, tries, most);
    if (!last_) explorer.set_avoid(IsStuck);
    std::vector<Stimulus> path;
    explorer.Run(world_, [&](const World& before, const Stimulus& stimulus, const World& after,
                             const Result& result) {
      for (const size_t goal : goals_.ShownBy(before, stimulus, after, result)) {
        const std::string& of = goals_.all()[goal].behaviour;
        const bool asked = std::find(names.begin(), names.end(), of) != names.end();
        if (!asked || wanted_.count(goal) == 0) continue;
        path = explorer.Path();
        return false;
      }
      return true;
    });
    for (const Stimulus& stimulus : path) Take(stimulus);
    return !path.empty();
  }

  // What a guest can do, or let happen, on a machine.
  std::vector<Stimulus> OnMachine(uint32_t vm, const std::vector<Stimulus>& from) const {
    std::vector<Stimulus> steps;
    for (const Stimulus& stimulus : from) {
      if (stimulus.act == Act::kEvent && stimulus.event == "Abort" && vm != 0 && !last_) continue;
      // A secondary cannot say when it will be preempted; the primary can let it be, at once.
      const bool preempts = stimulus.act == Act::kEvent && stimulus.event == "PhysicalInterrupt";
      if (preempts && vm != 0) continue;
      if (std::find(steps.begin(), steps.end(), stimulus) != steps.end()) continue;
      steps.push_back(stimulus);
      const Behaviour* call = stimulus.act == Act::kCall ? program_.CallOf(stimulus.x[0]) : nullptr;
      if (vm != 0 || call == nullptr || call->name != "vcpu_run") continue;
      steps.push_back(stimulus);
      steps.back().act = Act::kInterrupted;
    }
    return steps;
  }

  static std::string ReasonFor(const Goal& goal) {
    struct Reason {
      const char* part;
      const char* text;
    };
    static constexpr char kSecondVcpu[] =
        "it takes a second vCPU of a secondary, which no call starts";
    constexpr Reason kReasons[] = {
        {".no_memory", "a guest cannot use up the memory for page tables"},
        {".bad_access", "no guest has a page of its own that it cannot write"},
        {"Leaves.aborting", kSecondVcpu},
        {"aborting_elsewhere", kSecondVcpu},
        {"interrupt_inject.wakes", kSecondVcpu},
        {"interrupt_inject.kicks", kSecondVcpu},
        {"READY to ABORTED", kSecondVcpu},
        {"BLOCKED_MAILBOX to ABORTED", kSecondVcpu},
        {"BLOCKED_INTERRUPT to ABORTED", kSecondVcpu},
        {"RUNNING not to READY by mailbox_send", "it takes a secondary that runs elsewhere"},
    };
    for (const Reason& reason : kReasons) {
      if (absl::StrContains(goal.name, reason.part)) return reason.text;
    }
    return goal.kind == Goal::Kind::kIllegal ? "no state was found in which it could be tried"
                                             : kNoSequence;
  }

  const ir::Abi& abi_;
  const Program& program_;
  const Goals& goals_;
  bool last_ = false;
  World world_;
  std::set<size_t> wanted_;
  Tour tour_;
};

}  // namespace

Tour FindTour(const ir::Abi& abi, const Program& program, const Goals& goals,
              const std::vector<Stimulus>& first) {
  return Guide(abi, program, goals).Run(first);
}

}  // namespace hf::engine
