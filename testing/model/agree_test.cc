// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The model that was written by hand from the text of the ABI, and the one that is made of the rows
// of the IDL, step by step: where they differ, one of the two texts is wrong. The core is compared
// with the second one only (//hypervisor/testing/lockstep).

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <iterator>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "abi/model/machine.h"
#include "testing/model/model.h"

namespace hf {
namespace {

constexpr uint64_t kPage = model::kPageSize;
constexpr uint64_t kRam = 0x4000'0000;
constexpr uint64_t kPages = 32;              // of each VM
constexpr uint64_t kOwn = kRam + 0x10'0000;  // the hypervisor's

// As much as either model needs to begin.
struct Shape {
  uint32_t cpus = 1;
  std::vector<uint32_t> vcpus;  // of each secondary; all ready
};

template <class Machine, class State>
Machine Make(const Shape& shape, State ready) {
  typename Machine::Config config;
  config.cpus = shape.cpus;
  config.ram.push_back({kOwn, kOwn + 4 * kPage, Machine::kNobody});
  for (uint32_t vm = 0; vm <= shape.vcpus.size(); ++vm) {
    if (vm > 0) config.secondaries.emplace_back(shape.vcpus[vm - 1], ready);
    config.ram.push_back({kRam + vm * kPages * kPage, kRam + (vm + 1) * kPages * kPage, vm});
  }
  return Machine(config);
}

uint64_t PageOf(uint32_t vm, uint64_t page) { return kRam + (vm * kPages + page) * kPage; }

model::Event ByHand(const abi::model::Event& event) {
  model::Event same{static_cast<model::Event::Kind>(event.kind)};
  std::copy(std::begin(event.x), std::end(event.x), std::begin(same.x));
  return same;
}

class Pair {
 public:
  explicit Pair(const Shape& shape)
      : cpus_(shape.cpus),
        hand_(Make<model::Machine>(shape, model::State::kReady)),
        rows_(Make<abi::model::Machine>(shape, abi::VcpuState::kReady)) {}

  // Empty, or how the two differ. What the vCPU cannot do is not done.
  std::string Step(uint32_t cpu, const abi::model::Event& event) {
    using Kind = abi::model::Event::Kind;
    const bool secondary_only =
        event.kind == Kind::kWfi || event.kind == Kind::kInterrupt || event.kind == Kind::kSetTimer;
    if (secondary_only && rows_.on(cpu).vm == 0) return "";
    const model::Outcome by_hand = hand_.Step(cpu, ByHand(event));
    const abi::model::Step by_rows = rows_.Step(cpu, event);
    std::string difference = Compare(by_hand, by_rows);
    if (difference.empty()) return "";
    std::ostringstream text;
    text << difference << "\n  after " << abi::model::Describe(event) << " on CPU " << cpu
         << ", by the rows";
    for (const std::string& row : by_rows.rows) text << " " << row << ";";
    return text.str();
  }

  const abi::model::Machine& rows() const { return rows_; }
  uint32_t cpus() const { return cpus_; }

 private:
  template <class A, class B>
  void Differ(const std::string& what, const A& by_hand, const B& by_rows) {
    if (!difference_.empty() || by_hand == by_rows) return;
    std::ostringstream text;
    text << what << " is " << by_hand << " in testing/model and " << by_rows << " in abi/model";
    difference_ = text.str();
  }

  std::string Compare(const model::Outcome& by_hand, const abi::model::Step& by_rows) {
    difference_.clear();
    // One that was refused with no trace is none that changes anything.
    if (by_hand.refused && !by_hand.noted) Differ("a refusal", true, by_rows.nothing_changes);
    Differ("whether a message is copied", by_hand.copied.has_value(), by_rows.copied.has_value());
    Differ("whether memory is zeroed", by_hand.zeroed.has_value(), by_rows.zeroed.has_value());
    if (!difference_.empty()) return difference_;
    if (by_hand.copied) {
      Differ("the message's sender", by_hand.copied->from, by_rows.copied->from);
      Differ("the message's recipient", by_hand.copied->to, by_rows.copied->to);
      Differ("the message's size", by_hand.copied->size, by_rows.copied->size);
    }
    if (by_hand.zeroed) {
      Differ("the zeroed memory's start", by_hand.zeroed->begin, by_rows.zeroed->begin);
      Differ("the zeroed memory's size", by_hand.zeroed->size, by_rows.zeroed->size);
    }
    for (uint32_t cpu = 0; cpu < cpus_; ++cpu) {
      const std::string name = "the vCPU on CPU " + std::to_string(cpu);
      Differ(name, hand_.on(cpu).vm, rows_.on(cpu).vm);
      Differ(name, hand_.on(cpu).index, rows_.on(cpu).index);
    }
    for (uint32_t vm = 0; vm < hand_.vm_count(); ++vm) CompareVm(vm);
    for (const uint64_t page : hand_.changed_pages()) ComparePage(page);
    for (const uint64_t page : rows_.changed_pages()) ComparePage(page);
    return difference_;
  }

