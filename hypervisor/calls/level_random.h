// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Whatever the levels of the VMs, the core does the same: a random sequence of calls and exits is
// made twice, with VMs of level 0.1 among others and with VMs of level 1.0 only, and each step must
// have the same outcome. What the 0.1 primary has EL2 do, its counterpart of 1.0 does by calls: it
// takes the waiters and interrupts them. That what VMs of 1.0 get is right is for the tests against
// the model.

#ifndef HYPERVISOR_CALLS_LEVEL_RANDOM_H_
#define HYPERVISOR_CALLS_LEVEL_RANDOM_H_

#include <cstdint>
#include <set>
#include <string>

namespace hf::test {

// The first step of the seed's sequence whose outcome differs, in words; empty if there is none.
// `old`: the VMs of level 0.1, of which there are 4 with the primary.
std::string FirstDifference(const std::set<uint32_t>& old, uint32_t seed);

}  // namespace hf::test

#endif  // HYPERVISOR_CALLS_LEVEL_RANDOM_H_
