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

constexpr model::VcpuName kPrimary{0, 0};
constexpr model::VcpuName k10{1, 0}, k11{1, 1}, k20{2, 0};

Event Run(uint32_t vm, uint32_t vcpu) { return Call(0xff03, vm, vcpu); }
Event Yield() { return Call(0xff04); }
Event Send(uint32_t vm, bool notify = false) { return Call(0xff06, vm, 8, notify); }
Event Receive() { return Call(0xff07, 1); }
Event Poll() { return Call(0xff07, 0); }
Event Clear() { return Call(0xff08); }
Event Enable(uint32_t intid) { return Call(0xff0b, intid, 1); }
Event Get() { return Call(0xff0c); }
Event Inject(uint32_t vm, uint32_t vcpu) { return Call(0xff0d, vm, vcpu, 5); }
Event WaiterGet(uint32_t vm) { return Call(0xff0a, vm); }
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

std::vector<Event> OfPrimary(const Lockstep& both, Setup::About about) {
  switch (about) {
    case Setup::About::kMessages:
      return {Run(1, 0), Run(1, 1), Run(2, 0), Send(1), Send(2, true), Clear(), WaiterGet(1)};
    case Setup::About::kInterrupts:
      return {Run(1, 0), Run(1, 1), Inject(1, 0), Inject(1, 1), Inject(0, 0), Send(1)};
    case Setup::About::kMemory:
      return {Run(1, 0),
              Send(1, true),
              WaiterGet(1),
              Configure(both, 0),
              Share(1, 0, both.PageOf(0, 0)),
              Share(2, 2, both.PageOf(0, 0))};
  }
  return {};
}

std::vector<Event> OfSecondary(const Lockstep& both, Setup::About about, uint32_t vm) {
  const uint32_t other = 3 - vm;
  switch (about) {
    case Setup::About::kMessages:
      return {Send(0), Send(other), Send(other, true), Receive(),          Poll(),
              Clear(), Yield(),     model::Wfi(),      model::Interrupt(), Abort()};
    case Setup::About::kInterrupts:
      return {Inject(vm, 0), Inject(vm, 1), Enable(9),          Get(),
              model::Wfi(),  Receive(),     model::Interrupt(), Abort()};
    case Setup::About::kMemory:
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
  return {};
}

}  // namespace

std::vector<Setup> PairSetups() {
  using enum Setup::About;
  const std::vector<Event> vm1_waits = {Run(1, 1), Receive()};
  const std::vector<Event> vm1_has_read = {Send(1), Send(1, true), Run(1, 0), Poll(), Yield()};
  // Interrupt 5 is enabled; a vCPU waits, or has it pending.
  const std::vector<Event> enabled = {Run(1, 0), Enable(5), Yield(), Run(1, 1), Enable(5), Yield()};
  const auto then = [&](const std::vector<Event>& more) {
    std::vector<Event> events = enabled;
    events.insert(events.end(), more.begin(), more.end());
    return events;
  };
  return {
      {"two of the primary", {kPrimary, kPrimary}},
      {"two of the primary, VM 1 waits", {kPrimary, kPrimary}, kMessages, vm1_waits},
      {"the primary, a secondary", {kPrimary, k10}},
      {"the primary, a secondary with a message", {kPrimary, k10}, kMessages, {Send(1)}},
      {"the primary, a secondary that has read", {kPrimary, k10}, kMessages, vm1_has_read},
      {"the primary, a secondary whose sibling waits", {kPrimary, k10}, kMessages, vm1_waits},
      {"two secondaries", {k10, k20}},
      {"two secondaries with messages", {k10, k20}, kMessages, {Send(1), Send(2)}},
      {"two secondaries, a vCPU of the first waits", {k10, k20}, kMessages, vm1_waits},
      {"two vCPUs of one secondary", {k10, k11}},
      {"two vCPUs of one secondary with a message", {k10, k11}, kMessages, {Send(1)}},
      {"two vCPUs of one secondary that has read", {k10, k11}, kMessages, vm1_has_read},
      {"interrupts: two of the primary", {kPrimary, kPrimary}, kInterrupts, enabled},
      {"interrupts: two of the primary, one waits for a message",
       {kPrimary, kPrimary},
       kInterrupts,
       then({Run(1, 1), Receive()})},
      {"interrupts: two of the primary, one waits for an interrupt",
       {kPrimary, kPrimary},
       kInterrupts,
       then({Run(1, 0), model::Wfi()})},
      {"interrupts: two of the primary, a timer has expired",
       {kPrimary, kPrimary},
       kInterrupts,
       then({Run(1, 0), Enable(3), model::SetTimer(1, 5), model::Wfi(), model::Time(5)})},
      {"interrupts: the primary, a secondary", {kPrimary, k10}, kInterrupts, enabled},
      {"interrupts: the primary, a secondary with one pending",
       {kPrimary, k10},
       kInterrupts,
       then({Inject(1, 0)})},
      {"interrupts: the primary, a secondary whose sibling waits",
       {kPrimary, k10},
       kInterrupts,
       then({Run(1, 1), Receive()})},
      {"interrupts: two vCPUs of one secondary", {k10, k11}, kInterrupts, enabled},
      {"interrupts: two vCPUs of one secondary, one has it pending",
       {k10, k11},
       kInterrupts,
       then({Inject(1, 0)})},
      {"memory: two of the primary", {kPrimary, kPrimary}, kMemory},
      {"memory: the primary, a secondary", {kPrimary, k10}, kMemory},
      {"memory: two vCPUs of one secondary", {k10, k11}, kMemory},
      {"memory: two secondaries", {k10, k20}, kMemory},
  };
}

std::vector<Setup> TripleSetups() {
  using enum Setup::About;
  return {
      {"the primary, two secondaries", {kPrimary, k10, k20}},
      {"the primary, two secondaries, a vCPU of the first waits",
       {kPrimary, k10, k20},
       kMessages,
       {Run(1, 1), Receive()}},
      {"two of the primary, a secondary", {kPrimary, kPrimary, k10}},
      {"two vCPUs of one secondary, another", {k10, k11, k20}},
      {"interrupts: the primary, two vCPUs of one secondary",
       {kPrimary, k10, k11},
       kInterrupts,
       {Run(1, 0), Enable(5), Yield(), Run(1, 1), Enable(5), Yield()}},
      {"memory: two vCPUs of one secondary, another", {k10, k11, k20}, kMemory},
  };
}

PreparedRaces::PreparedRaces(const Setup& setup)
    : setup_(setup), both_({.cpus = static_cast<uint32_t>(setup.cpus.size()), .vcpus = {2, 1}}) {
  for (uint32_t vm = 0; setup.about != Setup::About::kMemory && vm < 3; ++vm) {
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
    for (const Event& event :
         vm == 0 ? OfPrimary(both_, setup_.about) : OfSecondary(both_, setup_.about, vm)) {
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