  void CompareVm(uint32_t vm) {
    const std::string name = "VM " + std::to_string(vm);
    Differ(name + "'s aborting", hand_.aborting(vm), rows_.aborting(vm));
    Differ(name + "'s being configured", hand_.configured(vm), rows_.configured(vm));
    Differ(name + "'s mailbox", static_cast<int>(hand_.box(vm)), static_cast<int>(rows_.box(vm)));
    Differ(name + "'s message", hand_.message(vm), rows_.message(vm));
    Differ(name + "'s having waiters", hand_.has_waiters(vm), rows_.has_waiters(vm));
    for (uint32_t i = 0; i < hand_.vcpu_count(vm); ++i) {
      const std::string vcpu = name + " vCPU " + std::to_string(i);
      const auto state = static_cast<int>(hand_.state({vm, i}));
      Differ(vcpu + "'s state", state, static_cast<int>(rows_.state({vm, i})));
      Differ(vcpu + "'s interrupt line", hand_.interrupted({vm, i}), rows_.interrupted({vm, i}));
      // Of the primary's vCPU x0 means nothing while a secondary has the CPU.
      const bool waits = vm == 0 && hand_.on(i) != model::VcpuName{0, i};
      if (waits || state == static_cast<int>(model::State::kAborted)) continue;
      Differ(vcpu + "'s x0", hand_.x0({vm, i}), rows_.x0({vm, i}));
    }
  }

  void ComparePage(uint64_t page) {
    const auto show = [](const auto& view) {
      return std::string(view.read ? "r" : "-") + (view.write ? "w" : "-") +
             (view.execute ? "x" : "-") + (view.owner ? " owner" : "") +
             (view.exclusive ? " exclusive" : "");
    };
    for (uint32_t vm = 0; vm < hand_.vm_count(); ++vm) {
      std::ostringstream name;
      name << "page 0x" << std::hex << page << " for VM " << vm;
      Differ(name.str(), show(hand_.view(vm, page)), show(rows_.view(vm, page)));
    }
  }

  uint32_t cpus_;
  model::Machine hand_;
  abi::model::Machine rows_;
  std::string difference_;
};

using abi::model::Abort;
using abi::model::Call;
using abi::model::Event;
using abi::model::Interrupt;
using abi::model::SetTimer;
using abi::model::Time;
using abi::model::Wfi;

// Anything at all, most of it sensible.
class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {}

  uint64_t Number(uint64_t below) { return random_() % below; }

  Event Next(uint32_t vms, uint64_t now) {
    const uint64_t choice = Number(40);
    if (choice < 12) return Call(0xff03, Vm(vms), Number(3));
    if (choice < 17) return Call(0xff06, Vm(vms), OneIn(20) ? 4097 : Number(99), OneIn(3));
    if (choice < 20) return Call(0xff07, OneIn(2));
    if (choice < 23) return Call(0xff08);
    if (choice < 25) return Call(0xff0b, Intid(), !OneIn(3));
    if (choice < 27) return Call(0xff0d, Vm(vms), Number(3), Intid());
    if (choice < 30) {
      return Call(0xff0e, Vm(vms) << 32 | Number(OneIn(8) ? 8 : 3), Page(vms),
                  OneIn(16) ? OneOf({0, 1, ~uint64_t{0xfff}}) : (1 + Number(3)) * kPage);
    }
    if (choice < 31) return Time(Number(20));
    if (choice < 32) return SetTimer(Number(4), now + Number(40));
    if (choice < 33) return Wfi();
    if (choice < 34) return OneIn(30) ? Abort() : Interrupt();
    if (choice < 35) return Call(0xff05, Page(vms), Page(vms));
    const uint64_t any = 0xff00 + Number(18);
    return Call(OneIn(6) ? any | uint64_t{0xabcd} << 32 | 1u << 30 : any, Number(8), Number(8),
                Number(8));
  }

