// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/testing/lockstep/exhaustive.h"

#include <functional>
#include <unordered_set>
#include <utility>
#include <vector>

namespace hf::test {
namespace {

// The same for the same state: of 64 bits, so that two states may be taken for one, but hardly.
size_t KeyOf(Lockstep& both) {
  std::string key = both.model().Key();
  for (uint32_t vm = 0; vm < both.model().vm_count(); ++vm) {
    const auto state = both.system().vm(vm).state().Lock();
    key.append(reinterpret_cast<const char*>(&*state), sizeof(VmState));
  }
  return std::hash<std::string>()(key);
}

}  // namespace

Explored Exhaust(Lockstep& both, const Sequence& events, uint32_t depth) {
  Explored explored;
  const Lockstep::State start(both);
  std::unordered_set<size_t> seen = {KeyOf(both)};
  std::vector<Sequence> reached = {{}};
  for (uint32_t length = 1; length <= depth; ++length) {
    std::vector<Sequence> next;
    for (const Sequence& path : reached) {
      start.Restore(both);
      for (const auto& [cpu, event] : path) both.Step(cpu, event);
      const Lockstep::State here(both);
      for (const CpuEvent& step : events) {
        if (!Lockstep::Possible(both.model().on(step.cpu), step.event)) continue;
        ++explored.steps;
        explored.difference = both.Step(step.cpu, step.event);
        if (!explored.difference.empty()) {
          Sequence sequence = path;
          sequence.push_back(step);
          explored.difference += "\n" + Describe(both, start, sequence) + "\n";
          return explored;
        }
        if (seen.insert(KeyOf(both)).second) {
          ++explored.states;
          if (length < depth) {
            next.push_back(path);
            next.back().push_back(step);
          }
        }
        here.Restore(both);
      }
    }
    reached = std::move(next);
  }
  return explored;
}

}  // namespace hf::test
