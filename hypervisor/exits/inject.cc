// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/exits/inject.h"

#include "hypervisor/arch/aarch64/model/inject.h"
#include "hypervisor/arch/features.h"
#include "hypervisor/arch/switch.h"

namespace hf {

void InjectExternalAbort(CallContext& context, arch::AbortSyndrome abort, VirtAddr far) {
  arch::Registers& registers = context.caller().registers;
  arch::UnloadEl1(registers);
  arch::InjectExternalAbort(registers, abort, far.raw(), arch::Features());
  arch::ReloadEl1(registers);
}

void InjectUndefined(CallContext& context) {
  arch::Registers& registers = context.caller().registers;
  arch::UnloadEl1(registers);
  arch::InjectUndefined(registers, arch::Features());
  arch::ReloadEl1(registers);
}

}  // namespace hf
