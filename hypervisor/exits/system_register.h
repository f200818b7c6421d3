// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Trapped accesses to system registers.

#ifndef HYPERVISOR_EXITS_SYSTEM_REGISTER_H_
#define HYPERVISOR_EXITS_SYSTEM_REGISTER_H_

#include "hypervisor/arch/aarch64/model/syndrome.h"
#include "hypervisor/calls/context.h"

namespace hf {

// Answers a trapped MRS, MSR or system instruction as the policy of registers says
// (arch/aarch64/registers), if not by an exception, after which the caller goes on behind it. The
// primary gets one. Does not leave.
void HandleSystemRegister(CallContext& context, arch::SystemRegisterSyndrome access);

}  // namespace hf

#endif  // HYPERVISOR_EXITS_SYSTEM_REGISTER_H_
