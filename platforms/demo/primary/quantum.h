// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The scheduler's time slice: the primary's own virtual timer and the GIC's PPI that it raises. The
// interrupt is never taken as an exception: while a secondary runs it ends vcpu_run with PREEMPTED,
// and the scheduler then acknowledges it here. Used on CPU 0 only.

#ifndef HF_PLATFORMS_DEMO_PRIMARY_QUANTUM_H_
#define HF_PLATFORMS_DEMO_PRIMARY_QUANTUM_H_

#include <cstdint>

namespace hf::demo {

// Lets the timer's interrupt through to this CPU (GICv3, at the addresses of QEMU's virt board).
void SetUpQuantum();

// From now on, after `milliseconds`, a running secondary is preempted.
void StartQuantum(uint64_t milliseconds);

// No longer. If the timer has fired, its interrupt is acknowledged and ended. Returns whether it
// had. After PREEMPTED one is `expected`: the GIC is given a moment to raise it.
bool StopQuantum(bool expected);

// The counter that all VMs see, in microseconds.
uint64_t NowMicroseconds();

}  // namespace hf::demo

#endif  // HF_PLATFORMS_DEMO_PRIMARY_QUANTUM_H_
