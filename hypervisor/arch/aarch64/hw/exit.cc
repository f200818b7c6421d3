// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// From the exception vectors to arch::HandleExit().

#include "hypervisor/arch/exit.h"

#include <cstddef>

#include "hypervisor/arch/aarch64/hw/layout.h"
#include "hypervisor/arch/aarch64/hw/offsets.h"
#include "hypervisor/arch/aarch64/hw/panic.h"
#include "hypervisor/arch/aarch64/hw/sysreg.h"
#include "hypervisor/arch/aarch64/model/syndrome.h"
#include "hypervisor/base/log.h"

namespace hf::arch {
namespace {

static_assert(offsetof(Registers, pc) == HF_REGISTERS_PC);
static_assert(offsetof(Registers, pstate) == HF_REGISTERS_PC + 8);
static_assert(offsetof(FpRegisters, fpsr) == HF_FP_FPSR);
static_assert(offsetof(FpRegisters, fpcr) == HF_FP_FPSR + 4);
static_assert(static_cast<int>(ExitKind::kSynchronous) == HF_EXIT_SYNCHRONOUS);
static_assert(static_cast<int>(ExitKind::kInterrupt) == HF_EXIT_INTERRUPT);
static_assert(static_cast<int>(ExitKind::kSError) == HF_EXIT_SERROR);

// Not known for a permission fault of the access itself, for which HPFAR_EL2 is not written
// (D17.2.62). To look it up by the VM's own tables, by AT, would let the VM choose what EL2's walk
// meets: an external abort of it is an exception in EL2. No such fault is ever stale, because no
// page that is mapped gets more rights, so that nothing but a report needs the address.
std::optional<IpaAddr> FaultIpa(AbortSyndrome abort, uint64_t far) {
  if (!abort.is_stage2_fault() && !abort.is_address_size_fault()) return std::nullopt;
  const bool in_hpfar = abort.stage1_walk() || !abort.is_permission_fault();
  if (!in_hpfar) return std::nullopt;
  // FIPA, bits 47:12 of the address, stands in bits 39:4.
  const uint64_t page = ((HF_READ_SYSREG(hpfar_el2) >> 4) & ((uint64_t{1} << 40) - 1)) << kPageBits;
  // The walk's own address is not FAR's, so its offset is not known.
  return IpaAddr(abort.stage1_walk() ? page : page | (far & (kPageSize - 1)));
}

}  // namespace

bool InterruptPending() {
  // ISR_EL1.I and F, which are the physical ones at EL2 (D17.2.96).
  return (HF_READ_SYSREG(isr_el1) & (3 << 6)) != 0;
}

extern "C" Registers* hf_exit(Registers* registers, uint64_t why);
extern "C" [[noreturn]] void hf_el2_exception(uint64_t vector);

Registers* hf_exit(Registers* registers, uint64_t why) {
  Exit exit{.kind = static_cast<ExitKind>(why)};
  if (exit.kind != ExitKind::kInterrupt) exit.syndrome = HF_READ_SYSREG(esr_el2);
  const AbortSyndrome abort(exit.syndrome);
  if (exit.kind == ExitKind::kSynchronous &&
      (abort.exception_class() == ExceptionClass::kDataAbortLower ||
       abort.exception_class() == ExceptionClass::kInstructionAbortLower)) {
    // A panic has taken the VM's memory away.
    if (Panicking()) Park();
    const uint64_t far = HF_READ_SYSREG(far_el2);
    exit.far = VirtAddr(far);
    exit.fault_ipa = FaultIpa(abort, far);
  }
  return &HandleExit(*registers, exit);
}

// Called with hf_panicking_cpu set to this one.
void hf_el2_exception(uint64_t vector) {
  // Read first: what follows may make another exception of it.
  const Syndrome syndrome(HF_READ_SYSREG(esr_el2));
  const uint64_t pc = HF_READ_SYSREG(elr_el2);
  const uint64_t address = HF_READ_SYSREG(far_el2);
  StopAllVms();
  Log("panic: exception in EL2, vector %: %, syndrome %, pc % (image + %), address %", vector,
      Describe(syndrome.exception_class()), Hex{syndrome.raw()}, Hex{pc},
      Hex{pc - AddressOf(hf_image_begin).raw()}, Hex{address});
  EndPanic();
}

}  // namespace hf::arch
