// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Why a vCPU left for EL2, and the function above the architecture that decides what follows.

#ifndef HYPERVISOR_ARCH_EXIT_H_
#define HYPERVISOR_ARCH_EXIT_H_

#include <cstdint>
#include <optional>

#include "hypervisor/arch/registers.h"
#include "hypervisor/base/address.h"

namespace hf::arch {

enum class ExitKind : uint8_t {
  kSynchronous,  // the vCPU did something: `syndrome` says what
  kInterrupt,    // a physical IRQ or FIQ, which is the primary's
  kSError,
};

struct Exit {
  ExitKind kind;
  uint64_t syndrome = 0;                  // ESR_EL2
  VirtAddr far = {};                      // FAR_EL2, for aborts
  std::optional<IpaAddr> fault_ipa = {};  // for aborts of stage 2: the exact address, if known
};

// Called by the exception vectors with the general registers, PC and PSTATE saved in `current`.
// Returns the registers to go on with; if they are another vCPU's, SwitchVcpu() has been called.
Registers& HandleExit(Registers& current, const Exit& exit);

// Whether a physical interrupt waits for this CPU until a VM runs again.
bool InterruptPending();

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_EXIT_H_
