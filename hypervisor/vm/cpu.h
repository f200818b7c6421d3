// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A physical CPU.

#ifndef HYPERVISOR_VM_CPU_H_
#define HYPERVISOR_VM_CPU_H_

#include <cstdint>

#include "hypervisor/sync/atomic.h"

namespace hf {

struct Vcpu;

struct Cpu {
  // Whether the primary has turned it on. A CPU on its way off counts as off already; the firmware
  // knows when it has arrived.
  enum class Power : uint8_t { kOff, kOn };

  uint32_t index = 0;
  uint64_t mpidr = 0;            // affinity fields only
  Vcpu* primary_vcpu = nullptr;  // vCPU n of the primary runs on CPU n
  Atomic<Power> power = Power::kOff;
};

}  // namespace hf

#endif  // HYPERVISOR_VM_CPU_H_
