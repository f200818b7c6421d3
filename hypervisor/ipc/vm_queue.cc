// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/ipc/vm_queue.h"

#include "hypervisor/base/check.h"

namespace hf {

void VmQueue::Add(uint32_t vm_id) {
  for (const uint32_t id : ids_) {
    if (id == vm_id) return;
  }
  // There is room for every VM once.
  HF_CHECK(ids_.push_back(static_cast<uint8_t>(vm_id)));
}

std::optional<uint32_t> VmQueue::Take() {
  if (ids_.empty()) return std::nullopt;
  const uint32_t id = ids_[0];
  ids_.erase(0);
  return id;
}

}  // namespace hf
