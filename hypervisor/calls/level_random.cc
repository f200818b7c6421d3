// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// See level_random.h. Numbers and words of 0.1 are spelled out here once more.

#include "hypervisor/calls/level_random.h"

#include <random>
#include <sstream>
#include <vector>

#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::Call;
using abi::RunCode;
using abi::VcpuRunReturn;

constexpr uint64_t kMinusOne = ~uint64_t{0};
constexpr uint32_t kVms = 4;
constexpr uint32_t kVcpus = 2;  // of each secondary
constexpr uint32_t kWritable = abi::kMailboxWritableIntid;

uint64_t NumberAt0_1(Call call) {
  switch (call) {
    case Call::kVcpuRun:
      return 0xff00;
    case Call::kVmGetCount:
      return 0xff01;
    case Call::kVcpuGetCount:
      return 0xff02;
    case Call::kVmConfigure:
      return 0xff03;
    case Call::kMailboxSend:
      return 0xff04;
    case Call::kMailboxReceive:
      return 0xff05;
    case Call::kMailboxClear:
      return 0xff06;
    default:
      return 0;
  }
}

// What a VM of 0.1 gets where one of 1.0 gets `word`.
uint64_t WordAt0_1(Call call, uint64_t word) {
  if (call == Call::kMailboxReceive) return static_cast<uint32_t>(word) == ~0u ? kMinusOne : word;
  if (call == Call::kMailboxClear || call == Call::kVmConfigure) return word == 1 ? 0 : word;
  if (call != Call::kVcpuRun) return word;
  switch (static_cast<RunCode>(word & 0xff)) {
    case RunCode::kPreempted:
    case RunCode::kYield:
    case RunCode::kNotifyWaiters:
      return 0;
    case RunCode::kWakeUp:
      return 2 | (word >> 32) << 16 | (word >> 16 & 0xffff) << 32;
    case RunCode::kMessage:
      return 3 | word >> 32 << 32;
    default:
      return 1;
  }
}

struct Step {
  enum class Kind { kCall, kWfi, kInterrupt, kAbort };
  Kind kind = Kind::kCall;
  Call call = Call::kVmGetCount;
  uint64_t x[3] = {};
};

class Player {
 public:
  // `old`: the VMs of level 0.1. `as_1_0`: they are played by VMs of 1.0.
  Player(const std::set<uint32_t>& old, bool as_1_0)
      : old_(old), as_1_0_(as_1_0), t_(SpecOf(as_1_0 ? std::set<uint32_t>() : old)) {
    for (uint32_t vm = 1; vm < kVms; ++vm)
      t_.vm(vm).state().Lock()->vcpus[1] = abi::VcpuState::kReady;
    for (uint32_t vm = 0; vm < kVms; ++vm) {
      for (Vcpu& vcpu : t_.vm(vm).vcpus()) vcpu.registers.x[0] = 0;
    }
  }

  Step Choose(std::mt19937& random) {
    const auto under = [&random](uint32_t n) { return random() % n; };
    const uint32_t vm = t_.on().vm->id();
    Step step;
    const uint32_t other = under(kVms + 1);
    if (vm == 0 && under(4) != 0) {
      step.call = Call::kVcpuRun;
      step.x[0] = other;
      step.x[1] = under(kVcpus + (under(16) == 0));
      return step;
    }
    if (vm != 0 && under(5) == 0) {
      step.kind = under(200) == 0 ? Step::Kind::kAbort
                  : under(2) == 0 ? Step::Kind::kWfi
                                  : Step::Kind::kInterrupt;
      return step;
    }
    constexpr Call kOfAll[] = {Call::kMailboxSend,  Call::kMailboxSend,  Call::kMailboxReceive,
                               Call::kMailboxClear, Call::kMailboxClear, Call::kVmConfigure,
                               Call::kVcpuGetCount, Call::kVmGetCount};
    constexpr Call kOf1_0[] = {Call::kInterruptEnable,    Call::kInterruptGet,    Call::kVcpuYield,
                               Call::kMailboxWritableGet, Call::kInterruptInject, Call::kVmGetId};
    const bool newer = !old_.contains(vm) && vm != 0 && under(3) == 0;
    step.call = newer ? kOf1_0[under(std::size(kOf1_0))] : kOfAll[under(std::size(kOfAll))];
    switch (step.call) {
      case Call::kMailboxSend:
        step.x[0] = other;
        step.x[1] = under(20) == 0 ? 4097 : under(4096);
        // The primary asks to be told at no level: that would be a waiter that 0.1 has not.
        step.x[2] = vm != 0 && under(2) == 0;
        break;
      case Call::kMailboxReceive:
        step.x[0] = under(2);
        break;
      case Call::kVmConfigure:
        step.x[0] = t_.SendPageOf(vm);
        step.x[1] = t_.ReceivePageOf(vm);
        break;
      case Call::kInterruptEnable:
        step.x[0] = kWritable;
        step.x[1] = under(4) != 0;
        break;
      case Call::kInterruptInject:
        step.x[0] = vm;
        step.x[1] = under(kVcpus);
        step.x[2] = kWritable;
        break;
      default:
        step.x[0] = other;
        break;
    }
    return step;
  }

