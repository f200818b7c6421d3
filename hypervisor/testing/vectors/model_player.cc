// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The reference model, generated from the same rows by another way, plays vectors.

#include <string_view>

#include "abi/model/machine.h"
#include "hypervisor/testing/vectors/player.h"

namespace hf::test {
namespace {

namespace model = abi::model;
using abi::vectors::Act;
using abi::vectors::kPagesOfVm;
using abi::vectors::Step;
using abi::vectors::Vector;

constexpr uint64_t kPage = 4096;

model::Machine::Config ConfigOf(const Vector& vector) {
  model::Machine::Config config;
  config.cpus = vector.cpus;
  config.ticks_per_second = kTicksPerSecond;
  for (uint32_t i = 0; i < vector.secondaries; ++i) {
    auto& states = config.secondaries.emplace_back(vector.vcpus[i], abi::VcpuState::kOff);
    for (uint32_t vcpu = 0; vcpu < vector.vcpus[i]; ++vcpu) {
      if (vcpu == 0 || vector.all_started) states[vcpu] = abi::VcpuState::kReady;
    }
  }
  for (uint32_t vm = 0; vm <= vector.secondaries; ++vm) {
    // Vectors are about the rows of the current level.
    config.levels.push_back({abi::kMajor, abi::kMinor});
    const uint64_t begin = abi::vectors::kFirstPage + uint64_t{vm} * kPagesOfVm * kPage;
    config.ram.push_back({begin, begin + kPagesOfVm * kPage, vm});
  }
  return config;
}

class ModelPlayer : public Player {
 public:
  explicit ModelPlayer(const Vector& vector) : machine_(ConfigOf(vector)) {}

  void Do(const Step& step) override {
    switch (step.act) {
      case Act::kCall:
        Take(step.cpu, model::Call(step.x[0], step.x[1], step.x[2], step.x[3]));
        break;
      case Act::kEvent:
        Happen(step.cpu, step.event);
        break;
      case Act::kSetTimer:
        Take(step.cpu, model::SetTimer(1, machine_.now() + kTimerTicks));
        break;
      case Act::kTimePasses:
        Take(step.cpu, model::Time(kTimerTicks));
        break;
      case Act::kNoTables:
        machine_.abstract().tables_available = false;
        break;
      case Act::kReadOnly:
        machine_.abstract().MakeReadOnly(abi::vectors::kFirstPage + step.x[1] * kPage);
        break;
    }
  }

  uint32_t vm_on(uint32_t cpu) override { return machine_.on(cpu).vm; }
  uint32_t vcpu_on(uint32_t cpu) override { return machine_.on(cpu).index; }
  uint64_t x0(uint32_t cpu) override { return machine_.x0(cpu); }
  std::vector<std::string> rows() const override { return rows_; }

  abi::vectors::States states() override {
    abi::vectors::States states = {};
    for (uint32_t vm = 0; vm < machine_.vm_count(); ++vm) {
      states.mailbox[vm] = static_cast<uint8_t>(machine_.box(vm));
      states.vm[vm] = machine_.aborting(vm) ? 1 : 0;
      for (uint32_t i = 0; i < machine_.vcpu_count(vm) && i < abi::vectors::kMostVcpus; ++i) {
        states.vcpu[vm][i] = static_cast<uint8_t>(machine_.state({vm, i}));
      }
    }
    return states;
  }

 private:
  void Take(uint32_t cpu, const model::Event& event) {
    for (std::string& row : machine_.Step(cpu, event).rows) rows_.push_back(std::move(row));
  }

  void Happen(uint32_t cpu, std::string_view event) {
    if (event == "Abort") {
      Take(cpu, model::Abort());
    } else if (event == "WaitForInterrupt") {
      Take(cpu, model::Wfi());
    } else if (event == "PhysicalInterrupt") {
      Take(cpu, model::Interrupt());
    }
  }

  model::Machine machine_;
  std::vector<std::string> rows_;
};

}  // namespace

std::unique_ptr<Player> MakeModelPlayer(const Vector& vector) {
  return std::make_unique<ModelPlayer>(vector);
}

}  // namespace hf::test
