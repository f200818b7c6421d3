// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the table of expectations is made of that is generated from the policy of registers
// (hypervisor/arch/aarch64/registers).

#ifndef TESTING_SYSREGS_RULES_H_
#define TESTING_SYSREGS_RULES_H_

#include <cstdint>

namespace hf::sysregs {

// What a VM finds, on a CPU that has the register.
enum class Outcome : uint8_t {
  kUndefined,  // an undefined-instruction exception
  kZero,       // reads 0, ignores writes
  kId,         // reads what the policy offers of the CPU's value
  kValue,      // something
};

struct Rule {
  Outcome secondary;
  Outcome primary;
  bool readable;
  bool writable;
  bool maybe;      // may be undefined as well
  bool fillable;   // each vCPU has its own, and may fill it with anything
  uint8_t exempt;  // bit 2n: for secondaries on CPU model n; bit 2n + 1: for the primary
  uint64_t needs;  // bits of features, of which any is enough; 0: none
};

// Encodings from `first` to the next run's have the rule of this index.
struct Run {
  uint16_t first;
  uint16_t rule;
};

// The CPU has it when the field of 4 bits from `low` on is within bounds.
struct Feature {
  uint8_t index;  // of the ID register: S3_0_C0_C1_0 is 0, S3_0_C0_C7_7 is 55
  uint8_t low;
  uint8_t least;
  uint8_t most;
};

// The ID register of this index shows at most `value` in these 4 bits, or exactly it.
struct IdLimit {
  uint8_t index;
  uint8_t low;
  uint8_t value;
  bool exact;
};

}  // namespace hf::sysregs

#endif  // TESTING_SYSREGS_RULES_H_
