// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See witness.h.

#include "abi/engine/witness.h"

#include <algorithm>
#include <set>

#include "abi/compiler/expr_print.h"
#include "abi/compiler/names.h"
#include "abi/engine/alphabet.h"
#include "abi/engine/product.h"
#include "abi/engine/topics.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::engine {
namespace {

// More free facts than this are taken to be 0.
constexpr size_t kMostFree = 3;

const ir::Call* CallNamed(const ir::Abi& abi, const std::string& name) {
  for (const ir::Call& call : abi.call()) {
    if (idl::SnakeCase(call.name()) == name) return &call;
  }
  return nullptr;
}

// A call that has another number now is looked for under the old one, where there may be another.
bool IsRenumbered(const ir::Abi& old_abi, const ir::Abi& new_abi, const std::string& name) {
  const ir::Call* before = CallNamed(old_abi, name);
  const ir::Call* after = CallNamed(new_abi, name);
  return before != nullptr && after != nullptr && before->number() != after->number();
}

class Finder {
 public:
  Finder(const ir::Abi& old_abi, const ir::Abi& new_abi, std::string name,
         const WitnessOptions& options)
      : old_abi_(old_abi),
        new_abi_(new_abi),
        name_(std::move(name)),
        whole_(name_.empty() || IsRenumbered(old_abi, new_abi, name_)),
        options_(options),
        old_(old_abi, names_),
        new_(whole_ ? new_abi : old_abi, names_, whole_ ? nullptr : &new_abi, name_) {}

  std::optional<Witness> Run() {
    const Topics topics = TopicsOf(old_abi_, name_) | TopicsOf(new_abi_, name_) | kMessages;
    const std::vector<Shape> shapes = {
        {.cpus = 1, .vcpus = {1}},
        {.cpus = 1, .vcpus = {1, 1}},
        {.cpus = 2, .vcpus = {2, 1}, .all_started = true},
    };
    const size_t free = std::min(kMostFree, names_.free_facts().size());
    for (const Shape& shape : shapes) {
      for (uint64_t choice = 0; choice < uint64_t{1} << free; ++choice) {
        std::vector<uint64_t> values(names_.free_facts().size() + 1);
        for (size_t i = 0; i < free; ++i) values[i] = choice >> i & 1;
        const auto found = FindDifference(old_, new_, shape, TriesFor(shape, topics), values.data(),
                                          options_.most_states);
        if (found) return Tell(shape, found->path, values);
      }
    }
    return std::nullopt;
  }

  Replayed Play(const Witness& witness) const {
    std::vector<uint64_t> free(names_.free_facts().size() + 1);
    for (size_t i = 0; i + 1 < free.size(); ++i) {
      for (const auto& [name, value] : witness.assumptions) {
        if (name == names_.free_facts()[i].name()) free[i] = value;
      }
    }
    World old_world = Reset(old_, witness.shape);
    World new_world = Reset(new_, witness.shape);
    Replayed replayed;
    for (const Witness::Step& step : witness.steps) {
      const Result by_old = Step(old_, old_world, step.stimulus, free.data());
      const Result by_new = Step(new_, new_world, step.stimulus, free.data());
      replayed.by_old.push_back(Shown(old_, by_old, by_new));
      replayed.by_new.push_back(Shown(new_, by_new, by_old));
    }
    return replayed;
  }

 private:
  std::vector<Tries> TriesFor(const Shape& shape, Topics topics) const {
    std::vector<Tries> all;
    for (uint32_t vm = 0; vm <= shape.vcpus.size(); ++vm) {
      Tries& tries = all.emplace_back();
      const auto append = [](std::vector<Stimulus>& to, const std::vector<Stimulus>& from) {
        to.insert(to.end(), from.begin(), from.end());
      };
      append(tries.steps, StepsFor(old_abi_, shape, vm, name_.empty() ? kAllTopics : topics));
      append(tries.steps, CallsOf(old_abi_, shape, vm, Amount::kFew, name_));
      if (name_.empty()) continue;
      for (const ir::Abi* abi : {&old_abi_, &new_abi_}) {
        append(tries.probes, CallsOf(*abi, shape, vm, Amount::kMany, name_));
        append(tries.probes, EventsOf(*abi, name_));
      }
    }
    return all;
  }

