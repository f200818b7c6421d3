// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/testing/exits.h"

namespace hf::test {

arch::Exit Exception(uint64_t exception_class, uint64_t iss) {
  return {.kind = arch::ExitKind::kSynchronous,
          .syndrome = exception_class << 26 | uint64_t{1} << 25 | iss};
}

arch::Exit Hvc(uint16_t immediate) { return Exception(0x16, immediate); }
arch::Exit Smc(uint16_t immediate) { return Exception(0x17, immediate); }
// Condition "always", TI = 0.
arch::Exit Wfi() { return Exception(0x01, uint64_t{1} << 24 | uint64_t{0xe} << 20); }
arch::Exit Interrupt() { return {.kind = arch::ExitKind::kInterrupt}; }
arch::Exit SError() {
  return {.kind = arch::ExitKind::kSError, .syndrome = uint64_t{0x2f} << 26 | uint64_t{1} << 25};
}

arch::Exit DataAbort::exit() const {
  uint64_t iss =
      status | uint64_t{write} << 6 | uint64_t{stage1_walk} << 7 | uint64_t{cache_maintenance} << 8;
  if (access) {
    const uint64_t sas = access->size == 1 ? 0 : access->size == 2 ? 1 : access->size == 4 ? 2 : 3;
    iss |= uint64_t{1} << 24 | sas << 22 | uint64_t{access->sign_extend} << 21 |
           uint64_t{access->rt} << 16 | uint64_t{access->is_64bit} << 15;
  }
  arch::Exit exit = Exception(0x24, iss);
  exit.far = VirtAddr(va != 0 ? va : ipa);
  if (ipa_known) exit.fault_ipa = IpaAddr(ipa);
  return exit;
}

arch::Exit InstructionAbort(uint64_t ipa, uint64_t status) {
  arch::Exit exit = Exception(0x20, status);
  exit.far = VirtAddr(ipa);
  exit.fault_ipa = IpaAddr(ipa);
  return exit;
}

arch::Exit SystemRegister(unsigned op0, unsigned op1, unsigned crn, unsigned crm, unsigned op2,
                          bool read, unsigned rt) {
  return Exception(0x18, uint64_t{op0} << 20 | op2 << 17 | op1 << 14 | crn << 10 | rt << 5 |
                             crm << 1 | (read ? 1 : 0));
}

}  // namespace hf::test
