// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A virtual CPU.

#ifndef HYPERVISOR_VM_VCPU_H_
#define HYPERVISOR_VM_VCPU_H_

#include <cstddef>
#include <cstdint>

#include "hypervisor/arch/interrupts.h"
#include "hypervisor/arch/registers.h"
#include "hypervisor/sync/atomic.h"
#include "hypervisor/vm/call_history.h"
#include "hypervisor/vm/cpu.h"

namespace hf {

class Vm;

struct Vcpu {
  // First, because the exception vectors know a vCPU by its registers.
  arch::Registers registers;
  Vm* vm = nullptr;
  uint32_t index = 0;

  // What its interrupts come to. Written with the VM locked, by Vm::ShowInterrupts(), and read
  // without by the CPU that enters it.
  Atomic<arch::InterruptLines> lines = arch::InterruptLines{};

  // The CPU whose registers hold this vCPU's, or null. Its state may say ready a little earlier: it
  // was decided under the VM's lock, but the registers are still being saved. Whoever runs it next
  // waits for null; the wait is bounded, since the CPU that saves holds no lock and meets no VM.
  Atomic<Cpu*> loaded_on = nullptr;

  CallHistory calls;

  static Vcpu& FromRegisters(arch::Registers& registers) {
    return reinterpret_cast<Vcpu&>(registers);
  }
};
static_assert(offsetof(Vcpu, registers) == 0);
// They follow each other without gaps: 36 pages of the pool for 120 secondary vCPUs, and the most
// of what it must hold. The history of calls is 5 of them.
static_assert(sizeof(Vcpu) <= 1216);

}  // namespace hf

#endif  // HYPERVISOR_VM_VCPU_H_
