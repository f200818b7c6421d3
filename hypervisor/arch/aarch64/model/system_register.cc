// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/aarch64/model/system_register.h"

#include <cstddef>

#include "hypervisor/arch/aarch64/registers/answers.h"

namespace hf::arch {

RegisterAnswer AnswerTo(uint16_t encoding) {
  for (const AnswerRange& range : kAnswers) {
    if (encoding <= range.last) {
      return encoding >= range.first ? range.answer : RegisterAnswer::kUndefined;
    }
  }
  return RegisterAnswer::kUndefined;
}

void HideWhatIsNotOffered(IdRegisters& registers) {
  for (size_t i = 0; i < registers.size(); ++i) registers[i] &= kIdMasks[i];
  for (const IdLimit& limit : kIdLimits) {
    uint64_t& value = registers[limit.index];
    if (!limit.exact && ((value >> limit.low) & 0xf) <= limit.value) continue;
    value &= ~(uint64_t{0xf} << limit.low);
    value |= uint64_t{limit.value} << limit.low;
  }
}

}  // namespace hf::arch
