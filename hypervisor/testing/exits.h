// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Exits as the CPU reports them. The values of ESR_EL2 are put together here from the Arm ARM's
// tables (D17.2.37), apart from the decoders that are under test.

#ifndef HYPERVISOR_TESTING_EXITS_H_
#define HYPERVISOR_TESTING_EXITS_H_

#include <cstdint>
#include <optional>

#include "hypervisor/arch/exit.h"

namespace hf::test {

// An exception of this class with this ISS, by an instruction of 32 bits.
arch::Exit Exception(uint64_t exception_class, uint64_t iss);

arch::Exit Hvc(uint16_t immediate = 0);
arch::Exit Smc(uint16_t immediate = 0);
arch::Exit Wfi();
arch::Exit Interrupt();
arch::Exit SError();

// Fault status codes without the level.
inline constexpr uint64_t kAddressSizeFault = 0x00;
inline constexpr uint64_t kTranslationFault = 0x04;
inline constexpr uint64_t kAccessFlagFault = 0x08;
inline constexpr uint64_t kPermissionFault = 0x0c;

// A data abort from a VM. Without `access` the syndrome does not describe it (ISV clear).
struct Access {
  unsigned size = 4;  // bytes
  unsigned rt = 0;
  bool sign_extend = false;
  bool is_64bit = false;
};
struct DataAbort {
  uint64_t ipa = 0;
  bool write = false;
  uint64_t status = kTranslationFault | 3;
  std::optional<Access> access = {};
  bool stage1_walk = false;
  bool cache_maintenance = false;
  uint64_t va = 0;  // the IPA if 0
  bool ipa_known = true;

  arch::Exit exit() const;
};
arch::Exit InstructionAbort(uint64_t ipa, uint64_t status = kTranslationFault | 3);

// A trapped MRS (read) or MSR of S<op0>_<op1>_C<crn>_C<crm>_<op2>.
arch::Exit SystemRegister(unsigned op0, unsigned op1, unsigned crn, unsigned crm, unsigned op2,
                          bool read, unsigned rt);

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_EXITS_H_
