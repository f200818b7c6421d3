// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The machine's other CPUs, one after the other: each is started, does one piece of work while CPU
// 0 waits, and turns itself off.

#ifndef HF_PLATFORMS_DEMO_PRIMARY_CPUS_H_
#define HF_PLATFORMS_DEMO_PRIMARY_CPUS_H_

#include <cstdint>

namespace hf::demo {

// Calls `work` with the CPU's number on each further CPU. Returns how many CPUs there are, CPU 0
// included. A CPU that does not finish ends the demo.
uint64_t OnEachOtherCpu(void (*work)(uint64_t cpu));

}  // namespace hf::demo

#endif  // HF_PLATFORMS_DEMO_PRIMARY_CPUS_H_
