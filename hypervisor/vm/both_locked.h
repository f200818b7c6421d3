// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The states of two VMs, locked together: the one operation that holds two locks of a rank.

#ifndef HYPERVISOR_VM_BOTH_LOCKED_H_
#define HYPERVISOR_VM_BOTH_LOCKED_H_

#include "hypervisor/base/check.h"
#include "hypervisor/vm/vm.h"

namespace hf {

// The lower id is locked first, whichever way round the VMs are named, so that two CPUs that lock
// the same two never wait for each other. Requires two different VMs.
class [[nodiscard]] BothLocked {
 public:
  BothLocked(Vm& a, Vm& b)
      : ordered_(InOrder(a, b)),
        lower_((ordered_ ? a : b).state().Lock()),
        higher_((ordered_ ? b : a).state().Lock()) {}

  VmState& a() const { return ordered_ ? *lower_ : *higher_; }
  VmState& b() const { return ordered_ ? *higher_ : *lower_; }

 private:
  static bool InOrder(const Vm& a, const Vm& b) {
    HF_CHECK(a.id() != b.id());
    return a.id() < b.id();
  }
  const bool ordered_;
  const LockedPtr<VmState> lower_;
  const LockedPtr<VmState> higher_;
};

}  // namespace hf

#endif  // HYPERVISOR_VM_BOTH_LOCKED_H_
