// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A VM's stage 2: which pages it may use and how, and which it owns. VMs pass raw addresses to
// each other, so all memory is mapped one to one (IPA = PA) and a page is named by its PA alone.
//
// Locking: part of the VM's state, under the VM's lock.

#ifndef HYPERVISOR_MM_ADDRESS_SPACE_H_
#define HYPERVISOR_MM_ADDRESS_SPACE_H_

#include <optional>

#include "hypervisor/arch/aarch64/model/pte.h"
#include "hypervisor/arch/stage2.h"
#include "hypervisor/base/range.h"
#include "hypervisor/mm/page_table.h"

namespace hf {

class AddressSpace {
 public:
  // The tag of this VM's translations in the TLBs (VTTBR_EL2.VMID); not the VM's id in the ABI.
  enum class HwVmid : uint8_t {};

  AddressSpace() = default;
  // Bytes of the root table of a space of that many bits, which is also its alignment (Arm ARM
  // D8.2.2): an entry for each GiB. Between 31 and 40 bits.
  static constexpr uint64_t RootSize(unsigned ipa_bits) {
    const uint64_t size = (uint64_t{1} << (ipa_bits - 30)) * sizeof(arch::Descriptor);
    return size < kMinRootAlignment ? kMinRootAlignment : size;
  }
  // Requires a zeroed and aligned root.
  AddressSpace(PhysAddr root, unsigned ipa_bits, HwVmid vmid);

  // What SwitchVcpu() needs; constant from construction, so readable without the VM's lock.
  const arch::Stage2Root& root() const { return stage2_; }

  // IPAs from here up are never mapped.
  uint64_t limit() const { return limit_; }

  // Takes the table pages that a change of this range can need.
  [[nodiscard]] bool Reserve(PhysRange range, PageTable::Reservation& reservation) const;
  // Makes the whole range look like `page`. Requires a reservation for this very range, or that the
  // range is in transfer: then it needs none.
  void Set(PhysRange range, const arch::Stage2Page& page, PageTable::Reservation& reservation);

  // How the pages of the range look, if they all look the same.
  std::optional<arch::Stage2Page> Uniform(PhysRange range) const;

  // From here on translations may be in TLBs: changes invalidate them.
  void Activate();

 private:
  static constexpr uint64_t kMinRootAlignment = 64;
  bool active_ = false;
  uint64_t limit_ = 0;
  PageTable table_;
  arch::Stage2Root stage2_;
};

}  // namespace hf

#endif  // HYPERVISOR_MM_ADDRESS_SPACE_H_
