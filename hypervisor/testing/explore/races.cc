// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/testing/explore/races.h"

#include <cstdio>
#include <cstdlib>

namespace hf::test {
namespace {

using model::Abort;
using model::Call;
using model::Event;
using model::Wfi;

constexpr model::VcpuName kPrimary{0, 0};
constexpr model::VcpuName k10{1, 0}, k11{1, 1}, k20{2, 0};

Event Run(uint32_t vm, uint32_t vcpu) { return Call(0xff03, vm, vcpu); }
Event Yield() { return Call(0xff04); }
Event Send(uint32_t vm, bool notify = false) { return Call(0xff06, vm, 8, notify); }
Event Receive() { return Call(0xff07, 1); }
Event Poll() { return Call(0xff07, 0); }
Event Clear() { return Call(0xff08); }
Event Share(uint64_t vm, uint64_t mode, uint64_t page) {
  return Call(0xff0e, vm << 32 | mode, page, model::kPageSize);
}
Event Configure(const Lockstep& both, uint32_t vm) {
  return Call(0xff05, both.SendPageOf(vm), both.ReceivePageOf(vm));
}

void Must(Lockstep& both, uint32_t cpu, const Event& event) {
  const std::string difference = both.Step(cpu, event);
  if (difference.empty()) return;
  std::fprintf(stderr, "%s: %s\n", model::Describe(event).c_str(), difference.c_str());
  std::abort();
}

std::vector<Event> OfPrimary(const Lockstep& both, const Setup& setup) {
  if (!setup.configured) {
    return {Run(1, 0),
            Run(1, 1),
            Send(1, true),
            Configure(both, 0),
            Share(1, 0, both.PageOf(0, 0)),
            Share(2, 2, both.PageOf(0, 0))};
  }
  return {Run(1, 0), Run(1, 1), Run(2, 0), Send(1), Send(2, true), Clear()};
}

std::vector<Event> OfSecondary(const Lockstep& both, const Setup& setup, uint32_t vm) {
  const uint32_t other = 3 - vm;
  if (!setup.configured) {
    return {Configure(both, vm),
            Call(0xff05, both.PageOf(vm, 0), both.PageOf(vm, 1)),
            Call(0xff05, both.ReceivePageOf(vm), both.PageOf(vm, 0)),
            Share(other, 0, both.PageOf(vm, 0)),
            Share(0, 1, both.PageOf(vm, 0)),
            Share(other, 2, both.ReceivePageOf(vm)),
            Share(other, 0, both.PageOf(other, 0)),  // back, if it has it from there
            Receive(),
            model::Interrupt(),
            Abort()};
  }
  return {Send(0), Send(other), Send(other, true),  Receive(), Poll(), Clear(),
          Yield(), Wfi(),       model::Interrupt(), Abort()};
}

}  // namespace

std::vector<Setup> PairSetups() {
  const std::vector<Event> vm1_waits = {Run(1, 1), Receive()};
  const std::vector<Event> vm1_has_read = {Send(1), Send(1, true), Run(1, 0), Poll(), Yield()};
  return {
      {"two of the primary", {kPrimary, kPrimary}},
      {"two of the primary, VM 1 waits", {kPrimary, kPrimary}, true, vm1_waits},
      {"the primary, a secondary", {kPrimary, k10}},
      {"the primary, a secondary with a message", {kPrimary, k10}, true, {Send(1)}},
      {"the primary, a secondary that has read", {kPrimary, k10}, true, vm1_has_read},
      {"the primary, a secondary whose sibling waits", {kPrimary, k10}, true, vm1_waits},
      {"two secondaries", {k10, k20}},
      {"two secondaries with messages", {k10, k20}, true, {Send(1), Send(2)}},
      {"two secondaries, a vCPU of the first waits", {k10, k20}, true, vm1_waits},
      {"two vCPUs of one secondary", {k10, k11}},
      {"two vCPUs of one secondary with a message", {k10, k11}, true, {Send(1)}},
      {"two vCPUs of one secondary that has read", {k10, k11}, true, vm1_has_read},
      {"two of the primary, no mailboxes", {kPrimary, kPrimary}, false},
      {"the primary, a secondary, no mailboxes", {kPrimary, k10}, false},
      {"two vCPUs of one secondary, no mailboxes", {k10, k11}, false},
      {"two secondaries, no mailboxes", {k10, k20}, false},
  };
}

std::vector<Setup> TripleSetups() {
  return {
      {"the primary, two secondaries", {kPrimary, k10, k20}},
      {"the primary, two secondaries, a vCPU of the first waits",
       {kPrimary, k10, k20},
       true,
       {Run(1, 1), Receive()}},
      {"two of the primary, a secondary", {kPrimary, kPrimary, k10}},
      {"two vCPUs of one secondary, another", {k10, k11, k20}},
      {"two vCPUs of one secondary, another, no mailboxes", {k10, k11, k20}, false},
  };
}

PreparedRaces::PreparedRaces(const Setup& setup)
    : setup_(setup), both_({.cpus = static_cast<uint32_t>(setup.cpus.size()), .vcpus = {2, 1}}) {
  for (uint32_t vm = 0; setup.configured && vm < 3; ++vm) {
    if (vm != 0) Must(both_, 0, Run(vm, 0));
    Must(both_, 0, Configure(both_, vm));
    if (vm != 0) Must(both_, 0, model::Interrupt());
  }
  for (const Event& event : setup.before) Must(both_, 0, event);
  for (uint32_t cpu = 0; cpu < setup.cpus.size(); ++cpu) {
    const model::VcpuName on = setup.cpus[cpu];
    if (on.vm != 0) Must(both_, cpu, Run(on.vm, on.index));
  }
}

void PreparedRaces::ForEach(const std::function<bool(Scenario&, const Programs&)>& visit) {
  Scenario scenario(both_);
  Programs programs;
  const std::function<bool()> add = [&] {
    const auto cpu = static_cast<uint32_t>(programs.size());
    if (cpu == setup_.cpus.size()) return visit(scenario, programs);
    const uint32_t vm = setup_.cpus[cpu].vm;
    for (const Event& event : vm == 0 ? OfPrimary(both_, setup_) : OfSecondary(both_, setup_, vm)) {
      programs.push_back({event});
      const bool more = add();
      programs.pop_back();
      if (!more) return false;
    }
    return true;
  };
  add();
}

RaceReport ExploreAll(const Setup& setup, uint32_t preemptions) {
  RaceReport report;
  PreparedRaces(setup).ForEach([&](Scenario& scenario, const Programs& programs) {
    const Interleaved result = scenario.Explore(programs, preemptions);
    ++report.races;
    report.schedules += result.schedules;
    if (result.failure.empty()) return true;
    report.failure = std::string("from \"") + setup.name + "\": " + result.failure;
    return false;
  });
  return report;
}

}  // namespace hf::test
