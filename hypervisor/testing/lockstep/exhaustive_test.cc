// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// All short sequences of a few calls and exits against the reference model. Each refused call is
// also held against a snapshot of all that a call can change.

#include "hypervisor/testing/lockstep/exhaustive.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace hf::test {
namespace {

using model::Abort;
using model::Call;
using model::Event;
using model::Interrupt;
using model::SetTimer;
using model::Time;
using model::Wfi;

Sequence OnCpus(uint32_t cpus, const std::vector<Event>& events) {
  Sequence all;
  for (uint32_t cpu = 0; cpu < cpus; ++cpu) {
    for (const Event& event : events) all.push_back({cpu, event});
  }
  return all;
}

void Exhausted(Lockstep& both, const Sequence& events, uint32_t depth) {
  if (kInstrumented) depth -= 3;
  const Explored explored = Exhaust(both, events, depth);
  EXPECT_EQ(explored.difference, "");
  std::printf("depth %u: %llu states, %llu steps\n", depth,
              static_cast<unsigned long long>(explored.states),
              static_cast<unsigned long long>(explored.steps));
}

// Every VM makes its usual pages its mailbox.
void ConfigureAll(Lockstep& both) {
  for (uint32_t vm = 0; vm < both.model().vm_count(); ++vm) {
    if (vm != 0) ASSERT_EQ(both.Step(0, Call(0xff03, vm, 0)), "");
    ASSERT_EQ(both.Step(0, Call(0xff05, both.SendPageOf(vm), both.ReceivePageOf(vm))), "");
    if (vm != 0) ASSERT_EQ(both.Step(0, Interrupt()), "");
  }
}

TEST(Exhaustive, Messages) {
  Lockstep both({.vcpus = {2, 1}});
  ConfigureAll(both);
  Exhausted(both,
            OnCpus(1, {Call(0xff03, 1, 0), Call(0xff03, 1, 1), Call(0xff03, 2, 0),
                       Call(0xff06, 0, 7, 1), Call(0xff06, 1, 1, 1), Call(0xff06, 2, 0, 0),
                       Call(0xff07, 0), Call(0xff07, 1), Call(0xff08), Interrupt(), Abort()}),
            9);
}

TEST(Exhaustive, RunAbortAndMessagesOnTwoCpus) {
  Lockstep both({.cpus = 2, .vcpus = {2, 1}});
  ConfigureAll(both);
  Exhausted(both,
            OnCpus(2, {Call(0xff03, 1, 0), Call(0xff03, 1, 1), Call(0xff03, 2, 0),
                       Call(0xff06, 1, 1, 0), Call(0xff07, 1), Call(0xff08), Wfi(), Abort()}),
            11);
}

TEST(Exhaustive, Configure) {
  Lockstep both({.vcpus = {2, 1}});
  std::vector<Event> events = {Call(0xff03, 1, 0), Call(0xff03, 2, 0), Call(0xff06, 1, 1, 1),
                               Call(0xff06, 2, 1, 1), Interrupt()};
  for (uint32_t vm = 0; vm < 3; ++vm) {
    events.push_back(Call(0xff05, both.SendPageOf(vm), both.ReceivePageOf(vm)));
    events.push_back(Call(0xff05, both.ReceivePageOf(vm), both.PageOf(vm, 0)));
  }
  Exhausted(both, OnCpus(1, events), 12);
}

TEST(Exhaustive, Interrupts) {
  Lockstep both({.vcpus = {2, 1}});
  ConfigureAll(both);
  Exhausted(both,
            OnCpus(1, {Call(0xff03, 1, 0), Call(0xff03, 1, 1), Call(0xff0b, 5, 1),
                       Call(0xff0b, 5, 0), Call(0xff0b, 9, 1), Call(0xff0c), Call(0xff0d, 1, 0, 5),
                       Call(0xff0d, 1, 1, 9), Call(0xff0d, 1, 0, 9), Call(0xff07, 1),
                       Call(0xff06, 1, 1), Wfi(), Interrupt(), Abort()}),
            8);
}

TEST(Exhaustive, Timers) {
  Lockstep both({.vcpus = {1}});
  ConfigureAll(both);
  Exhausted(
      both,
      OnCpus(1, {Call(0xff03, 1, 0), Call(0xff0b, 3, 1), Call(0xff0b, 3, 0), Call(0xff0c),
                 Call(0xff0d, 1, 0, 3), Call(0xff07, 1), Call(0xff06, 1, 1), Wfi(), Interrupt(),
                 SetTimer(0, 1), SetTimer(1, 1), SetTimer(1, 2), SetTimer(3, 1), Time(1)}),
      7);
}

TEST(Exhaustive, Waiters) {
  Lockstep both({.vcpus = {1, 1}});
  ConfigureAll(both);
  Exhausted(
      both,
      OnCpus(1, {Call(0xff03, 1, 0), Call(0xff03, 2, 0), Call(0xff06, 0, 1, 1),
                 Call(0xff06, 1, 1, 1), Call(0xff06, 2, 1, 1), Call(0xff07, 0), Call(0xff08),
                 Call(0xff09), Call(0xff0a, 0), Call(0xff0a, 1), Call(0xff0a, 2), Interrupt()}),
      9);
}

TEST(Exhaustive, Memory) {
  Lockstep both({.vcpus = {1, 1}});
  std::vector<Event> events = {Call(0xff03, 1, 0), Call(0xff03, 2, 0), Interrupt()};
  const auto share = [&](uint64_t to, uint64_t mode, uint64_t page, uint64_t pages = 1) {
    events.push_back(Call(0xff0e, to << 32 | mode, page, pages * kPageSize));
  };
  const uint64_t first = both.PageOf(1, 0);
  for (uint64_t to = 0; to < 3; ++to) {
    for (uint64_t mode = 0; mode < 3; ++mode) share(to, mode, first);
  }
  // Two pages, of which the other is never passed on alone; and more than are zeroed in one piece.
  share(2, 0, first, 2);
  share(1, 0, first, 2);
  share(0, 2, first, 8);
  events.push_back(Call(0xff05, first, first + kPageSize));
  Exhausted(both, OnCpus(1, events), 12);
}

}  // namespace
}  // namespace hf::test
