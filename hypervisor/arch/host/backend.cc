// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The contract with an architecture, and what base asks of a backend, done to host::Machine.

#include <cstring>
#include <mutex>
#include <string>
#include <utility>

#include "hypervisor/arch/exit.h"
#include "hypervisor/arch/features.h"
#include "hypervisor/arch/host/machine.h"
#include "hypervisor/arch/interrupts.h"
#include "hypervisor/arch/memory.h"
#include "hypervisor/arch/power.h"
#include "hypervisor/arch/stage2.h"
#include "hypervisor/arch/switch.h"
#include "hypervisor/base/check.h"
#include "hypervisor/base/log.h"
#include "hypervisor/sync/atomic.h"

namespace hf {

ConsoleWriter::ConsoleWriter() { host::Machine::Current().console_mutex().lock(); }
ConsoleWriter::~ConsoleWriter() { host::Machine::Current().console_mutex().unlock(); }
void ConsoleWriter::Write(std::string_view line) { host::Machine::Current().WriteConsole(line); }

void Panic(const char* what, std::source_location) { throw host::Panicked{what}; }

namespace arch {

using host::Machine;

std::byte* DirectMap(PhysAddr address) {
  Machine& machine = Machine::Current();
  if (machine.at_next_access) std::exchange(machine.at_next_access, nullptr)();
  std::byte* const byte = machine.At(address);
  if (byte == nullptr) Panic("an address that is not RAM was used");
  return byte;
}

void CleanToPoc(PhysRange range) {
  Machine& machine = Machine::Current();
  const std::lock_guard lock(machine.mutex());
  machine.cleaned.push_back(range);
}

void ZeroToPoc(PhysRange pages) {
  Machine& machine = Machine::Current();
  if (machine.on_zero) machine.on_zero(pages);
  std::memset(DirectMap(pages.begin()), 0, pages.size());
  const std::lock_guard lock(machine.mutex());
  machine.zeroed.push_back(pages);
}

bool InterruptPending() {
  Machine& machine = Machine::Current();
  const std::lock_guard lock(machine.mutex());
  return machine.interrupt_pending && machine.interrupt_pending();
}

unsigned PhysicalAddressBits() { return Machine::Current().physical_address_bits; }

void PublishTables() {
  Machine& machine = Machine::Current();
  const std::lock_guard lock(machine.mutex());
  ++machine.tables_published;
}

void InvalidateVm(const Stage2Root& root) {
  Machine& machine = Machine::Current();
  const std::lock_guard lock(machine.mutex());
  machine.invalidated.push_back(root.vttbr);
  if (machine.on_invalidate) machine.on_invalidate();
}

const CpuFeatures& Features() { return Machine::Current().features; }

const IdRegisters& OfferedIdRegisters() { return Machine::Current().offered_ids; }

void SwitchVcpu(const Loadable& from, const Loadable& to) {
  Machine& machine = Machine::Current();
  // It takes a while, in which other CPUs do things.
  BeforeAtomic(AtomicObserver::Operation::kStore, &from.registers);
  machine.Save(from.registers);
  BeforeAtomic(AtomicObserver::Operation::kStore, &to.registers);
  machine.Load(to.registers);
  const std::lock_guard lock(machine.mutex());
  machine.switches.push_back({&from.registers, &to.registers, to.vm_class, to.stage2.vttbr});
}

void LoadFirstVcpu(const Loadable& to) {
  Machine& machine = Machine::Current();
  const std::lock_guard lock(machine.mutex());
  machine.switches.push_back({nullptr, &to.registers, to.vm_class, to.stage2.vttbr});
  machine.Load(to.registers);
}

void UnloadEl1(Registers& registers) { Machine::Current().Unload(registers); }

// The contract has it constant; what is poisoned is what nobody may look at.
void ReloadEl1(const Registers& registers) {
  Machine::Current().Reload(const_cast<Registers&>(registers));
}

void SetInterruptLines(InterruptLines lines) {
  Machine& machine = Machine::Current();
  const std::lock_guard lock(machine.mutex());
  machine.interrupt_lines.push_back(lines);
}

// CNTV_CTL_EL0 (Arm ARM D17.11.21): ENABLE is bit 0, IMASK bit 1.
std::optional<uint64_t> TimerDeadline(const Registers& loaded) {
  const El1Registers& el1 = Machine::Current().LoadedEl1(loaded);
  if ((el1.cntv_ctl & 3) != 1) return std::nullopt;
  return el1.cntv_cval;
}

void MaskTimer(Registers& loaded) { Machine::Current().LoadedEl1(loaded).cntv_ctl |= 2; }

uint64_t Now() { return Machine::Current().now; }
uint64_t CounterFrequency() { return Machine::Current().counter_frequency; }

void PowerOff() { throw host::PoweredOff{}; }
void Reset() { throw host::WasReset{}; }

int64_t StartCpu(uint64_t mpidr, uint32_t cpu_index) {
  Machine& machine = Machine::Current();
  const std::lock_guard lock(machine.mutex());
  machine.start_calls.push_back({mpidr, cpu_index});
  if (machine.start_answers.empty()) return 0;
  const int64_t answer = machine.start_answers.front();
  machine.start_answers.pop_front();
  return answer;
}

int64_t StopCpu() {
  if (const auto refusal = Machine::Current().stop_refusal) return *refusal;
  throw host::CpuStopped{};
}

int64_t CpuPowerState(uint64_t mpidr) {
  const auto& states = Machine::Current().power_states;
  const auto state = states.find(mpidr);
  return state == states.end() ? 1 : state->second;
}

}  // namespace arch
}  // namespace hf
