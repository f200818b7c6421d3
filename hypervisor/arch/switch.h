// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Handing a CPU from one vCPU to another, and the clock by which the primary's interrupts stay
// punctual meanwhile.

#ifndef HYPERVISOR_ARCH_SWITCH_H_
#define HYPERVISOR_ARCH_SWITCH_H_

#include <cstdint>

#include "hypervisor/arch/registers.h"
#include "hypervisor/arch/stage2.h"

namespace hf::arch {

// The two classes of VM differ in what traps, not in how they are switched.
enum class VmClass : uint8_t { kPrimary, kSecondary };

// One side of a switch.
struct Loadable {
  Registers& registers;
  const Stage2Root& stage2;
  VmClass vm_class;
};

// Saves the EL1, timer and FP state of `from` and loads that of `to`. General registers, PC and
// PSTATE are saved and loaded by the exception vectors.
void SwitchVcpu(const Loadable& from, const Loadable& to);

// Loads `to` on a CPU that ran no vCPU yet.
void LoadFirstVcpu(const Loadable& to);

// While a CPU has a vCPU loaded, its EL1 registers are in hardware and what `registers` says of
// them is old. In between these two they are in `registers`, to be read and changed.
void UnloadEl1(Registers& registers);
void ReloadEl1(const Registers& registers);

// The system counter, and its frequency in Hz.
uint64_t Now();
uint64_t CounterFrequency();

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_SWITCH_H_
