// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Provoking exceptions and looking at what the CPU says of them.

#ifndef TESTING_ISOLATION_TRAP_H_
#define TESTING_ISOLATION_TRAP_H_

#include <cstdint>

namespace hf::isolation {

// Filled by the vectors of trap.S, which know the offsets.
struct Trap {
  uint64_t taken;  // 0: no exception; else the number of its vector plus 1
  uint64_t esr;
  uint64_t far;
  uint64_t elr;
  uint64_t spsr;
  uint64_t unused;
  uint64_t result;  // what the attempt returned, if no exception was taken
  uint64_t stack;
};

using Attempt = uint64_t (*)(uint64_t argument);

extern "C" {
void trap_try(Attempt attempt, uint64_t argument, Trap* noted);
uint64_t try_read(uint64_t address);
uint64_t try_write(uint64_t address);
uint64_t try_execute(uint64_t address);
}

inline Trap Try(Attempt attempt, uint64_t argument) {
  Trap noted = {};
  trap_try(attempt, argument, &noted);
  return noted;
}

}  // namespace hf::isolation

#endif  // TESTING_ISOLATION_TRAP_H_
