// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A secondary's own virtual timer.

#ifndef HYPERVISOR_CALLS_TIMER_H_
#define HYPERVISOR_CALLS_TIMER_H_

#include "hypervisor/vm/vcpu.h"

namespace hf {

// If the timer has expired and the vCPU has not masked it, it is masked and its virtual interrupt
// becomes pending. Returns whether that is so. Requires that this CPU has the vCPU, which is a
// secondary's, loaded, and that its VM is not locked.
bool FireTimer(Vcpu& vcpu);

}  // namespace hf

#endif  // HYPERVISOR_CALLS_TIMER_H_
