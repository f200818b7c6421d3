// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/vm/vm.h"

namespace hf {

void Vm::Init(uint32_t id, std::span<Vcpu> vcpus, const AddressSpace& memory) {
  id_ = id;
  vcpus_ = vcpus;
  stage2_ = memory.root();
  auto state = state_.Lock();
  state->memory = memory;
  state->vcpus.fill(abi::VcpuState::kOff);
  for (uint32_t i = 0; i < vcpus.size(); ++i) {
    vcpus[i].vm = this;
    vcpus[i].index = i;
  }
}

}  // namespace hf
