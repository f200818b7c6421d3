// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A secondary's console: the registers of a PL011 that is always ready to send and never receives.

#ifndef HYPERVISOR_EXITS_UART_H_
#define HYPERVISOR_EXITS_UART_H_

#include "hypervisor/arch/aarch64/model/syndrome.h"
#include "hypervisor/calls/context.h"

namespace hf {

// Performs the access if it is to the console's page and the syndrome describes it completely: a
// single load or store of 8, 16 or 32 bits. False, and nothing done, otherwise.
bool EmulateUart(CallContext& context, IpaAddr ipa, arch::AccessSyndrome access);

}  // namespace hf

#endif  // HYPERVISOR_EXITS_UART_H_
