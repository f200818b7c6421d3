// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/aarch64/model/inject.h"

namespace hf::arch {
namespace {

// PSTATE as SPSR_EL2 holds it (C5.2.19).
constexpr uint64_t kModeMask = 0x1f;
constexpr uint64_t kAarch32 = uint64_t{1} << 4;
constexpr uint64_t kEl1h = 0b00101;
constexpr uint64_t kStackPointerSelect = 1;
constexpr uint64_t kDaif = uint64_t{0xf} << 6;
constexpr uint64_t kSsbs = uint64_t{1} << 12;
constexpr uint64_t kPan = uint64_t{1} << 22;
constexpr uint64_t kDit = uint64_t{1} << 24;
constexpr uint64_t kAarch32Dit = uint64_t{1} << 21;
constexpr uint64_t kTco = uint64_t{1} << 25;
constexpr uint64_t kNzcv = uint64_t{0xf} << 28;

// SCTLR_EL1 (D17.2.118).
constexpr uint64_t kSctlrSpan = uint64_t{1} << 23;
constexpr uint64_t kSctlrDssbs = uint64_t{1} << 44;

constexpr uint64_t kLongInstruction = uint64_t{1} << 25;

bool FromEl1(const Registers& r) {
  return (r.pstate & (kModeMask & ~kStackPointerSelect)) == 0b00100;
}

// Takes a synchronous exception to EL1 with this syndrome.
void TakeToEl1(Registers& r, uint64_t esr, const CpuFeatures& features) {
  // The vector depends on where the exception comes from (D1.3.1.3): current EL with SP_EL0 or
  // SP_EL1, a lower EL in AArch64 or AArch32.
  uint64_t offset = 0x400;
  if (FromEl1(r)) {
    offset = (r.pstate & kStackPointerSelect) ? 0x200 : 0;
  } else if (r.pstate & kAarch32) {
    offset = 0x600;
  }
  r.el1.esr = esr;
  r.el1.elr = r.pc;
  r.el1.spsr = r.pstate;
  // PSTATE on taking an exception to AArch64 (D1.3.1.4): UAO, SS, IL and BTYPE are cleared; NZCV
  // and DIT stay.
  const bool aarch32 = r.pstate & kAarch32;
  uint64_t pstate = kEl1h | kDaif | (r.pstate & kNzcv);
  if (r.pstate & (aarch32 ? kAarch32Dit : kDit)) pstate |= kDit;
  if (features.pan) {
    const bool set = !(r.el1.sctlr & kSctlrSpan) || (r.pstate & kPan);
    if (set) pstate |= kPan;
  }
  if (features.ssbs && (r.el1.sctlr & kSctlrDssbs)) pstate |= kSsbs;
  if (features.mte) pstate |= kTco;
  r.pstate = pstate;
  r.pc = r.el1.vbar + offset;
}

}  // namespace

void InjectExternalAbort(Registers& r, AbortSyndrome abort, uint64_t far,
                         const CpuFeatures& features) {
  // Data and instruction aborts to EL1 come in two classes, from a lower EL and from the same one.
  const bool data = abort.exception_class() == ExceptionClass::kDataAbortLower;
  ExceptionClass ec =
      data ? ExceptionClass::kDataAbortLower : ExceptionClass::kInstructionAbortLower;
  if (FromEl1(r)) ec = static_cast<ExceptionClass>(static_cast<uint8_t>(ec) + 1);
  // Synchronous external abort, on the access or on the walk of a table at some level; EL1 sees no
  // stage 2, so S1PTW and the description of the access (ISV) are clear.
  const uint64_t status =
      abort.stage1_walk() ? 0x14u + static_cast<unsigned>(abort.level()) : 0x10u;
  const uint64_t write_and_cm = data ? abort.raw() & ((1u << 6) | (1u << 8)) : 0;
  const uint64_t esr = (uint64_t{static_cast<uint8_t>(ec)} << 26) |
                       (abort.raw() & kLongInstruction) | write_and_cm | status;
  r.el1.far = far;
  TakeToEl1(r, esr, features);
}

void InjectUndefined(Registers& r, const CpuFeatures& features) {
  const uint64_t esr =
      (uint64_t{static_cast<uint8_t>(ExceptionClass::kUnknown)} << 26) | kLongInstruction;
  TakeToEl1(r, esr, features);
}

}  // namespace hf::arch
