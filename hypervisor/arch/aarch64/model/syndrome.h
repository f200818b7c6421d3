// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What ESR_EL2 says, decoded (Arm ARM D17.2.37). Pure: the same on the host.

#ifndef HYPERVISOR_ARCH_AARCH64_MODEL_SYNDROME_H_
#define HYPERVISOR_ARCH_AARCH64_MODEL_SYNDROME_H_

#include <cstdint>

namespace hf::arch {

enum class ExceptionClass : uint8_t {
  kUnknown = 0x00,
  kWfiWfe = 0x01,
  kIllegalState = 0x0e,
  kHvc32 = 0x12,
  kSmc32 = 0x13,
  kHvc = 0x16,
  kSmc = 0x17,
  kSystemRegister = 0x18,
  kInstructionAbortLower = 0x20,
  kInstructionAbortSame = 0x21,
  kPcAlignment = 0x22,
  kDataAbortLower = 0x24,
  kDataAbortSame = 0x25,
  kSpAlignment = 0x26,
  kSError = 0x2f,
};

class Syndrome {
 public:
  constexpr explicit Syndrome(uint64_t esr) : esr_(esr) {}

  constexpr uint64_t raw() const { return esr_; }
  constexpr ExceptionClass exception_class() const {
    return static_cast<ExceptionClass>((esr_ >> 26) & 0x3f);
  }
  // Bytes of the trapped instruction: 2 for a short one of T32, which a VM's EL0 may be in.
  constexpr uint64_t instruction_size() const { return Bit(25) ? 4 : 2; }
  // The immediate of HVC and SMC.
  constexpr uint16_t immediate() const { return static_cast<uint16_t>(esr_); }
  // Of kWfiWfe: WFI, and not WFE or one of the two with a timeout.
  constexpr bool is_wfi() const { return Bits(1, 0) == 0; }

 protected:
  constexpr bool Bit(unsigned n) const { return (esr_ >> n) & 1; }
  constexpr uint8_t Bits(unsigned high, unsigned low) const {
    return static_cast<uint8_t>((esr_ >> low) & ((1u << (high - low + 1)) - 1));
  }

 private:
  uint64_t esr_;
};

// A data or instruction abort taken from a VM.
class AbortSyndrome : public Syndrome {
 public:
  using Syndrome::Syndrome;

  constexpr uint8_t fault_status() const { return Bits(5, 0); }
  // Translation, access flag and permission faults are what stage 2 decides; HPFAR_EL2 is valid
  // for these (permission faults: it is for stage 2 ones, D17.2.62).
  constexpr bool is_stage2_fault() const {
    const uint8_t kind = fault_status() >> 2;
    return kind >= 1 && kind <= 3;
  }
  constexpr bool is_permission_fault() const { return fault_status() >> 2 == 3; }
  // Address size faults too are reported by a stage-2 walk: an IPA beyond the VM's space.
  constexpr bool is_address_size_fault() const { return fault_status() >> 2 == 0; }
  constexpr int level() const { return fault_status() & 3; }
  // The access was made by the walk of the VM's own stage-1 tables.
  constexpr bool stage1_walk() const { return Bit(7); }
  constexpr bool cache_maintenance() const { return Bit(8); }
  // FAR_EL2 does not hold the address.
  constexpr bool far_not_valid() const { return Bit(10); }
  // Data aborts only: writes, including by cache maintenance.
  constexpr bool is_write() const { return Bit(6); }
  constexpr bool is_fetch() const {
    return exception_class() == ExceptionClass::kInstructionAbortLower;
  }
  // "translation fault", "permission fault", ...
  const char* Describe() const;
  // " reading ", " executing ", ...: what the address follows.
  const char* DescribeAction() const;
};

// A single load or store that the syndrome describes completely, so that it can be emulated.
class AccessSyndrome : public AbortSyndrome {
 public:
  using AbortSyndrome::AbortSyndrome;
  constexpr bool valid() const { return Bit(24); }
  constexpr unsigned size() const { return 1u << Bits(23, 22); }
  constexpr bool sign_extend() const { return Bit(21); }
  // The general register; 31 is XZR.
  constexpr unsigned register_number() const { return Bits(20, 16); }
  constexpr bool is_64bit_register() const { return Bit(15); }
};

// A trapped MRS, MSR or system instruction.
class SystemRegisterSyndrome : public Syndrome {
 public:
  using Syndrome::Syndrome;
  constexpr bool is_read() const { return Bit(0); }
  constexpr unsigned register_number() const { return Bits(9, 5); }
  // op0, op1, CRn, CRm and op2 side by side, as in the instruction.
  constexpr uint16_t encoding() const {
    return static_cast<uint16_t>(Bits(21, 20) << 14 | Bits(16, 14) << 11 | Bits(13, 10) << 7 |
                                 Bits(4, 1) << 3 | Bits(19, 17));
  }
};

// Whether the exception is a VM's instruction that EL2 traps or that the CPU refuses, so that
// "there is no such instruction" is an answer to it. Of the classes of D17.2.37 these are:
//   0x00           the CPU's own refusal that is routed to EL2
//   0x03 to 0x06   AArch32 accesses to coprocessor registers; only EL0 can be in AArch32
//   0x07, 0x08     FP, SIMD and SVE by CPTR_EL2; VMRS
//   0x09           pointer authentication (HCR_EL2.API)
//   0x0a           LD64B and ST64B (HCRX_EL2)
//   0x0c           MRRC of a trace register
//   0x14, 0x18     MRS, MSR, SYS, MRRS, MSRR
//   0x19, 0x1d     SVE, SME
//   0x1a, 0x1b     ERET (fine-grained traps), TSTART
//   0x27, 0x2d     memory copies and GCS
// HVC, SMC, WFI and aborts have answers of their own. Illegal state, alignment, breakpoints and
// arithmetic (0x0d, 0x0e, 0x1c, 0x22, 0x26, 0x28, 0x2c, 0x30 to 0x3c) are EL1's own, and never
// routed to EL2, as neither HCR_EL2.TGE nor MDCR_EL2.TDE is set.
constexpr bool IsRefusedInstruction(ExceptionClass exception_class) {
  constexpr uint64_t kClasses = uint64_t{0b1'0111'1111'1001} | uint64_t{1} << 0x14 |
                                uint64_t{0b111} << 0x18 | uint64_t{1} << 0x1b |
                                uint64_t{1} << 0x1d | uint64_t{1} << 0x27 | uint64_t{1} << 0x2d;
  return (kClasses >> static_cast<unsigned>(exception_class)) & 1;
}

// An exception class in words, for reports.
const char* Describe(ExceptionClass exception_class);

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_MODEL_SYNDROME_H_
