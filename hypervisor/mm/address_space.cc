// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/mm/address_space.h"

#include <algorithm>

#include "hypervisor/base/check.h"

namespace hf {

AddressSpace::AddressSpace(PhysAddr root, unsigned ipa_bits, HwVmid vmid)
    : limit_(uint64_t{1} << ipa_bits), table_(root, 1u << (ipa_bits - 30)) {
  HF_CHECK(ipa_bits > 30 && ipa_bits <= 40);
  HF_CHECK(root.IsAligned(RootSize(ipa_bits)));
  stage2_.vttbr = (uint64_t{static_cast<uint8_t>(vmid)} << 48) | root.raw();
  stage2_.vtcr = arch::Vtcr(ipa_bits, arch::PhysicalAddressBits());
}

bool AddressSpace::Reserve(PhysRange range, PageTable::Reservation& reservation) const {
  return table_.Reserve({range.begin().raw(), range.end().raw()}, reservation);
}

void AddressSpace::Set(PhysRange range, const arch::Stage2Page& page,
                       PageTable::Reservation& reservation) {
  const auto invalidate = [](void* stage2) {
    arch::InvalidateVm(*static_cast<const arch::Stage2Root*>(stage2));
  };
  table_.Set({range.begin().raw(), range.end().raw()}, Stage2Attributes(page), reservation,
             active_ ? +invalidate : nullptr, &stage2_);
  arch::PublishTables();
}

std::optional<arch::Stage2Page> AddressSpace::Uniform(PhysRange range) const {
  if (range.end().raw() > limit_) return std::nullopt;
  const auto attributes = table_.Uniform({range.begin().raw(), range.end().raw()});
  if (!attributes) return std::nullopt;
  return arch::DecodeStage2(*attributes);
}

void AddressSpace::Activate() { active_ = true; }

}  // namespace hf