  Witness Tell(const Shape& shape, const std::vector<Stimulus>& path,
               const std::vector<uint64_t>& free) const {
    Witness witness;
    witness.name = name_;
    witness.shape = shape;
    World old_world = Reset(old_, shape);
    World new_world = Reset(new_, shape);
    for (const Stimulus& stimulus : path) {
      const VcpuName caller = old_world.on[stimulus.cpu];
      const World before = old_world;
      const Result by_old = Step(old_, old_world, stimulus, free.data());
      const Result by_new = Step(new_, new_world, stimulus, free.data());
      witness.steps.push_back(
          {stimulus, caller, Describe(old_, stimulus), DescribeResult(old_, by_old)});
      if (witness.steps.size() < path.size()) continue;
      witness.old_result = Shown(old_, by_old, by_new);
      witness.new_result = Shown(new_, by_new, by_old);
      witness.old_row = RowOf(by_old);
      witness.new_row = RowOf(by_new);
      witness.situation = SituationOf(stimulus, before, caller, free.data());
    }
    for (size_t i = 0; i < names_.free_facts().size(); ++i) {
      witness.assumptions.emplace_back(names_.free_facts()[i].name(), free[i]);
    }
    return witness;
  }

  // A result, with its number if it has another meaning for the other, and who goes on if that is
  // not the same.
  static std::string Shown(const Program& program, const Result& result, const Result& other) {
    std::string text = DescribeResult(program, result);
    if (result.returned && other.returned && result.x0 != other.x0 && !text.empty() &&
        text[0] >= 'A') {
      absl::StrAppend(&text, " (0x", absl::Hex(result.x0), ")");
    }
    if (result.possible && other.possible && !(result.on == other.on)) {
      absl::StrAppend(&text, text.empty() ? "" : ", ", "VM ", result.on.vm, " goes on");
    }
    return text.empty() ? "nothing" : text;
  }

  static std::string RowOf(const Result& result) {
    return result.taken.empty() ? "" : result.taken.front().row->name;
  }

  // The states that the guards of the call or event ask for.
  std::string SituationOf(const Stimulus& stimulus, const World& world, VcpuName caller,
                          const uint64_t* free) const {
    const Behaviour* behaviour = stimulus.act == Act::kCall    ? old_.CallOf(stimulus.x[0])
                                 : stimulus.act == Act::kEvent ? old_.EventOf(stimulus.event)
                                                               : nullptr;
    if (behaviour == nullptr) return "";
    const Args args = Decode(behaviour->args, stimulus.x);
    const Context context{&world.state, caller.vm, caller.index, args.data(), free};
    std::vector<std::string> states;
    for (const Asked& asked : behaviour->asks) {
      const auto value = [&](int i) {
        return asked.of[i] == kNothing ? 0 : old_.Value(asked.of[i], context);
      };
      const uint64_t vm = value(0);
      const uint64_t vcpu = value(1);
      if (vm >= world.state.vms || vcpu >= world.state.vcpus[vm]) continue;
      states.push_back(absl::StrCat(
          asked.text, " ",
          names_.StateName(asked.machine, world.state.machine[asked.machine][vm][vcpu])));
    }
    return absl::StrJoin(states, ", ");
  }

  const ir::Abi& old_abi_;
  const ir::Abi& new_abi_;
  const std::string name_;
  const bool whole_;
  const WitnessOptions options_;
  Vocabulary names_;
  Program old_;
  Program new_;
};

}  // namespace

std::optional<Witness> FindWitness(const ir::Abi& old_abi, const ir::Abi& new_abi,
                                   const std::string& name, const WitnessOptions& options) {
  const bool camel = CallNamed(old_abi, idl::SnakeCase(name)) != nullptr ||
                     CallNamed(new_abi, idl::SnakeCase(name)) != nullptr;
  return Finder(old_abi, new_abi, camel ? idl::SnakeCase(name) : name, options).Run();
}

std::string Witness::Summary() const {
  const Step& last = steps.back();
  std::string text = absl::StrCat(last.what, " by VM ", last.caller.vm);
  if (!situation.empty()) absl::StrAppend(&text, ", ", situation);
  absl::StrAppend(&text, ": ", old_result, " → ", new_result);
  for (const auto& [fact, value] : assumptions) {
    absl::StrAppend(&text, ", if ", fact, " is ", value, ", which no state knows");
  }
  return text;
}

std::string Witness::ToString() const {
  std::string text = absl::StrCat("With ", shape.Describe(), ":\n");
  for (size_t i = 0; i + 1 < steps.size(); ++i) {
    const Step& step = steps[i];
    absl::StrAppend(&text, "  CPU ", step.stimulus.cpu, ", VM ", step.caller.vm, " vCPU ",
                    step.caller.index, ": ", step.what);
    if (!step.result.empty()) absl::StrAppend(&text, " = ", step.result);
    absl::StrAppend(&text, "\n");
  }
  absl::StrAppend(&text, "  ", Summary(), "\n");
  return text;
}

Replayed Replay(const Witness& witness, const ir::Abi& old_abi, const ir::Abi& new_abi) {
  return Finder(old_abi, new_abi, witness.name, {}).Play(witness);
}

}  // namespace hf::engine
