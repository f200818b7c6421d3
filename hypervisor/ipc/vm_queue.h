// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Ids of VMs in order, each at most once: those that wait for a mailbox, and those whose mailbox
// somebody waited for. Pure; locking is the owner's.

#ifndef HYPERVISOR_IPC_VM_QUEUE_H_
#define HYPERVISOR_IPC_VM_QUEUE_H_

#include <cstdint>
#include <optional>

#include "abi/el2/types.h"
#include "hypervisor/base/static_vector.h"

namespace hf {

class VmQueue {
 public:
  bool empty() const { return ids_.empty(); }
  // Requires !empty().
  uint32_t first() const { return ids_[0]; }

  // At the end, unless it is there.
  void Add(uint32_t vm_id);

  // The one that was added first, which is taken off; nothing when there is none.
  std::optional<uint32_t> Take();

 private:
  // Small, since there are two for each VM.
  StaticVector<uint8_t, abi::kMaxVms> ids_;
};

}  // namespace hf

#endif  // HYPERVISOR_IPC_VM_QUEUE_H_
