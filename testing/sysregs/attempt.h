// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Executing one instruction that is made at run time, and noting what comes of it.

#ifndef TESTING_SYSREGS_ATTEMPT_H_
#define TESTING_SYSREGS_ATTEMPT_H_

#include <cstdint>

namespace hf::sysregs {

// Filled by attempt.S, which knows the offsets.
struct Attempt {
  uint64_t taken;  // 0: no exception; else the number of its vector plus 1
  uint64_t esr;
  uint64_t elr;
  uint64_t spsr;
  uint64_t pstate;   // when the instruction was executed
  uint64_t result;   // x0 afterwards
  uint64_t address;  // of the instruction
};

// The vectors of an exception of the current level on its own stack pointer, and from AArch32.
inline constexpr uint64_t kFromEl1 = 4 + 1;
inline constexpr uint64_t kFromAarch32 = 12 + 1;

// ESR_EL1 of an undefined instruction (Arm ARM D17.2.37): class 0, a long instruction.
inline constexpr uint64_t kUndefinedInstruction = 0x02000000;

// Whether it gave an undefined-instruction exception with all that the CPU says of one.
constexpr bool IsUndefined(const Attempt& attempt) {
  // NZCV, DAIF and where it came from; SPSR_EL1 has more bits, by extension.
  constexpr uint64_t kCompared = 0xf00003df;
  const uint64_t vector = attempt.pstate & 0x10 ? kFromAarch32 : kFromEl1;
  return attempt.taken == vector && attempt.esr == kUndefinedInstruction &&
         attempt.elr == attempt.address && (attempt.spsr & kCompared) == attempt.pstate;
}

// Executes an instruction with x0 = value.
Attempt Execute(uint32_t instruction, uint64_t value);

// An instruction of A32 at EL0, and behind it SVC #0.
Attempt ExecuteA32(uint32_t instruction, uint64_t value);

// MRS and MSR of x0, or SYSL and SYS, of any encoding (Arm ARM C4.1, "System instructions"): op0,
// op1, CRn, CRm and op2 as they stand side by side in the instruction, 16 bits.
constexpr uint32_t Read(uint32_t encoding) { return 0xd5200000 | encoding << 5; }
constexpr uint32_t Write(uint32_t encoding) { return 0xd5000000 | encoding << 5; }

}  // namespace hf::sysregs

#endif  // TESTING_SYSREGS_ATTEMPT_H_
