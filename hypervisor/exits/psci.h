// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// PSCI for the primary: the machine's CPUs and its power are the primary's. The firmware does the
// work; EL2 stays below every CPU that comes up.

#ifndef HYPERVISOR_EXITS_PSCI_H_
#define HYPERVISOR_EXITS_PSCI_H_

#include <cstdint>

#include "hypervisor/calls/context.h"

namespace hf {

// Whether x0 names a function that is answered here: PSCI's range of the standard services, and
// SMCCC_VERSION, as 32- and 64-bit ids.
bool IsPsci(uint64_t x0);

// Performs the caller's call and gives it its result. Requires IsPsci() and that the caller is the
// primary.
void HandlePsci(CallContext& context);

}  // namespace hf

#endif  // HYPERVISOR_EXITS_PSCI_H_
