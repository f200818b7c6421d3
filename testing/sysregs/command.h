// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the primary has a secondary do, as a message. It answers with a Report, an Attempt or a
// word.

#ifndef TESTING_SYSREGS_COMMAND_H_
#define TESTING_SYSREGS_COMMAND_H_

#include <cstdint>

#include "testing/sysregs/walk.h"

namespace hf::sysregs {

enum class Op : uint64_t {
  kWalk,        // all encodings of `machine`
  kExecute,     // `instruction` with x0 = value
  kExecuteA32,  // the same at EL0 in AArch32
  kFill,        // Fill(value); answers with a word, 0
  kLost,        // answers with the word Lost(value)
};

struct Command {
  Op op;
  uint64_t instruction;
  uint64_t value;
  Machine machine;
};

}  // namespace hf::sysregs

#endif  // TESTING_SYSREGS_COMMAND_H_
