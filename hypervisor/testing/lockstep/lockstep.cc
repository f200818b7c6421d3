// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/testing/lockstep/lockstep.h"

#include <algorithm>
#include <sstream>

#include "hypervisor/testing/exits.h"
#include "hypervisor/testing/snapshot.h"

namespace hf::test {
namespace {

using model::Event;
using model::VcpuName;

Spec SpecOf(const Shape& shape) {
  std::vector<Secondary> secondaries;
  for (const uint32_t vcpus : shape.vcpus)
    secondaries.push_back({.memory = shape.memory, .vcpus = vcpus});
  Spec spec = WithSecondaries(secondaries);
  spec.pool_pages = shape.pool_pages;
  spec.cpus.clear();
  for (uint32_t cpu = 0; cpu < shape.cpus; ++cpu) spec.cpus.push_back(cpu);
  return spec;
}

model::Machine::Config ConfigOf(const Shape& shape, TestSystem& t) {
  model::Machine::Config config;
  config.cpus = shape.cpus;
  config.ticks_per_second = t.machine().counter_frequency;
  config.ram.push_back({t.image().begin().raw(), t.image().end().raw(), model::Machine::kNobody});
  for (uint32_t i = 0; i < shape.vcpus.size(); ++i) {
    config.secondaries.emplace_back(shape.vcpus[i], abi::VcpuState::kReady);
    const uint64_t begin = t.MemoryOf(i + 1);
    config.ram.push_back({begin, begin + shape.memory, i + 1});
  }
  config.ram.push_back({kRam, kRam + kRamSize, abi::kPrimaryVmId});
  return config;
}

std::string NameOf(VcpuName vcpu) {
  return "VM " + std::to_string(vcpu.vm) + " vCPU " + std::to_string(vcpu.index);
}

// `what` names it, and is asked only if it matters.
template <class What, class T>
std::string Differ(const What& what, const T& is, const T& expected) {
  if (is == expected) return "";
  std::ostringstream text;
  text << what() << " is " << std::hex << std::showbase << is << ", by the model " << expected;
  return text.str();
}

}  // namespace

std::string Describe(uint32_t cpu, VcpuName vcpu, const Event& event) {
  return "CPU " + std::to_string(cpu) + ", " + NameOf(vcpu) + ": " + model::Describe(event);
}

Lockstep::Lockstep(const Shape& shape)
    : cpus_(shape.cpus), t_(SpecOf(shape)), model_(ConfigOf(shape, t_)) {
  for (Vcpu& vcpu : t_.vm(abi::kPrimaryVmId).vcpus()) vcpu.registers.x[0] = 0;
  for (uint32_t vm = 1; vm <= shape.vcpus.size(); ++vm) {
    const auto state = t_.vm(vm).state().Lock();
    std::fill_n(state->vcpus.begin(), shape.vcpus[vm - 1], abi::VcpuState::kReady);
  }
}

uint64_t Lockstep::PageOf(uint32_t vm, uint32_t page) const {
  return t_.SendPageOf(vm) + (8 + page) * kPageSize;
}

bool Lockstep::Possible(VcpuName vcpu, const Event& event) {
  switch (event.kind) {
    case Event::Kind::kCall:
    case Event::Kind::kAbort:
    case Event::Kind::kTime:
      return true;
    case Event::Kind::kWfi:
    case Event::Kind::kInterrupt:
    case Event::Kind::kSetTimer:
      return vcpu.vm != abi::kPrimaryVmId;
  }
  return false;
}

void Lockstep::StepReal(uint32_t cpu, const Event& event) {
  switch (event.kind) {
    case Event::Kind::kCall:
      t_.CallOn(cpu, event.x[0], event.x[1], event.x[2], event.x[3]);
      break;
    case Event::Kind::kWfi:
      t_.Exit(Wfi(), cpu);
      break;
    case Event::Kind::kInterrupt:
      // The primary's, and not the vCPU's own timer's.
      t_.machine().interrupt_pending = [] { return true; };
      t_.Exit(Interrupt(), cpu);
      t_.machine().interrupt_pending = nullptr;
      break;
    case Event::Kind::kAbort:
      // EL2's own memory, which nobody ever has.
      t_.Exit(DataAbort{.ipa = t_.image().begin().raw(), .write = true}.exit(), cpu);
      t_.machine().TakeConsole();
      break;
    case Event::Kind::kSetTimer:
      t_.el1(cpu).cntv_ctl = event.x[0];
      t_.el1(cpu).cntv_cval = event.x[1];
      break;
    case Event::Kind::kTime:
      t_.machine().now += event.x[0];
      break;
  }
}

std::string Lockstep::StepBoth(uint32_t cpu, const Event& event) {
  Vcpu& caller = t_.on(cpu);
  const VcpuName name = model_.on(cpu);
  const bool call = event.kind == Event::Kind::kCall;
  // A message that is like no other, and memory that is not zero.
  std::string message;
  if (call && model_.configured(name.vm)) {
    message = "message " + std::to_string(++messages_);
    message.resize(std::clamp<uint64_t>(event.x[2], message.size(), kPageSize), '.');
    t_.Write(model_.send_page(name.vm), message);
  }

  const model::Step outcome = model_.Step(cpu, event);
  rows_ = outcome.rows;
  const bool nothing_changes =
      outcome.nothing_changes && snapshot_every != 0 && ++refused_ % snapshot_every == 0;
  std::vector<uint64_t> before;
  if (nothing_changes) before = TakeSnapshot(t_);
  // The call number takes the place of x0 before the event.
  const auto x = caller.registers.x;
  if (outcome.copied) {
    t_.Write(model_.receive_page(outcome.copied->to), std::string(kPageSize, '#'));
  }
  if (outcome.zeroed) t_.Write(outcome.zeroed->begin, std::string(outcome.zeroed->size, '#'));

  StepReal(cpu, event);

  if (call && !model_.aborting(name.vm)) {
    for (const int i : {1, 2, 3}) {
      if (caller.registers.x[i] != 0) return "x" + std::to_string(i) + " is not 0 after a call";
    }
  }
  if (nothing_changes) {
    const auto after = caller.registers.x;
    std::copy_n(x.begin(), 4, caller.registers.x.begin());
    if (before != TakeSnapshot(t_)) return "the call was refused, but something changed";
    caller.registers.x = after;
  }
  if (outcome.copied) {
    message.resize(outcome.copied->size, '.');
    message.resize(kPageSize, '#');
    if (t_.Read(model_.receive_page(outcome.copied->to), kPageSize) != message) {
      return "the receive page does not hold the message and what was there before";
    }
  }
  if (outcome.zeroed) {
    if (t_.Read(outcome.zeroed->begin, outcome.zeroed->size) !=
        std::string(outcome.zeroed->size, '\0')) {
      return "the memory was not zeroed";
    }
  }
  std::string difference = Compare(model_);
  // Tables are what these two calls change; that no other does is looked at now and then.
  const uint32_t number = static_cast<uint32_t>(event.x[0]) & 0xffff;
  const bool tables = call && (number == 0xff05 || number == 0xff0e);
  if (difference.empty() && (tables || ++steps_ % 64 == 0)) difference = ComparePages(model_);
  return difference;
}

std::string Lockstep::Step(uint32_t cpu, const Event& event) {
  if (!Possible(model_.on(cpu), event)) return "";
  std::string difference;
  rows_.clear();
  try {
    difference = StepBoth(cpu, event);
  } catch (const host::Panicked& panic) {
    difference = "panic: " + panic.what;
  }
  if (!difference.empty()) {
    for (const std::string& row : rows_) difference += "; row " + row;
  }
  // What the machine writes down of every step.
  t_.machine().switches.clear();
  t_.machine().cleaned.clear();
  t_.machine().invalidated.clear();
  t_.machine().interrupt_lines.clear();
  return difference;
}

std::string Lockstep::CompareVcpu(const model::Machine& model, VcpuName name,
                                  abi::VcpuState state) {
  const abi::VcpuState expected = model.state(name);
  if (const auto difference = Differ([&] { return NameOf(name) + "'s state"; },
                                     static_cast<int>(state), static_cast<int>(expected));
      !difference.empty()) {
    return difference;
  }
  // Of the primary's vCPU x0 means nothing while a secondary has the CPU.
  const bool waits = name.vm == abi::kPrimaryVmId && model.on(name.index) != name;
  if (waits || expected == abi::VcpuState::kAborted) return "";
  return Differ([&] { return NameOf(name) + "'s x0"; }, t_.vcpu(name.vm, name.index).registers.x[0],
                model.x0(name));
}

std::string Lockstep::ComparePage(const model::Machine& model, uint64_t page) {
  for (uint32_t vm = 0; vm < model.vm_count(); ++vm) {
    const model::View expected = model.view(vm, page);
    const arch::Stage2Page is = t_.PageOf(vm, page);
    const bool exclusive = is.ownership == arch::Ownership::kOwned;
    const bool owner = exclusive || is.ownership == arch::Ownership::kShared;
    const bool any = is.read || is.write || is.execute;
    const model::View view{.read = is.read,
                           .write = is.write,
                           .execute = is.execute,
                           .owner = owner,
                           .exclusive = exclusive && any};
    if (view == expected) continue;
    const auto show = [](const model::View& v) {
      return std::string(v.read ? "r" : "-") + (v.write ? "w" : "-") + (v.execute ? "x" : "-") +
             (v.owner ? v.exclusive ? " exclusive" : " owner" : "");
    };
    std::ostringstream text;
    text << "page " << std::hex << page << " is to VM " << vm << " " << show(view)
         << ", by the model " << show(expected);
    return text.str();
  }
  return "";
}

std::string Lockstep::CompareVm(const model::Machine& model, uint32_t vm, bool races) {
  const auto state = t_.vm(vm).state().Lock();
  const auto differ = [&](const char* what, int is, int expected) {
    return Differ([&] { return "VM " + std::to_string(vm) + "'s " + what; }, is, expected);
  };
  std::string difference =
      differ("aborting", state->life == abi::VmState::kAborting, model.aborting(vm));
  if (difference.empty()) {
    difference =
        differ("mailbox's being configured", state->mailbox.configured(), model.configured(vm));
  }
  if (difference.empty()) {
    difference = differ("mailbox", static_cast<int>(state->mailbox.state()),
                        static_cast<int>(model.box(vm)));
  }
  if (difference.empty()) {
    difference = differ("having waiters", state->mailbox.has_waiters(), model.has_waiters(vm));
  }
  for (uint32_t i = 0; i < model.vcpu_count(vm) && difference.empty(); ++i) {
    const bool stopped = model.state({vm, i}) != abi::VcpuState::kRunning &&
                         state->vcpus[i] != abi::VcpuState::kRunning;
    if (races && model.aborting(vm) && stopped) continue;
    difference = CompareVcpu(model, {vm, i}, state->vcpus[i]);
  }
  return difference;
}

std::string Lockstep::Compare(const model::Machine& model, bool races) {
  for (uint32_t cpu = 0; cpu < cpus(); ++cpu) {
    const Vcpu& on = t_.on(cpu);
    const VcpuName is{on.vm->id(), on.index};
    if (is == model.on(cpu)) continue;
    return Differ([&] { return "the vCPU on CPU " + std::to_string(cpu); }, NameOf(is),
                  NameOf(model.on(cpu)));
  }
  for (uint32_t vm = 0; vm < model.vm_count(); ++vm) {
    if (auto difference = CompareVm(model, vm, races); !difference.empty()) return difference;
  }
  return "";
}

std::string Lockstep::ComparePages(const model::Machine& model) {
  for (const uint64_t page : model.changed_pages()) {
    if (std::find(pages_.begin(), pages_.end(), page) == pages_.end()) pages_.push_back(page);
  }
  for (const uint64_t page : pages_) {
    if (auto difference = ComparePage(model, page); !difference.empty()) return difference;
  }
  return "";
}

}  // namespace hf::test
