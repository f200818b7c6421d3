// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Which races are explored: each event that a vCPU can meet on one CPU against each on the others,
// from states that differ in what is there and who waits for it.

#ifndef HYPERVISOR_TESTING_EXPLORE_RACES_H_
#define HYPERVISOR_TESTING_EXPLORE_RACES_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "hypervisor/testing/explore/scenario.h"

namespace hf::test {

// A state to race from: what each CPU runs, and what happened before.
struct Setup {
  const char* name;
  std::vector<model::VcpuName> cpus;
  // What may happen. Where it is about memory, no VM has a mailbox yet.
  enum class About : uint8_t { kMessages, kInterrupts, kMemory } about = About::kMessages;
  // Steps on CPU 0 before the CPUs go to their vCPUs, the primary running again at the end.
  std::vector<model::Event> before = {};
};

// For two CPUs, and for three.
std::vector<Setup> PairSetups();
std::vector<Setup> TripleSetups();

// The system of a setup, in its state. Dies with a message if that cannot be reached.
class PreparedRaces {
 public:
  explicit PreparedRaces(const Setup& setup);
  // Visits all programs of one event a CPU, while `visit` returns true.
  void ForEach(const std::function<bool(Scenario&, const Programs&)>& visit);

 private:
  const Setup setup_;
  Lockstep both_;
};

struct RaceReport {
  std::string failure;  // empty, or the first
  uint64_t races = 0;
  uint64_t schedules = 0;
};
RaceReport ExploreAll(const Setup& setup, uint32_t preemptions);

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_EXPLORE_RACES_H_
