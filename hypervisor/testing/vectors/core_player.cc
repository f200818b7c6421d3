// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The hypervisor's core on the host's backend plays vectors.

#include <algorithm>
#include <string>
#include <string_view>

#include "hypervisor/arch/host/machine.h"
#include "hypervisor/mm/page_table.h"
#include "hypervisor/testing/exits.h"
#include "hypervisor/testing/test_system.h"
#include "hypervisor/testing/vectors/player.h"

namespace hf::test {
namespace {

using abi::vectors::Act;
using abi::vectors::Step;
using abi::vectors::Vector;

// Vectors are about the rows of the current level.
std::string CurrentLevel() {
  return std::to_string(abi::kMajor) + "." + std::to_string(abi::kMinor);
}

Spec SpecOf(const Vector& vector) {
  std::vector<Secondary> secondaries;
  for (uint32_t i = 0; i < vector.secondaries; ++i) {
    secondaries.push_back({.vcpus = vector.vcpus[i], .abi = CurrentLevel()});
  }
  Spec spec = WithSecondaries(secondaries, CurrentLevel());
  spec.cpus.clear();
  for (uint32_t cpu = 0; cpu < vector.cpus; ++cpu) spec.cpus.push_back(cpu);
  return spec;
}

class CorePlayer : public Player {
 public:
  explicit CorePlayer(const Vector& vector) : t_(SpecOf(vector)) {
    t_.machine().counter_frequency = kTicksPerSecond;
    for (uint32_t vm = 1; vm <= vector.secondaries && vector.all_started; ++vm) {
      const auto state = t_.vm(vm).state().Lock();
      std::fill_n(state->vcpus.begin(), vector.vcpus[vm - 1], abi::VcpuState::kReady);
    }
  }

  void Do(const Step& step) override {
    const uint32_t cpu = step.cpu;
    switch (step.act) {
      case Act::kCall:
        t_.CallOn(cpu, step.x[0], Real(step.x[1]), Real(step.x[2]), Real(step.x[3]));
        break;
      case Act::kEvent:
        Happen(step.event, cpu);
        break;
      case Act::kSetTimer:
        t_.el1(cpu).cntv_cval = t_.machine().now + kTimerTicks;
        t_.el1(cpu).cntv_ctl = 1;
        break;
      case Act::kTimePasses:
        t_.machine().now += kTimerTicks;
        break;
      case Act::kNoTables:
        while (t_.system().pool.Allocate()) {
        }
        break;
      case Act::kReadOnly:
        MakeReadOnly(abi::vectors::kFirstPage + step.x[1] * kPageSize);
        break;
    }
    // The vCPU's own timer interrupts it.
    for (uint32_t i = 0; i < abi::vectors::kMostCpus; ++i) {
      if (step.expired >> i & 1) t_.Exit(Interrupt(), i);
    }
  }

  uint32_t vm_on(uint32_t cpu) override { return t_.on(cpu).vm->id(); }
  uint32_t vcpu_on(uint32_t cpu) override { return t_.on(cpu).index; }
  uint64_t x0(uint32_t cpu) override { return t_.x0(cpu); }

  abi::vectors::States states() override {
    abi::vectors::States states = {};
    for (uint32_t vm = 0; vm < t_.system().vm_count; ++vm) {
      const auto state = t_.vm(vm).state().Lock();
      states.mailbox[vm] = static_cast<uint8_t>(state->mailbox.state());
      states.vm[vm] = static_cast<uint8_t>(state->life);
      for (uint32_t i = 0; i < t_.vm(vm).vcpus().size() && i < abi::vectors::kMostVcpus; ++i) {
        states.vcpu[vm][i] = static_cast<uint8_t>(state->vcpus[i]);
      }
    }
    return states;
  }

 private:
  uint64_t Real(uint64_t value) const {
    if (!abi::vectors::IsAbstract(value)) return value;
    if (value >= abi::vectors::kDevicePage) return kUart + value % kPageSize;
    const uint64_t page = (value - abi::vectors::kFirstPage) / kPageSize;
    const auto vm = static_cast<uint32_t>(page / abi::vectors::kPagesOfVm);
    return t_.SendPageOf(vm) + page % abi::vectors::kPagesOfVm * kPageSize + value % kPageSize;
  }

  void Happen(std::string_view event, uint32_t cpu) {
    const bool primary = vm_on(cpu) == abi::kPrimaryVmId;
    if (event == "Abort") {
      // EL2's own memory, which nobody ever has.
      t_.Exit(DataAbort{.ipa = t_.image().begin().raw(), .write = true}.exit(), cpu);
      t_.machine().TakeConsole();
    } else if (primary) {
      // The primary's interrupts, timers and waits do not reach EL2.
    } else if (event == "WaitForInterrupt") {
      t_.Exit(Wfi(), cpu);
    } else if (event == "PhysicalInterrupt") {
      t_.machine().interrupt_pending = [] { return true; };
      t_.Exit(Interrupt(), cpu);
      t_.machine().interrupt_pending = nullptr;
    } else {
      Panic("no player knows the event");
    }
  }

  void MakeReadOnly(uint64_t abstract) {
    const uint32_t vm = static_cast<uint32_t>((abstract - abi::vectors::kFirstPage) / kPageSize /
                                              abi::vectors::kPagesOfVm);
    const PhysRange page = PhysRange::FromSize(PhysAddr(Real(abstract)), kPageSize).value();
    PageTable::Reservation tables(t_.system().pool);
    const auto state = t_.vm(vm).state().Lock();
    if (!state->memory.Reserve(page, tables)) Panic("no memory for a table");
    state->memory.Set(page, {.read = true, .ownership = arch::Ownership::kOwned}, tables);
  }

  TestSystem t_;
};

}  // namespace

std::unique_ptr<Player> MakeCorePlayer(const Vector& vector) {
  return std::make_unique<CorePlayer>(vector);
}

}  // namespace hf::test
