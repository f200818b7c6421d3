// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The handler of the call that the copy of the IDL adds: all that has to be written.

#include "abi/el2/dispatch.h"
#include "hypervisor/calls/context.h"

namespace hf::calls {

uint32_t VcpuGetIndex(CallContext& context) { return context.caller().index; }

}  // namespace hf::calls
