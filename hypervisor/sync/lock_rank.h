// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The order in which locks are taken: a CPU that holds a lock may only take one of a higher rank.
// Two locks of one rank are never held together, but for two VMs' by BothLocked (vm/both_locked.h),
// in the order of their ids. docs/lock_order.md says what each protects.

#ifndef HYPERVISOR_SYNC_LOCK_RANK_H_
#define HYPERVISOR_SYNC_LOCK_RANK_H_

#include <cstdint>

namespace hf {

enum class LockRank : uint8_t {
  kVm = 1,          // a VM's stage-2 tables, mailbox and vCPU states
  kVmWritable = 2,  // which mailboxes a VM waited for have become writable
  kWakeUps = 3,     // which vCPUs a primary of level 0.1 is to be told to run
  kVmConsole = 4,   // the line that a VM is printing
  kPagePool = 5,    // the free list of table pages
  kConsole = 6,     // the UART
};

}  // namespace hf

#endif  // HYPERVISOR_SYNC_LOCK_RANK_H_
