// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A private interrupt of the primary's that EL2 enables in a CPU's redistributor while a secondary
// runs there: what is written, and that everything is afterwards as it was. Pure: the redistributor
// is whatever has Read32(), Write32(), Read8(), Write8() and WaitForWrites().

#ifndef HYPERVISOR_ARCH_AARCH64_MODEL_PPI_LOAN_H_
#define HYPERVISOR_ARCH_AARCH64_MODEL_PPI_LOAN_H_

#include <cstdint>

namespace hf::arch {

// Registers of a redistributor's SGI_base frame (Arm IHI 0069, 12.11).
inline constexpr uint64_t kGicrIgroupr0 = 0x0080;
inline constexpr uint64_t kGicrIsenabler0 = 0x0100;
inline constexpr uint64_t kGicrIcenabler0 = 0x0180;
inline constexpr uint64_t kGicrIspendr0 = 0x0200;
inline constexpr uint64_t kGicrIcpendr0 = 0x0280;
inline constexpr uint64_t kGicrIpriorityr = 0x0400;

// As what an interrupt is presented to the CPU.
struct PpiSetting {
  bool group1;
  uint8_t priority;
};

constexpr uint32_t PpiBit(unsigned intid) { return uint32_t{1} << intid; }

template <class Gicr>
PpiSetting SettingOf(Gicr& gicr, unsigned intid) {
  return {.group1 = (gicr.Read32(kGicrIgroupr0) & PpiBit(intid)) != 0,
          .priority = gicr.Read8(kGicrIpriorityr + intid)};
}

class PpiLoan {
 public:
  constexpr explicit PpiLoan(unsigned intid) : intid_(static_cast<uint8_t>(intid)) {}

  // Taken, or found to be enabled by the primary, and not returned since.
  constexpr bool is_out() const { return state_ != State::kNone; }

  // Enables the interrupt, not pending. One that the primary has enabled is left as it is, and so
  // is one that is out already. Requires that no device asserts it.
  template <class Gicr>
  void Take(Gicr& gicr, PpiSetting setting) {
    if (state_ != State::kNone) return;
    state_ = State::kNotNeeded;
    if (gicr.Read32(kGicrIsenabler0) & bit()) return;
    state_ = State::kTaken;
    was_ = SettingOf(gicr, intid_);
    // What the primary has left pending would stop every secondary at once.
    was_pending_ = (gicr.Read32(kGicrIspendr0) & bit()) != 0;
    if (was_pending_) gicr.Write32(kGicrIcpendr0, bit());
    Set(gicr, setting);
    gicr.Write32(kGicrIsenabler0, bit());
  }

  // Puts it back. Requires that no device asserts it.
  template <class Gicr>
  void Return(Gicr& gicr) {
    if (state_ == State::kTaken) {
      gicr.Write32(kGicrIcenabler0, bit());
      gicr.WaitForWrites();
      // A level is not pending any more; an edge, if the primary made it one, would be.
      gicr.Write32(was_pending_ ? kGicrIspendr0 : kGicrIcpendr0, bit());
      Set(gicr, was_);
    }
    state_ = State::kNone;
  }

 private:
  enum class State : uint8_t { kNone, kNotNeeded, kTaken };

  constexpr uint32_t bit() const { return PpiBit(intid_); }

  template <class Gicr>
  void Set(Gicr& gicr, PpiSetting setting) {
    const uint32_t groups = gicr.Read32(kGicrIgroupr0);
    gicr.Write32(kGicrIgroupr0, setting.group1 ? groups | bit() : groups & ~bit());
    gicr.Write8(kGicrIpriorityr + intid_, setting.priority);
  }

  uint8_t intid_;
  State state_ = State::kNone;
  bool was_pending_ = false;
  PpiSetting was_ = {};
};

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_MODEL_PPI_LOAN_H_
