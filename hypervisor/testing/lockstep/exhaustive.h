// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Every sequence of a few events up to a length, each step compared with the model. A state that
// was reached before, by a sequence no longer, is not gone on from again; what EL2 keeps of its VMs
// counts as well as what the model does.

#ifndef HYPERVISOR_TESTING_LOCKSTEP_EXHAUSTIVE_H_
#define HYPERVISOR_TESTING_LOCKSTEP_EXHAUSTIVE_H_

#include <cstdint>
#include <string>

#include "hypervisor/testing/lockstep/storm.h"

namespace hf::test {

struct Explored {
  std::string difference;  // empty, or a report with the sequence, of which none is shorter
  uint64_t states = 0;
  uint64_t steps = 0;
};

// From where `both` stands. `events` are the alphabet, each on its CPU.
Explored Exhaust(Lockstep& both, const Sequence& events, uint32_t depth);

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_LOCKSTEP_EXHAUSTIVE_H_
