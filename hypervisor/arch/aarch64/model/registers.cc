// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/registers.h"

namespace hf::arch {

void Registers::Reset(uint64_t entry, uint64_t x0, uint64_t mpidr) {
  constexpr uint64_t kEl1hDaifMasked = 0x3c5;
  // As the boot protocol says: the RES1 bits of ARMv8.0, MMU and caches off.
  constexpr uint64_t kSctlr = 0x30d00800;
  *this = Registers{};
  x[0] = x0;
  pc = entry;
  pstate = kEl1hDaifMasked;
  vmpidr = mpidr;
  el1.sctlr = kSctlr;
}

}  // namespace hf::arch
