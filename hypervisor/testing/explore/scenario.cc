// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/testing/explore/scenario.h"

#include <algorithm>
#include <sstream>

#include "hypervisor/testing/snapshot.h"

namespace hf::test {
namespace {

using model::Event;

std::string TextOf(uint32_t vm) { return "a message from VM " + std::to_string(vm); }

std::string NameOf(const Vm& vm, uint32_t index) {
  return "VM " + std::to_string(vm.id()) + " vCPU " + std::to_string(index);
}

}  // namespace

std::string Describe(const Programs& programs) {
  std::ostringstream text;
  for (size_t cpu = 0; cpu < programs.size(); ++cpu) {
    text << (cpu == 0 ? "CPU " : " | CPU ") << cpu << ":";
    for (size_t i = 0; i < programs[cpu].size(); ++i) {
      text << (i == 0 ? " " : ", ") << model::Describe(programs[cpu][i]);
    }
  }
  return text.str();
}

Scenario::Scenario(Lockstep& both) : both_(both), start_(both) {
  TestSystem& t = both_.system();
  for (uint32_t vm = 0; vm < both_.model().vm_count(); ++vm) {
    if (both_.model().configured(vm)) t.Write(both_.model().send_page(vm), TextOf(vm));
  }
  pages_ = Pages();
}

size_t Scenario::Pages() {
  TestSystem& t = both_.system();
  size_t pages = t.system().pool.free_pages();
  for (uint32_t vm = 0; vm < both_.model().vm_count(); ++vm) {
    pages += CountTables(t.vm(vm).Loadable(t.vcpu(vm, 0)).stage2);
  }
  return pages;
}

void Scenario::AddOutcomes(const Programs& programs, const Outcome& so_far) {
  bool all = true;
  for (uint32_t cpu = 0; cpu < programs.size(); ++cpu) {
    const size_t done = so_far.results[cpu].size();
    if (done == programs[cpu].size()) continue;
    all = false;
    Outcome next = so_far;
    const Event& event = programs[cpu][done];
    if (Lockstep::Possible(next.model.on(cpu), event)) next.model.Step(cpu, event);
    next.results[cpu].push_back({next.model.on(cpu), next.model.x0(cpu)});
    AddOutcomes(programs, next);
  }
  if (all) outcomes_.push_back(so_far);
}

Race Scenario::RaceOf(const Programs& programs) {
  outcomes_.clear();
  AddOutcomes(programs, {both_.model(), Results(programs.size())});
  TestSystem& t = both_.system();
  Race race;
  race.reset = [this, &programs] {
    start_.Restore(both_);
    results_.assign(programs.size(), {});
  };
  for (uint32_t cpu = 0; cpu < programs.size(); ++cpu) {
    race.cpus.emplace_back([this, &programs, &t, cpu] {
      for (const Event& event : programs[cpu]) {
        const Vcpu& before = t.on(cpu);
        if (Lockstep::Possible({before.vm->id(), before.index}, event)) {
          both_.StepReal(cpu, event);
        }
        const Vcpu& after = t.on(cpu);
        results_[cpu].push_back({{after.vm->id(), after.index}, t.x0(cpu)});
      }
    });
  }
  race.check = [this, &programs] { return Check(programs); };
  race.names[&t.system().pool] = "the page pool's lock";
  for (uint32_t id = 0; id < t.system().vm_count; ++id) {
    Vm& vm = t.vm(id);
    // What is Protected begins with its lock.
    race.names[&vm.state()] = "VM " + std::to_string(id) + "'s lock";
    race.names[&vm.writable()] = "VM " + std::to_string(id) + "'s list of writable mailboxes";
    race.names[&vm.console()] = "VM " + std::to_string(id) + "'s console";
    for (Vcpu& vcpu : vm.vcpus()) {
      race.names[&vcpu.loaded_on] = NameOf(vm, vcpu.index) + "'s loaded_on";
      race.names[&vcpu.lines] = NameOf(vm, vcpu.index) + "'s interrupt lines";
      race.names[&vcpu.registers] = NameOf(vm, vcpu.index) + "'s registers, in the switch";
    }
  }
  return race;
}

std::string Scenario::CheckVcpu(Vm& vm, const VmState& state, uint32_t index) {
  TestSystem& t = both_.system();
  const Vcpu& vcpu = vm.vcpus()[index];
  const Cpu* on = nullptr;
  for (uint32_t cpu = 0; cpu < both_.cpus(); ++cpu) {
    if (&t.on(cpu) == &vcpu) on = &t.system().cpus[cpu];
  }
  if (vm.is_primary()) return "";
  const std::string name = NameOf(vm, index);
  if (vcpu.loaded_on.load() != on) return name + "'s loaded_on is not the CPU that runs it";
  const abi::VcpuState is = state.vcpus[index];
  if ((is == abi::VcpuState::kRunning) != (on != nullptr)) {
    return name + " is running in name only, or runs without being said to";
  }
  if (is == abi::VcpuState::kBlockedMailbox && !vm.aborting() &&
      state.mailbox.state() == abi::MailboxState::kReceived) {
    return name + " waits for a message that is there";
  }
  const bool blocked =
      is == abi::VcpuState::kBlockedMailbox || is == abi::VcpuState::kBlockedInterrupt;
  if (blocked && !vm.aborting() && state.interrupts[index].asserted()) {
    return name + " waits though it has an interrupt";
  }
  return "";
}

std::string Scenario::CheckInvariants() {
  for (uint32_t id = 0; id < both_.model().vm_count(); ++id) {
    Vm& vm = both_.system().vm(id);
    const auto state = vm.state().Lock();
    for (uint32_t i = 0; i < vm.vcpus().size(); ++i) {
      if (std::string wrong = CheckVcpu(vm, *state, i); !wrong.empty()) return wrong;
    }
  }
  return "";
}

std::string Scenario::CheckMessages(const model::Machine& model) {
  for (uint32_t vm = 0; vm < model.vm_count(); ++vm) {
    if (!model.configured(vm) || model.message(vm) == both_.model().message(vm)) continue;
    const uint32_t size = static_cast<uint32_t>(model.message(vm) >> 32);
    const std::string text = TextOf(static_cast<uint32_t>(model.message(vm))).substr(0, size);
    if (both_.system().Read(model.receive_page(vm), text.size()) != text) {
      return "VM " + std::to_string(vm) + "'s receive page does not hold the message";
    }
  }
  return "";
}

std::string Scenario::Check(const Programs&) {
  if (std::string wrong = CheckInvariants(); !wrong.empty()) return wrong;
  const bool tables = both_.system().machine().tables_published != 0;
  both_.system().machine().tables_published = 0;
  if (tables && Pages() != pages_) return "pages of the pool are lost, or in use twice";
  std::string nearest;
  bool results_fit = false;
  for (const Outcome& outcome : outcomes_) {
    if (outcome.results != results_) continue;
    results_fit = true;
    nearest = both_.Compare(outcome.model, true);
    if (nearest.empty() && tables) nearest = both_.ComparePages(outcome.model);
    if (nearest.empty()) nearest = CheckMessages(outcome.model);
    if (nearest.empty()) return "";
  }
  std::ostringstream text;
  text << (results_fit ? "no order of the events leads to this state: " + nearest
                       : "no order of the events has these results:");
  if (results_fit) return text.str();
  for (size_t cpu = 0; cpu < results_.size(); ++cpu) {
    for (const Result& result : results_[cpu]) {
      text << " CPU " << cpu << ": VM " << result.on.vm << " vCPU " << result.on.index << ", x0 0x"
           << std::hex << result.x0 << std::dec << ";";
    }
  }
  return text.str();
}

Interleaved Scenario::Explore(const Programs& programs, uint32_t preemptions) {
  Interleaved result = interleaver_.Explore(RaceOf(programs), preemptions);
  if (!result.failure.empty()) result.failure = Describe(programs) + "\n" + result.failure;
  return result;
}

std::string Scenario::Replay(const Programs& programs, const std::string& schedule,
                             std::string* words) {
  return interleaver_.Replay(RaceOf(programs), schedule, words);
}

}  // namespace hf::test
