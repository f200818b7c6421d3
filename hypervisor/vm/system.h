// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The machine as EL2 sees it after boot: its memory, its CPUs, its VMs. There is one at EL2; tests
// make their own.

#ifndef HYPERVISOR_VM_SYSTEM_H_
#define HYPERVISOR_VM_SYSTEM_H_

#include <array>
#include <cstdint>
#include <optional>

#include "abi/el2/types.h"
#include "hypervisor/base/range.h"
#include "hypervisor/base/static_vector.h"
#include "hypervisor/mm/page_pool.h"
#include "hypervisor/vm/cpu.h"
#include "hypervisor/vm/vm.h"
#include "hypervisor/vm/wake_ups.h"

namespace hf {

struct System {
  PagePool pool;
  WakeUps wake_ups;

  // Constant after boot.
  StaticVector<PhysRange, 16> ram;  // as the device tree says, in whole pages
  std::optional<PhysAddr> console;  // the PL011's page, emulated for secondaries
  std::array<Cpu, abi::kMaxCpus> cpus;
  uint32_t cpu_count = 0;
  std::array<Vm, abi::kMaxVms> vms;  // the primary first
  uint32_t vm_count = 0;

  // Null when there is no such VM.
  Vm* FindVm(uint32_t id) { return id < vm_count ? &vms[id] : nullptr; }
  Vm& primary() { return vms[abi::kPrimaryVmId]; }
  // Null when no CPU has these affinity fields.
  Cpu* FindCpu(uint64_t mpidr) {
    for (uint32_t i = 0; i < cpu_count; ++i) {
      if (cpus[i].mpidr == mpidr) return &cpus[i];
    }
    return nullptr;
  }
  bool IsRam(PhysRange range) const {
    for (const PhysRange& r : ram) {
      if (r.Contains(range)) return true;
    }
    return false;
  }
};

}  // namespace hf

#endif  // HYPERVISOR_VM_SYSTEM_H_
