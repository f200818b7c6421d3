// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/vm/wake_ups.h"

#include <bit>

namespace hf {

void WakeUps::Add(uint32_t vm_id, uint32_t vcpu) {
  auto pending = pending_.Lock();
  pending->vcpus[vm_id] |= static_cast<uint8_t>(1 << vcpu);
}

std::optional<abi::VcpuRunReturn> WakeUps::Take() {
  auto pending = pending_.Lock();
  for (uint32_t vm_id = 0; vm_id < pending->vcpus.size(); ++vm_id) {
    uint8_t& bits = pending->vcpus[vm_id];
    if (bits == 0) continue;
    const auto vcpu = static_cast<uint16_t>(std::countr_zero(bits));
    bits &= static_cast<uint8_t>(bits - 1);
    return abi::VcpuRunReturn::WakeUp(vm_id, vcpu);
  }
  return std::nullopt;
}

}  // namespace hf
