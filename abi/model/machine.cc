// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "abi/model/machine.h"

#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "abi/model/apply.h"
#include "abi/model/rows.h"

namespace hf::abi::model {
namespace {

class Generated final : public Rows {
 public:
  Outcome OfCall(const State& state, Caller caller, const uint64_t (&x)[4]) const override {
    return rows::AnyCall(state, caller, state.LevelOf(caller.vm), x[0], x[1], x[2], x[3]);
  }
  Outcome OfEvent(const State& state, Caller caller, EventId event) const override {
    return rows::AnyEvent(state, caller, event);
  }
};

constexpr Generated kGenerated;

abi::Call CallOf(const Event& event) {
  return static_cast<abi::Call>(static_cast<uint32_t>(event.x[0]) & kIdMask);
}

void AppendNumber(std::ostringstream& text, uint64_t value) {
  if (value < 10000) {
    text << std::dec << value;
  } else {
    text << "0x" << std::hex << value;
  }
}

}  // namespace

const Rows& CurrentRows() { return kGenerated; }

std::string Describe(const Event& event) {
  std::ostringstream text;
  switch (event.kind) {
    case Event::Kind::kCall: {
      const std::string name = Name(CallOf(event));
      if (name == "?") {
        text << "call ";
        AppendNumber(text, event.x[0]);
        text << " (";
      } else {
        text << name << "(";
      }
      for (int i = 1; i <= ArgumentRegisters(CallOf(event)); ++i) {
        if (i > 1) text << ", ";
        AppendNumber(text, event.x[i]);
      }
      text << ")";
      break;
    }
    case Event::Kind::kWfi:
      text << "WFI";
      break;
    case Event::Kind::kInterrupt:
      text << "physical interrupt";
      break;
    case Event::Kind::kAbort:
      text << "access to memory that it has not";
      break;
    case Event::Kind::kSetTimer:
      text << "CNTV_CTL = ";
      AppendNumber(text, event.x[0]);
      text << ", CNTV_CVAL = ";
      AppendNumber(text, event.x[1]);
      break;
    case Event::Kind::kTime:
      AppendNumber(text, event.x[0]);
      text << " ticks pass";
      break;
  }
  return text.str();
}

Machine::Machine(const Config& config) : rows_(config.rows) {
  state_.ticks_per_second = config.ticks_per_second;
  std::vector<Level> levels = config.levels;
  levels.resize(config.secondaries.size() + 1, {1, 0});
  state_.AddVm(config.cpus, levels[kPrimaryVmId]);
  for (uint32_t cpu = 0; cpu < config.cpus; ++cpu) {
    state_.SetVcpu(kPrimaryVmId, cpu, VcpuState::kRunning);
    cpus_.push_back({kPrimaryVmId, cpu});
  }
  for (const std::vector<VcpuState>& states : config.secondaries) {
    const Level level = levels[state_.VmCount()];
    const uint32_t vm = state_.AddVm(static_cast<uint32_t>(states.size()), level);
    for (uint32_t i = 0; i < states.size(); ++i) state_.SetVcpu(vm, i, states[i]);
  }
  for (auto ram = config.ram.rbegin(); ram != config.ram.rend(); ++ram) {
    state_.AddRam(ram->begin, ram->end, ram->owner);
  }
  memory_at_first_ = state_.memory();
  rows_.resize(vm_count(), &CurrentRows());
  vcpus_.resize(size_t{vm_count()} * kMostVcpus);
  messages_.resize(vm_count());
}

Outcome Machine::Ask(VcpuName name, EventId event) const {
  return RowsOf(name.vm).OfEvent(state_, {name.vm, name.index}, event);
}

void Machine::Happen(uint32_t cpu, VcpuName name, EventId event) {
  Do(cpu, name, Name(event), Ask(name, event));
}

void Machine::Do(uint32_t cpu, VcpuName caller, const char* what, const Outcome& outcome) {
  step_.rows.push_back(std::string(what) + ": " + outcome.row);
  if (!Apply(state_, outcome)) {
    std::fprintf(stderr, "%s: a move starts from another state\n", step_.rows.back().c_str());
    std::abort();
  }
  changes_ = changes_ || !outcome.moves.empty() || !outcome.effects.empty();
  if (outcome.kind == Outcome::Kind::kNow) Of(caller).x0 = outcome.result;
  if (outcome.leaves) {
    cpus_[cpu] = {kPrimaryVmId, cpu};
    Of(cpus_[cpu]).x0 = outcome.run_code;
    Of(caller).receives = outcome.kind == Outcome::Kind::kDeferred;
    if (Of(caller).receives) EndReceives(caller);
  }
  for (const Effect& effect : outcome.effects) {
    if (effect.effect == EffectId::kCopyMessage) {
      const auto from = static_cast<uint32_t>(effect.args[0]);
      const auto to = static_cast<uint32_t>(effect.args[1]);
      step_.copied = {from, to, effect.args[2]};
      messages_[to] = MailboxReceiveReturn{from, static_cast<uint32_t>(effect.args[2])}.Encode();
    }
    if (effect.effect == EffectId::kZeroMemory) {
      step_.zeroed = {effect.args[0], effect.args[1]};
    }
  }
  for (const Move& move : outcome.moves) {
    if (move.machine != MachineId::kVcpu) continue;
    const VcpuName name{move.of[0], move.of[1]};
    if (Of(name).receives && state(name) != VcpuState::kBlockedMailbox) EndReceives(name);
    if (static_cast<VcpuState>(move.to) != VcpuState::kRunning) continue;
    cpus_[cpu] = name;
    // Expired while it was not run.
    if (state_.TimerExpired(name.vm, name.index)) Happen(cpu, name, EventId::kTimerExpired);
  }
}

void Machine::EndReceives(VcpuName name) {
  Of(name).x0 = Ask(name, EventId::kReceiveEnds).result;
  if (state(name) == VcpuState::kBlockedMailbox) return;
  Of(name).receives = false;
  state_.EndReceive(name.vm, name.index);
}

Step Machine::Step(uint32_t cpu, const Event& event) {
  step_ = {};
  changes_ = false;
  const VcpuName caller = on(cpu);
  if (event.kind == Event::Kind::kTime) {
    state_.Pass(event.x[0]);
    return step_;
  }
  if (event.kind == Event::Kind::kSetTimer) {
    state_.SetTimer(caller.vm, caller.index, event.x[0], event.x[1]);
    return step_;
  }
  // A vCPU of a VM that aborts is stopped at its next exit, whatever it wanted.
  if (const Outcome stopped = Ask(caller, EventId::kLeaves); stopped.leaves) {
    Do(cpu, caller, Name(EventId::kLeaves), stopped);
    return step_;
  }
  if (caller.vm != kPrimaryVmId && state_.TimerExpired(caller.vm, caller.index)) {
    Happen(cpu, caller, EventId::kTimerExpired);
  }
  switch (event.kind) {
    case Event::Kind::kCall: {
      const Outcome outcome = RowsOf(caller.vm).OfCall(state_, {caller.vm, caller.index}, event.x);
      Do(cpu, caller, Name(CallOf(event)), outcome);
      step_.nothing_changes = !changes_ && outcome.kind == Outcome::Kind::kNow;
      break;
    }
    case Event::Kind::kWfi:
      Happen(cpu, caller, EventId::kWaitForInterrupt);
      break;
    case Event::Kind::kInterrupt:
      Happen(cpu, caller, EventId::kPhysicalInterrupt);
      break;
    case Event::Kind::kAbort:
      Happen(cpu, caller, EventId::kAbort);
      break;
    default:
      break;
  }
  return step_;
}

std::vector<uint64_t> Machine::changed_pages() const {
  std::vector<uint64_t> pages;
  state_.memory().ForEachDifference(memory_at_first_, [&](uint64_t begin, uint64_t end) {
    for (uint64_t page = begin; page < end; page += kPageSize) pages.push_back(page);
  });
  return pages;
}

std::string Machine::Key() const {
  std::string key;
  const auto append = [&](uint64_t word) {
    key.append(reinterpret_cast<const char*>(&word), sizeof word);
  };
  for (const VcpuName& on : cpus_) append(uint64_t{on.vm} << 32 | on.index);
  state_.ForEachWord(append);
  for (uint32_t vm = 0; vm < vm_count(); ++vm) {
    for (uint32_t i = 0; i < vcpu_count(vm); ++i) {
      if (state({vm, i}) == VcpuState::kRunning) continue;
      append(x0({vm, i}));
      append(Of({vm, i}).receives);
    }
  }
  return key;
}

}  // namespace hf::abi::model
