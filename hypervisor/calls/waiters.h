// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What a mailbox's becoming writable means for those who wait for it.

#ifndef HYPERVISOR_CALLS_WAITERS_H_
#define HYPERVISOR_CALLS_WAITERS_H_

#include <cstdint>

#include "hypervisor/calls/context.h"

namespace hf::calls {

// The mailbox of the calling VM, which vm_configure or mailbox_clear makes writable.
//
//   NewlyWritable writable(context);
//   auto state = context.vm().state().Lock();
//   ...
//   return writable.Notify(*state);
//
// In this order: what needs the locks of other VMs is done when this one's is free again.
class NewlyWritable {
 public:
  explicit NewlyWritable(CallContext& context) : context_(context) {}
  NewlyWritable(const NewlyWritable&) = delete;
  NewlyWritable& operator=(const NewlyWritable&) = delete;
  ~NewlyWritable() {
    if (to_tell_ != 0) [[unlikely]]
      Tell();
  }

  // The call's result: 0 when nobody waits; 1 for the primary, which is to look after its waiters;
  // a secondary switches to the primary with NOTIFY_WAITERS. A primary whose level knows no waiters
  // does not look after any: EL2 takes them all off the list, and interrupts them. Requires that
  // `state` is the caller's, locked.
  int64_t Notify(VmState& state);

 private:
  void Tell();

  CallContext& context_;
  // A bit for each VM that has been taken off the list.
  uint32_t to_tell_ = 0;
};

}  // namespace hf::calls

#endif  // HYPERVISOR_CALLS_WAITERS_H_
