// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Several CPUs in a test.

#ifndef TESTING_GUEST_CPUS_H_
#define TESTING_GUEST_CPUS_H_

#include <cstdint>

namespace hf::test {

inline constexpr uint64_t kMaxCpus = 8;

// The number of the calling CPU, 0 to 7: affinity level 0 of its MPIDR_EL1.
uint64_t ThisCpu();

// How many CPUs the machine has, by PSCI.
uint64_t CpuCount();

// Runs `work` with each of the numbers 0 to count - 1 on the CPU of that number at the same time,
// CPU 0 too, and returns when all are done and the others off again. Expectations that fail on
// another CPU appear as failures of the case, the first of each CPU with its text. Fails the case
// when there are fewer CPUs, or when one has not finished in 10 s. Each has a stack of 16 KiB.
void OnCpus(uint64_t count, void (*work)(uint64_t cpu));

}  // namespace hf::test

#endif  // TESTING_GUEST_CPUS_H_
