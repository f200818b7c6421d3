// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// races <preemptions>                          every pair and triple, with so many preemptions
// races <state> <programs> <schedule>          one run of a report again, in words
//
//   races "two secondaries" "CPU 0: mailbox_clear() | CPU 1: vcpu_yield()" "0x4 1x9 0x5"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "hypervisor/testing/explore/races.h"

namespace hf::test {
namespace {

std::vector<Setup> AllSetups() {
  std::vector<Setup> setups = PairSetups();
  for (const Setup& setup : TripleSetups()) setups.push_back(setup);
  return setups;
}

int ExploreEverything(uint32_t preemptions) {
  for (const Setup& setup : AllSetups()) {
    const RaceReport report = ExploreAll(setup, preemptions);
    std::printf("%s: %llu races, %llu schedules\n%s", setup.name,
                static_cast<unsigned long long>(report.races),
                static_cast<unsigned long long>(report.schedules), report.failure.c_str());
    if (!report.failure.empty()) return 1;
  }
  return 0;
}

int Replay(const std::string& state, const std::string& wanted, const std::string& schedule) {
  bool found = false;
  for (const Setup& setup : AllSetups()) {
    if (state != setup.name) continue;
    PreparedRaces(setup).ForEach([&](Scenario& scenario, const Programs& programs) {
      if (Describe(programs) != wanted) return true;
      std::string words;
      const std::string failure = scenario.Replay(programs, schedule, &words);
      std::printf("%s%s\n", words.c_str(), failure.empty() ? "nothing is wrong" : failure.c_str());
      found = true;
      return false;
    });
  }
  if (!found) std::fprintf(stderr, "there is no such state, or no such program from it\n");
  return found ? 0 : 1;
}

}  // namespace
}  // namespace hf::test

int main(int argc, char** argv) {
  if (argc == 2) {
    return hf::test::ExploreEverything(static_cast<uint32_t>(std::strtoul(argv[1], nullptr, 0)));
  }
  if (argc == 4) return hf::test::Replay(argv[1], argv[2], argv[3]);
  std::fprintf(stderr, "use: races <preemptions> | races <state> <programs> <schedule>\n");
  return 2;
}
