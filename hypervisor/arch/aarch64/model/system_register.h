// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What EL2 answers to a secondary's trapped access to a system register. The answers are generated
// from registers.policy.

#ifndef HYPERVISOR_ARCH_AARCH64_MODEL_SYSTEM_REGISTER_H_
#define HYPERVISOR_ARCH_AARCH64_MODEL_SYSTEM_REGISTER_H_

#include <cstdint>

#include "hypervisor/arch/aarch64/registers/types.h"
#include "hypervisor/arch/features.h"

namespace hf::arch {

RegisterAnswer AnswerTo(uint16_t encoding);

// The place of an ID register among IdRegisters. Requires that the answer to it is kId.
constexpr unsigned IdIndex(uint16_t encoding) { return (encoding & 0x7f) - 8; }

// What is shown of the ID registers of this CPU: only what is offered.
void HideWhatIsNotOffered(IdRegisters& registers);

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_MODEL_SYSTEM_REGISTER_H_
