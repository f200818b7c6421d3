// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A walk of all encodings of system registers and instructions by a VM, held against the policy.

#ifndef TESTING_SYSREGS_WALK_H_
#define TESTING_SYSREGS_WALK_H_

#include <array>
#include <cstdint>
#include <string_view>

#include "testing/sysregs/attempt.h"

namespace hf::sysregs {

// The machine as the primary, which sees it as it is, finds it.
struct Machine {
  uint64_t cpu;                  // the index of its model in kCpus
  std::array<uint64_t, 56> ids;  // S3_0_C0_C1_0 to S3_0_C0_C7_7
};

// Something that is not as the policy says.
struct Surprise {
  uint32_t encoding;
  bool read;
  Attempt attempt;
};

struct Report {
  uint64_t read;       // encodings that were read; then by what came of it
  uint64_t values;     //
  uint64_t undefined;  //
  uint64_t written;    // registers that were written
  uint64_t executed;   // instructions that were executed
  uint64_t surprises;
  std::array<Surprise, 8> first;
};

// Requires the primary. The model's name is QEMU's.
Machine ThisMachine(std::string_view cpu);

// Reads all 2^16 encodings, writes back what was read, or 0 if nothing was, and gives each
// instruction an address of the VM's own. What is to read 0 is written with ones. Leaves nothing
// changed but what the instructions do.
void Walk(const Machine& machine, bool primary, Report& report);

// Fills each register that is switched, but for SCTLR_EL1 and VBAR_EL1, with bits of its own; the
// second tells how many of them, and that there were at least `least`, do not hold them any more.
void Fill(uint64_t seed);
uint64_t Lost(uint64_t least);

}  // namespace hf::sysregs

#endif  // TESTING_SYSREGS_WALK_H_
