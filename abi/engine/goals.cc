// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See goals.h.

#include "abi/engine/goals.h"

#include <algorithm>

#include "abi/compiler/resolve.h"
#include "absl/strings/str_cat.h"

namespace hf::engine {
namespace {

bool Contains(const std::vector<uint8_t>& values, uint8_t value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace

Goals::Goals(const ir::Abi& abi, const Program& program, Vocabulary& names) : program_(program) {
  for (const ir::Machine& machine : abi.machine()) {
    const uint32_t index = names.MachineOf(machine.name());
    for (const ir::EnumValue& value : idl::FindEnum(abi, machine.enumeration())->value()) {
      if (value.final()) final_[index].insert(names.StateOf(index, value.name()));
    }
  }
  AddRows(program);
  AddLegal(program, names);
  AddIllegal(program, names);
}

void Goals::AddRows(const Program& program) {
  for (const Behaviour& behaviour : program.behaviours()) {
    for (const CompiledRow& row : behaviour.rows) {
      rows_[&row] = all_.size();
      all_.push_back({.kind = Goal::Kind::kRow,
                      .name = absl::StrCat(behaviour.name, ".", row.name),
                      .behaviour = behaviour.name});
    }
  }
}

void Goals::AddLegal(const Program& program, const Vocabulary& names) {
  for (const Behaviour& behaviour : program.behaviours()) {
    for (const CompiledRow& row : behaviour.rows) {
      for (const CompiledMove& move : row.moves) {
        for (const uint8_t from : SourcesOf(move, names)) {
          if (from == move.to) continue;
          const std::vector<uint32_t> step = {move.machine, from, move.to};
          if (!legal_.try_emplace(step, all_.size()).second) continue;
          all_.push_back({.kind = Goal::Kind::kLegal,
                          .name = absl::StrCat(names.MachineName(move.machine), ": ",
                                               names.StateName(move.machine, from), " to ",
                                               names.StateName(move.machine, move.to))});
        }
      }
    }
  }
}

std::vector<uint8_t> Goals::SourcesOf(const CompiledMove& move, const Vocabulary& names) const {
  if (!move.from.empty()) return move.from;
  std::vector<uint8_t> sources;
  const auto finals = final_.find(move.machine);
  for (size_t i = 0; i < names.states(move.machine); ++i) {
    const auto state = static_cast<uint8_t>(i);
    if (finals == final_.end() || finals->second.count(state) == 0) sources.push_back(state);
  }
  return sources;
}

void Goals::AddIllegal(const Program& program, const Vocabulary& names) {
  for (const Behaviour& behaviour : program.behaviours()) {
    // By machine and state to which it moves: from where, and one such move.
    std::map<std::pair<uint32_t, uint8_t>, Makes> made;
    for (const CompiledRow& row : behaviour.rows) {
      for (const CompiledMove& move : row.moves) {
        // Only a vCPU that runs makes calls, and that can then not be in another state.
        if (move.own || behaviour.name == "Loaded") continue;
        Makes& makes = made.try_emplace({move.machine, move.to}, Makes{0, &behaviour, &move, {}})
                           .first->second;
        for (const uint8_t from : SourcesOf(move, names)) makes.sources.push_back(from);
      }
    }
    for (auto& [where, makes] : made) {
      const auto& [machine, to] = where;
      for (size_t i = 0; i < names.states(machine); ++i) {
        const auto state = static_cast<uint8_t>(i);
        if (state == to || Contains(makes.sources, state)) continue;
        makes.goal = all_.size();
        illegal_.push_back(makes);
        all_.push_back(
            {.kind = Goal::Kind::kIllegal,
             .name = absl::StrCat(names.MachineName(machine), ": ", names.StateName(machine, state),
                                  " not to ", names.StateName(machine, to), " by ", behaviour.name),
             .behaviour = behaviour.name,
             .machine = machine,
             .state = state,
             .to = to,
             .from_final = final_[machine].count(state) > 0});
      }
    }
  }
}

std::set<size_t> Goals::ShownByReset(const std::vector<Taken>& taken) const {
  std::set<size_t> shown;
  for (const Taken& row : taken) {
    shown.insert(rows_.at(row.row));
    for (const CompiledMove& move : row.row->moves) {
      const auto found = legal_.find({move.machine, program_.Initial(move.machine), move.to});
      if (found != legal_.end()) shown.insert(found->second);
    }
  }
  return shown;
}

std::set<size_t> Goals::ShownBy(const World& before, const Stimulus& stimulus, const World& after,
                                const Result& result) const {
  std::set<size_t> shown;
  if (!result.possible) return shown;
  for (const Taken& row : result.taken) shown.insert(rows_.at(row.row));
  for (uint32_t machine = 0; machine < kMostMachines; ++machine) {
    for (uint32_t vm = 0; vm < before.state.vms; ++vm) {
      for (uint32_t vcpu = 0; vcpu < kMostVcpus; ++vcpu) {
        const uint8_t from = before.state.machine[machine][vm][vcpu];
        const uint8_t to = after.state.machine[machine][vm][vcpu];
        if (from == to) continue;
        const auto found = legal_.find({machine, from, to});
        if (found != legal_.end()) shown.insert(found->second);
      }
    }
  }
  for (const Makes& makes : illegal_) {
    const Goal& goal = all_[makes.goal];
    const bool tried = stimulus.act == Act::kCall
                           ? program_.CallOf(stimulus.x[0]) == makes.behaviour
                           : stimulus.act == Act::kEvent && stimulus.event == goal.behaviour;
    if (!tried) continue;
    for (uint32_t vm = 0; vm < before.state.vms; ++vm) {
      const uint32_t vcpus = goal.machine == kVcpuMachine ? before.state.vcpus[vm] : 1;
      for (uint32_t vcpu = 0; vcpu < vcpus; ++vcpu) {
        if (before.state.machine[goal.machine][vm][vcpu] != goal.state) continue;
        if (after.state.machine[goal.machine][vm][vcpu] != goal.state) continue;
        if (WouldMove(makes, before, stimulus, vm, vcpu)) shown.insert(makes.goal);
      }
    }
  }
  return shown;
}

bool Goals::WouldMove(const Makes& makes, const World& before, const Stimulus& stimulus,
                      uint64_t vm, uint64_t vcpu) const {
  const Goal& goal = all_[makes.goal];
  for (const uint8_t source : makes.sources) {
    World other = before;
    other.state.machine[goal.machine][vm][vcpu] = source;
    // Of a VM that makes no progress nothing else would move either.
    const auto finals = final_.find(goal.machine);
    if (finals != final_.end() && finals->second.count(goal.state) > 0) {
      other.state.machine[kVmMachine][vm][0] = program_.Initial(kVmMachine);
    }
    if (goal.machine == kVcpuMachine && source == kBlockedMailbox) {
      other.state.vm[vm].receivers.Append(static_cast<uint8_t>(vcpu));
    }
    Step(program_, other, stimulus);
    if (other.state.machine[goal.machine][vm][vcpu] == goal.to) return true;
  }
  return false;
}

}  // namespace hf::engine
