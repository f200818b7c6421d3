// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The last hypercalls of a vCPU, for the report of its abort.
//
// Locking: as the vCPU's registers.

#ifndef HYPERVISOR_VM_CALL_HISTORY_H_
#define HYPERVISOR_VM_CALL_HISTORY_H_

#include <array>
#include <cstdint>

namespace hf {

class CallHistory {
 public:
  static constexpr uint64_t kCapacity = 4;

  struct Call {
    uint32_t number;  // as the VM gave it
    bool returned;    // else the vCPU left the CPU, and its result came later
    std::array<uint64_t, 3> arguments;
    uint64_t result;
  };

  // The calls that there have been, of which the last kCapacity are known.
  uint64_t count() const { return count_; }
  // Requires that `n` is one of those; the first of all is 0.
  const Call& At(uint64_t n) const { return calls_[n % kCapacity]; }

  // A call with the registers x0 to x3 begins.
  template <class X>
  void Begin(const X& x) {
    calls_[count_++ % kCapacity] = {static_cast<uint32_t>(x[0]), false, {x[1], x[2], x[3]}, 0};
  }
  // It returns.
  void Return(uint64_t result) {
    Call& call = calls_[(count_ - 1) % kCapacity];
    call.returned = true;
    call.result = result;
  }

 private:
  uint64_t count_ = 0;
  std::array<Call, kCapacity> calls_{};
};

}  // namespace hf

#endif  // HYPERVISOR_VM_CALL_HISTORY_H_
