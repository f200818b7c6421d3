// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// All CPUs at once.

#ifndef TESTING_ISOLATION_CPUS_H_
#define TESTING_ISOLATION_CPUS_H_

namespace hf::isolation {

// Turns on every CPU of the machine and lets all of them run the two canaries as fast as they can:
// a vCPU runs on one CPU at a time, and its registers follow it from CPU to CPU.
void CpusRunVcpus();

}  // namespace hf::isolation

#endif  // TESTING_ISOLATION_CPUS_H_
