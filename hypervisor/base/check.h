// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Invariants of EL2 itself. A failed check stops the machine, so nothing that a VM or a boot file
// says may ever reach one: their mistakes are errors that are returned.

#ifndef HYPERVISOR_BASE_CHECK_H_
#define HYPERVISOR_BASE_CHECK_H_

#include <source_location>

namespace hf {

// Prints "hafnia: panic: <what> at <file>:<line>", stops every CPU and powers off. Defined by the
// architecture's backend.
[[noreturn]] void Panic(const char* what,
                        std::source_location where = std::source_location::current());

}  // namespace hf

#define HF_CHECK(condition)                     \
  do {                                          \
    if (!(condition)) [[unlikely]]              \
      ::hf::Panic("check failed: " #condition); \
  } while (false)

#endif  // HYPERVISOR_BASE_CHECK_H_