 private:
  bool OneIn(uint64_t n) { return Number(n) == 0; }
  uint64_t OneOf(std::initializer_list<uint64_t> values) {
    return values.begin()[Number(values.size())];
  }
  uint64_t Vm(uint32_t vms) { return OneIn(24) ? OneOf({vms, 0xffffffff}) : Number(vms); }
  uint64_t Intid() { return OneIn(24) ? OneOf({64, 0x80000000}) : OneOf({1, 3, 9, 63}); }
  uint64_t Page(uint32_t vms) {
    if (OneIn(24)) return OneOf({0, kOwn, kOwn + kPage, ~uint64_t{0}});
    return PageOf(static_cast<uint32_t>(Number(vms)), Number(5)) + (OneIn(50) ? 8 : 0);
  }

  std::mt19937_64 random_;
};

TEST(Agree, InAnyOrder) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    Generator generator(seed);
    Pair pair({.cpus = 2, .vcpus = {2, 2, 1}});
    for (int step = 0; step < 2500; ++step) {
      const auto cpu = static_cast<uint32_t>(generator.Number(pair.cpus()));
      const Event event = generator.Next(pair.rows().vm_count(), pair.rows().now());
      ASSERT_EQ(pair.Step(cpu, event), "") << "seed " << seed << ", step " << step;
    }
  }
}

// Every sequence of these events, on each CPU, up to a length. States that were there before are
// not gone on from again.
void Exhaust(const Shape& shape, const std::vector<Event>& events, int length) {
  struct Node {
    Pair pair;
    std::string story;
    int length = 0;
  };
  std::set<std::string> seen;
  std::deque<Node> open;
  open.push_back({Pair(shape), ""});
  uint64_t steps = 0;
  while (!open.empty()) {
    const Node node = open.front();
    open.pop_front();
    if (node.length == length) continue;
    for (uint32_t cpu = 0; cpu < shape.cpus; ++cpu) {
      for (const Event& event : events) {
        Node next = node;
        next.story += "\n  " + std::to_string(cpu) + ": " + abi::model::Describe(event);
        ++next.length;
        ++steps;
        ASSERT_EQ(next.pair.Step(cpu, event), "") << next.story;
        if (seen.insert(next.pair.rows().Key()).second) open.push_back(std::move(next));
      }
    }
  }
  std::printf("length %d: %zu states, %llu steps\n", length, seen.size(),
              static_cast<unsigned long long>(steps));
}

TEST(Agree, AboutMessages) {
  std::vector<Event> events = {Call(0xff03, 1, 0),
                               Call(0xff03, 1, 1),
                               Call(0xff03, 2, 0),
                               Call(0xff06, 0, 7, 1),
                               Call(0xff06, 1, 1, 1),
                               Call(0xff06, 2, 0, 0),
                               Call(0xff07, 0),
                               Call(0xff07, 1),
                               Call(0xff08),
                               Call(0xff09),
                               Call(0xff0a, 1),
                               Interrupt(),
                               Abort()};
  for (uint32_t vm = 0; vm < 3; ++vm) events.push_back(Call(0xff05, PageOf(vm, 0), PageOf(vm, 1)));
  Exhaust({.vcpus = {2, 1}}, events, 11);
}

TEST(Agree, AboutInterruptsAndTimers) {
  Exhaust({.vcpus = {2}},
          {Call(0xff03, 1, 0), Call(0xff03, 1, 1), Call(0xff0b, 3, 1), Call(0xff0b, 3, 0),
           Call(0xff0c), Call(0xff0d, 1, 0, 3), Call(0xff0d, 1, 1, 3), Call(0xff07, 1), Wfi(),
           Interrupt(), SetTimer(1, 1), SetTimer(1, 2), Time(1)},
          9);
}

TEST(Agree, AboutMemory) {
  std::vector<Event> events = {Call(0xff03, 1, 0), Call(0xff03, 2, 0), Interrupt(),
                               Call(0xff05, PageOf(1, 0), PageOf(1, 1))};
  for (uint64_t to = 0; to < 3; ++to) {
    for (uint64_t mode = 0; mode < 3; ++mode) {
      events.push_back(Call(0xff0e, to << 32 | mode, PageOf(1, 0), kPage));
    }
    events.push_back(Call(0xff0e, to << 32, PageOf(1, 0), 2 * kPage));
  }
  Exhaust({.vcpus = {1, 1}}, events, 12);
}

// Where one's numbers are taken for the other's.
static_assert(static_cast<int>(Event::Kind::kTime) == static_cast<int>(model::Event::Kind::kTime));
static_assert(static_cast<int>(abi::VcpuState::kAborted) ==
              static_cast<int>(model::State::kAborted));
static_assert(static_cast<int>(abi::MailboxState::kRead) == static_cast<int>(model::Box::kRead));

}  // namespace
}  // namespace hf
