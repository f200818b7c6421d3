// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The virtual interrupts of a vCPU: which are enabled, which are pending. An interrupt that is both
// asserts the vCPU's IRQ line, which is a level: it falls when the last has been taken, or
// disabled.
//
// Pure bookkeeping; whom an interrupt wakes is the caller's. Locking: part of the VM's state, under
// the VM's lock.

#ifndef HYPERVISOR_IRQ_VIRTUAL_INTERRUPTS_H_
#define HYPERVISOR_IRQ_VIRTUAL_INTERRUPTS_H_

#include <bit>
#include <cstdint>

#include "abi/el2/types.h"

namespace hf {

class VirtualInterrupts {
 public:
  // The IRQ line.
  constexpr bool asserted() const { return (enabled_ & pending_) != 0; }
  constexpr bool is_enabled(uint32_t intid) const { return (enabled_ & Bit(intid)) != 0; }

  constexpr bool is_pending(uint32_t intid) const { return (pending_ & Bit(intid)) != 0; }

  // One that is pending is delivered as soon as it is enabled; one that is disabled stays pending.
  constexpr void Enable(uint32_t intid, bool enable) {
    enabled_ = enable ? enabled_ | Bit(intid) : enabled_ & ~Bit(intid);
  }

  // Makes an interrupt pending. True if that asserts the line, which was not: somebody has to act.
  constexpr bool Inject(uint32_t intid) {
    const bool was_asserted = asserted();
    pending_ |= Bit(intid);
    return !was_asserted && asserted();
  }

  // The lowest that is enabled and pending, which stops being pending; or kInvalidIntid.
  constexpr uint32_t Take() {
    if (!asserted()) return abi::kInvalidIntid;
    const auto intid = static_cast<uint32_t>(std::countr_zero(enabled_ & pending_));
    pending_ &= ~Bit(intid);
    return intid;
  }

 private:
  // Requires intid < kNumIntids: the dispatch answers calls that name another.
  static constexpr uint64_t Bit(uint32_t intid) { return uint64_t{1} << intid; }

  uint64_t enabled_ = 0;
  uint64_t pending_ = 0;
};
static_assert(abi::kNumIntids == 64, "as many as a word has bits");

}  // namespace hf

#endif  // HYPERVISOR_IRQ_VIRTUAL_INTERRUPTS_H_
