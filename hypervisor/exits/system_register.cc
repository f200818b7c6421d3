// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/exits/system_register.h"

#include "hypervisor/arch/aarch64/model/system_register.h"
#include "hypervisor/arch/features.h"
#include "hypervisor/exits/inject.h"

namespace hf {

void HandleSystemRegister(CallContext& context, arch::SystemRegisterSyndrome access) {
  using enum arch::RegisterAnswer;
  const uint16_t encoding = access.encoding();
  const arch::RegisterAnswer answer =
      context.vm().is_primary() ? kUndefined : arch::AnswerTo(encoding);
  if (answer == kUndefined) return InjectUndefined(context);
  arch::Registers& r = context.caller().registers;
  if (access.is_read() && access.register_number() < r.x.size()) {
    r.x[access.register_number()] =
        answer == kId ? arch::OfferedIdRegisters()[arch::IdIndex(encoding)] : 0;
  }
  r.pc += access.instruction_size();
}

}  // namespace hf
