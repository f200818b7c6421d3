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
    uint64_t result;  // if it returned

    void Return(uint64_t value) {
      returned = true;
      result = value;
    }
  };

  // The calls that there have been, of which the last kCapacity are known.
  uint64_t count() const { return count_; }
  // Requires that `n` is one of those; the first of all is 0.
  const Call& At(uint64_t n) const { return calls_[n % kCapacity]; }

  // A call with these registers begins. In every call's way, hence short, and no call itself.
  template <class X>
  [[gnu::always_inline]] Call& Begin(const X& x) {
    Call& call = calls_[count_++ % kCapacity];
    call.number = static_cast<uint32_t>(x[0]);
    call.returned = false;
    call.arguments = {x[1], x[2], x[3]};
    return call;
  }

 private:
  uint64_t count_ = 0;
  std::array<Call, kCapacity> calls_{};
};

}  // namespace hf

#endif  // HYPERVISOR_VM_CALL_HISTORY_H_
