// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Calls and exits that happen on several CPUs at once, in every order of what they do to shared
// state, checked after each. What must hold:
//
//   * no deadlock, no panic, no vCPU on two CPUs;
//   * the results and the state are those of the reference model for some order of the events, one
//     after the other;
//   * nobody waits for a message or an interrupt that is there;
//   * a page has one owner, and no page of the pool is lost.

#ifndef HYPERVISOR_TESTING_EXPLORE_SCENARIO_H_
#define HYPERVISOR_TESTING_EXPLORE_SCENARIO_H_

#include <cstdint>
#include <string>
#include <vector>

#include "hypervisor/testing/explore/interleave.h"
#include "hypervisor/testing/lockstep/lockstep.h"

namespace hf::test {

// What each CPU does, one event after the other, whoever it runs by then.
using Programs = std::vector<std::vector<model::Event>>;

class Scenario {
 public:
  // From where `both` stands, to which it comes back at the end of the scenario's life.
  explicit Scenario(Lockstep& both);
  ~Scenario() { start_.Restore(both_); }

  Interleaved Explore(const Programs& programs, uint32_t preemptions);
  // One schedule as a report printed it. What is wrong, and the run in words.
  std::string Replay(const Programs& programs, const std::string& schedule, std::string* words);

 private:
  // What the caller of an event sees: who the CPU goes on with, and its x0.
  struct Result {
    model::VcpuName on;
    uint64_t x0 = 0;
    bool operator==(const Result&) const = default;
  };
  using Results = std::vector<std::vector<Result>>;
  struct Outcome {
    model::Machine model;
    Results results;
  };

  Race RaceOf(const Programs& programs);
  // All orders that keep each CPU's own.
  void AddOutcomes(const Programs& programs, const Outcome& so_far);
  std::string Check(const Programs& programs);
  std::string CheckInvariants();
  std::string CheckVcpu(Vm& vm, const VmState& state, uint32_t index);
  std::string CheckMessages(const model::Machine& model);
  size_t Pages();

  Lockstep& both_;
  const Lockstep::State start_;
  size_t pages_ = 0;
  Interleaver interleaver_;
  std::vector<Outcome> outcomes_;
  Results results_;
};

// "CPU 0: vcpu_run(1, 0), vcpu_yield() | CPU 1: ..."
std::string Describe(const Programs& programs);

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_EXPLORE_SCENARIO_H_
