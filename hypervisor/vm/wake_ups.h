// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// vCPUs that the primary is to be told to run, where no call of its level says so at once: its next
// vcpu_run does, before it enters anyone.
//
// There is nothing to be told of under a primary of level 1.0 or above:
// docs/adr/0009-abi-levels.md.

#ifndef HYPERVISOR_VM_WAKE_UPS_H_
#define HYPERVISOR_VM_WAKE_UPS_H_

#include <array>
#include <cstdint>
#include <optional>

#include "abi/el2/types.h"
#include "hypervisor/sync/protected.h"

namespace hf {

class WakeUps {
 public:
  // One that is there already stays one.
  void Add(uint32_t vm_id, uint32_t vcpu);

  // One of them, which is then told.
  std::optional<abi::VcpuRunReturn> Take();

 private:
  struct Pending {
    // By VM: a bit for each vCPU.
    std::array<uint8_t, abi::kMaxVms> vcpus{};
    static_assert(abi::kMaxVcpus == 8);
  };

  Protected<Pending, LockRank::kWakeUps> pending_;
};

}  // namespace hf

#endif  // HYPERVISOR_VM_WAKE_UPS_H_