  // What can be seen of it afterwards.
  std::string Do(Step step) {
    Vcpu& caller = t_.on();
    const uint32_t vm = caller.vm->id();
    std::ostringstream seen;
    switch (step.kind) {
      case Step::Kind::kWfi:
        t_.Exit(Wfi());
        break;
      case Step::Kind::kInterrupt:
        t_.machine().interrupt_pending = [] { return true; };
        t_.Exit(Interrupt());
        t_.machine().interrupt_pending = nullptr;
        break;
      case Step::Kind::kAbort:
        t_.Exit(DataAbort{.ipa = t_.image().begin().raw(), .write = true}.exit());
        break;
      case Step::Kind::kCall:
        last_[vm][caller.index] = step.call;
        if (old_.contains(vm)) step.x[2] = as_1_0_ ? 0 : kMinusOne;
        if (!PlaysWakeUp(step, vm)) {
          const bool at_0_1 = !as_1_0_ && old_.contains(vm);
          t_.CallOn(0, at_0_1 ? NumberAt0_1(step.call) : static_cast<uint64_t>(step.call),
                    step.x[0], step.x[1], step.x[2]);
        }
        break;
    }
    Vcpu& on = t_.on();
    uint64_t word = t_.x0();
    LookAfterWaiters(on, word);
    const Call last = last_[on.vm->id()][on.index];
    if (as_1_0_ && old_.contains(on.vm->id())) word = WordAt0_1(last, word);
    seen << "VM " << on.vm->id() << " vCPU " << on.index << " has " << std::hex << word << " of "
         << Name(last) << ";";
    for (uint32_t id = 0; id < kVms; ++id) {
      const auto state = t_.vm(id).state().Lock();
      seen << " " << Name(state->mailbox.state()) << (state->mailbox.has_waiters() ? "+" : "");
      for (uint32_t i = 0; id != 0 && i < kVcpus; ++i) {
        seen << " " << Name(state->vcpus[i]) << (state->interrupts[i].asserted() ? "!" : "");
      }
    }
    return seen.str();
  }

 private:
  static Spec SpecOf(const std::set<uint32_t>& old) {
    std::vector<Secondary> secondaries;
    for (uint32_t vm = 1; vm < kVms; ++vm) {
      secondaries.push_back({.vcpus = kVcpus, .abi = old.contains(vm) ? "0.1" : "1.0"});
    }
    Spec spec = WithSecondaries(secondaries, old.contains(0) ? "0.1" : "1.0");
    spec.cpus = {0};
    return spec;
  }

  // In place of a primary of 0.1: a wake-up that is owed comes before anybody is run.
  bool PlaysWakeUp(const Step& step, uint32_t vm) {
    if (!as_1_0_ || vm != 0 || step.call != Call::kVcpuRun || owed_.empty() || step.x[0] == 0) {
      return false;
    }
    const auto [woken, vcpu] = *owed_.begin();
    owed_.erase(owed_.begin());
    t_.on().registers.x[0] = VcpuRunReturn::WakeUp(woken, static_cast<uint16_t>(vcpu)).Encode();
    return true;
  }

  // In place of a primary of 0.1, after what it was told.
  void LookAfterWaiters(const Vcpu& on, uint64_t word) {
    if (!as_1_0_ || !old_.contains(0) || on.vm->id() != 0) return;
    for (uint32_t vm = 0; vm < kVms; ++vm) {
      for (;;) {
        const uint64_t waiter = t_.Call(Call::kMailboxWaiterGet, vm);
        if (waiter == kMinusOne) break;
        uint32_t vcpu = 0;
        while (vcpu < kVcpus && !IsEnabled(static_cast<uint32_t>(waiter), vcpu)) ++vcpu;
        if (vcpu == kVcpus) vcpu = 0;
        if (t_.Call(Call::kInterruptInject, waiter, vcpu, kWritable) == 1) {
          owed_.emplace(static_cast<uint32_t>(waiter), vcpu);
        }
      }
    }
    t_.on().registers.x[0] = word;
  }
  bool IsEnabled(uint32_t vm, uint32_t vcpu) {
    return t_.vm(vm).state().Lock()->interrupts[vcpu].is_enabled(kWritable);
  }

  const std::set<uint32_t> old_;
  const bool as_1_0_;
  TestSystem t_;
  Call last_[kVms][kVcpus] = {};
  std::set<std::pair<uint32_t, uint32_t>> owed_;
};

std::vector<std::string> Play(const std::set<uint32_t>& old, bool as_1_0, uint32_t seed) {
  Player player(old, as_1_0);
  std::mt19937 random(seed);
  std::vector<std::string> seen;
  for (int i = 0; i < 3000; ++i) seen.push_back(player.Do(player.Choose(random)));
  return seen;
}

}  // namespace

std::string FirstDifference(const std::set<uint32_t>& old, uint32_t seed) {
  const std::vector<std::string> is = Play(old, false, seed);
  const std::vector<std::string> expected = Play(old, true, seed);
  for (size_t i = 0; i < is.size(); ++i) {
    if (is[i] == expected[i]) continue;
    std::ostringstream difference;
    difference << "seed " << seed << ", step " << i << " after "
               << (i == 0 ? "the beginning" : is[i - 1]) << "\nis:       " << is[i]
               << "\nexpected: " << expected[i];
    return difference.str();
  }
  return "";
}

}  // namespace hf::test
