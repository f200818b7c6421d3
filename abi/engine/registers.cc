// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See program.h: arguments in registers.

#include "abi/engine/bits.h"
#include "abi/engine/program.h"

namespace hf::engine {

Args Decode(const ir::Record* args, const Registers& registers) {
  Args values = {};
  for (int i = 0; args != nullptr && i < args->field_size() && i < kMostArgs; ++i) {
    const ir::Field& field = args->field(i);
    values[static_cast<size_t>(i)] = Extract(field, registers[field.x()]);
  }
  return values;
}

Registers Encode(uint32_t number, const ir::Record* args, const Args& values) {
  Registers registers = {number};
  for (int i = 0; args != nullptr && i < args->field_size() && i < kMostArgs; ++i) {
    const ir::Field& field = args->field(i);
    registers[field.x()] |= Place(field, values[static_cast<size_t>(i)]);
  }
  return registers;
}

}  // namespace hf::engine
