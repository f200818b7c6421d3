// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A TestSystem's state, to come back to it: cheaper by far than to load the VMs again. It is bytes,
// so whatever EL2 keeps in the System and in pages of the pool is in it; memory of the VMs is not.

#ifndef HYPERVISOR_TESTING_CHECKPOINT_H_
#define HYPERVISOR_TESTING_CHECKPOINT_H_

#include <array>
#include <cstddef>
#include <vector>

#include "hypervisor/testing/test_system.h"

namespace hf::test {

class Checkpoint {
 public:
  // Requires that no lock is held.
  explicit Checkpoint(TestSystem& t);
  // Requires the same TestSystem, whose locks need not be free. What its machine wrote down is
  // forgotten.
  void Restore(TestSystem& t) const;

 private:
  std::vector<std::byte> system_;
  std::vector<std::byte> pool_;
  host::Machine::Loaded loaded_;
  uint64_t now_;
  std::array<Vcpu*, abi::kMaxCpus> running_;
};

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_CHECKPOINT_H_
