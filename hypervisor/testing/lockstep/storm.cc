// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/testing/lockstep/storm.h"

#include <algorithm>
#include <random>
#include <sstream>

namespace hf::test {
namespace {

using model::Event;

class Generator {
 public:
  Generator(const Lockstep& both, uint64_t seed) : both_(both), random_(seed) {}

  CpuEvent Next() {
    const uint32_t cpu = static_cast<uint32_t>(Number(both_.cpus()));
    return {cpu, NextOn(cpu)};
  }

 private:
  uint64_t Number(uint64_t below) { return random_() % below; }
  bool OneIn(uint64_t n) { return Number(n) == 0; }
  template <class T>
  T OneOf(std::initializer_list<T> values) {
    return values.begin()[Number(values.size())];
  }
  // Now and then something in the bits that the callee must ignore.
  uint64_t Narrow(uint64_t value) { return OneIn(16) ? value | Number(1 << 20) << 32 : value; }

  const model::Machine& model() const { return both_.model(); }
  uint64_t Vm() {
    return Narrow(OneIn(24) ? OneOf<uint64_t>({model().vm_count(), 0x7fffffff, 0xffffffff})
                            : Number(model().vm_count()));
  }
  uint64_t Vcpu() { return Narrow(OneIn(24) ? OneOf<uint64_t>({7, 8, 0x10000}) : Number(2)); }
  uint64_t Intid() {
    return Narrow(OneIn(24) ? OneOf<uint64_t>({64, 0x80000000}) : OneOf<uint64_t>({1, 3, 9, 63}));
  }
  uint64_t Flag() { return OneOf<uint64_t>({0, 1, 1, uint64_t{1} << 40}); }
  uint64_t Size() {
    return OneIn(24)  ? OneOf<uint64_t>({4097, uint64_t{1} << 32, uint64_t{1} << 63})
           : OneIn(8) ? OneOf<uint64_t>({0, 4096})
                      : Number(64);
  }
  uint64_t Page(uint32_t vm) {
    if (OneIn(24)) return OneOf<uint64_t>({0, kUart, kRam + kRamSize, kRam + 0x2000, ~uint64_t{0}});
    if (OneIn(4)) vm = static_cast<uint32_t>(Number(model().vm_count()));
    if (OneIn(8)) return OneIn(2) ? both_.SendPageOf(vm) : both_.ReceivePageOf(vm);
    return both_.PageOf(vm, static_cast<uint32_t>(Number(4))) + (OneIn(50) ? 8 : 0);
  }

  Event NextOn(uint32_t cpu) {
    const model::VcpuName on = model().on(cpu);
    const bool primary = on.vm == 0;
    const uint64_t choice = Number(100);
    // The primary runs somebody half of the time, or nothing would ever happen.
    if (primary && choice < 50) return model::Call(0xff03, Vm(), Vcpu());
    if (choice < 60) return model::Call(0xff06, Vm(), Size(), OneIn(3) ? Flag() : 0);
    if (choice < 67) return model::Call(0xff07, Flag());
    if (choice < 74) return model::Call(0xff08);
    if (choice < 76) {
      if (OneIn(4)) return model::Call(0xff05, Page(on.vm), Page(on.vm));
      return model::Call(0xff05, both_.SendPageOf(on.vm), both_.ReceivePageOf(on.vm));
    }
    if (choice < 78) return model::Call(0xff09);
    if (choice < 80) return model::Call(0xff0a, Vm());
    if (choice < 84) return model::Call(0xff0b, Intid(), Flag());
    if (choice < 87) return model::Call(0xff0c);
    if (choice < 91) return model::Call(0xff0d, OneIn(2) ? Vm() : on.vm, Vcpu(), Intid());
    if (choice < 94) {
      return model::Call(0xff0e, Vm() << 32 | Number(OneIn(8) ? 8 : 3), Page(on.vm),
                         OneIn(16) ? OneOf<uint64_t>({0, 1, ~uint64_t{0xfff}})
                                   : (OneIn(8) ? 8 : 1 + Number(2)) * kPageSize);
    }
    if (choice < 95) {
      return model::Call(
          OneOf<uint64_t>({0xff00, 0xff01, 0xff02, 0xff04, 0xff0f, 0, 0xffff0000ff04}), Vm());
    }
    if (choice < 96) return model::Time(Number(20));
    if (primary) return model::Call(0xff04 | (OneIn(8) ? 1u << 30 : 0));
    if (choice < 97) return OneIn(2) ? model::Wfi() : model::Call(0xff04);
    if (choice < 98) {
      return model::SetTimer(
          Number(4), OneIn(8) ? OneOf<uint64_t>({0, ~uint64_t{0}}) : model().now() + Number(40));
    }
    if (OneIn(20)) return model::Abort();
    return model::Interrupt();
  }

  const Lockstep& both_;
  std::mt19937_64 random_;
};

}  // namespace

std::string Play(Lockstep& both, const Lockstep::State& from, Sequence& sequence) {
  from.Restore(both);
  for (size_t i = 0; i < sequence.size(); ++i) {
    std::string difference = both.Step(sequence[i].cpu, sequence[i].event);
    if (!difference.empty()) {
      sequence.resize(i + 1);
      return difference;
    }
  }
  return "";
}

Sequence Shrink(Lockstep& both, const Lockstep::State& from, Sequence sequence) {
  both.snapshot_every = 1;
  for (size_t part = sequence.size() / 2; part > 0; part /= 2) {
    for (size_t at = 0; at + part <= sequence.size();) {
      Sequence rest = sequence;
      rest.erase(rest.begin() + static_cast<long>(at), rest.begin() + static_cast<long>(at + part));
      if (Play(both, from, rest).empty()) {
        at += part;
      } else {
        sequence = rest;
      }
    }
  }
  return sequence;
}

std::string Describe(Lockstep& both, const Lockstep::State& from, const Sequence& sequence) {
  from.Restore(both);
  std::ostringstream text;
  for (const auto& [cpu, event] : sequence) {
    const model::VcpuName caller = both.model().on(cpu);
    const std::string difference = both.Step(cpu, event);
    text << "  " << Describe(cpu, caller, event);
    if (!difference.empty()) {
      text << "\n" << difference;
      break;
    }
    const model::VcpuName next = both.model().on(cpu);
    if (next != caller) text << "; goes on: VM " << next.vm << " vCPU " << next.index;
    text << ", x0 0x" << std::hex << both.model().x0(cpu) << std::dec << "\n";
  }
  return text.str();
}

std::string Storm(Lockstep& both, const StormOptions& options) {
  const Lockstep::State start(both);
  for (uint64_t done = 0; done < options.steps; done += options.steps_of_a_sequence) {
    // Each sequence has a seed of its own, so that it can be had alone.
    const uint64_t seed = options.seed + done / options.steps_of_a_sequence;
    start.Restore(both);
    Generator generator(both, seed);
    Sequence sequence;
    while (sequence.size() < options.steps_of_a_sequence) {
      sequence.push_back(generator.Next());
      const std::string difference = both.Step(sequence.back().cpu, sequence.back().event);
      if (difference.empty()) continue;
      const size_t length = sequence.size();
      std::ostringstream report;
      report << "seed " << seed << ", step " << length << ": " << difference
             << "\nThe shortest sequence found that shows a difference:\n"
             << Describe(both, start, Shrink(both, start, sequence)) << "\n";
      return report.str();
    }
  }
  return "";
}

}  // namespace hf::test
