// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the tables that are generated from registers.policy are made of.

#ifndef HYPERVISOR_ARCH_AARCH64_REGISTERS_TYPES_H_
#define HYPERVISOR_ARCH_AARCH64_REGISTERS_TYPES_H_

#include <cstdint>

namespace hf::arch {

// What a secondary's trapped access to a system register comes to.
enum class RegisterAnswer : uint8_t {
  kUndefined,  // an undefined-instruction exception
  kZero,       // reads 0, ignores writes
  kId,         // an ID register: reads what is offered
};

// Encodings are op0, op1, CRn, CRm and op2 side by side, 16 bits, as in the instruction.
struct AnswerRange {
  uint16_t first;
  uint16_t last;
  RegisterAnswer answer;
};

// The ID register of this index shows in the four bits from `low` at most `value`, or exactly it.
struct IdLimit {
  uint8_t index;
  uint8_t low;
  uint8_t value;
  bool exact;
};

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_REGISTERS_TYPES_H_
