// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What must end in a panic, tried by EL2 on itself: a failed check, an exception in EL2, writing to
// what is constant, executing what is data, a stack that overflows. Only the variant HF_SELF_ATTACK
// has it, for testing/suites/panic; in the others not an instruction is left of it.

#ifndef HYPERVISOR_EXITS_SELF_ATTACK_H_
#define HYPERVISOR_EXITS_SELF_ATTACK_H_

#include <cstdint>

namespace hf {

// The immediate of the HVC that asks for it, with x0 = which, x1 = an address.
inline constexpr uint16_t kSelfAttack = 0x5e1f;

#ifdef HF_SELF_ATTACK
// Returns if EL2 has survived, which it should not have.
void SelfAttack(uint64_t which, uint64_t address);
inline bool IsSelfAttack(uint16_t immediate) { return immediate == kSelfAttack; }
#else
inline void SelfAttack(uint64_t, uint64_t) {}
inline bool IsSelfAttack(uint16_t) { return false; }
#endif

}  // namespace hf

#endif  // HYPERVISOR_EXITS_SELF_ATTACK_H_
