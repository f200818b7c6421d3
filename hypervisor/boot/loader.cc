// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/boot/loader.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "hypervisor/arch/memory.h"
#include "hypervisor/arch/stage2.h"
#include "hypervisor/boot/failure.h"
#include "hypervisor/manifest/fdt_patch.h"

namespace hf::boot {

Loader::Loader(System& system, const Occupied& occupied)
    : system_(system),
      occupied_(occupied),
      archive_(File(arch::DirectMap(occupied.archive.begin()), occupied.archive.size())) {}

void Loader::Run() {
  LoadPrimary();
  LoadSecondaries();
  PatchDeviceTree();
}

std::optional<Loader::File> Loader::Find(std::string_view name) const {
  const auto found = archive_.Find(name);
  if (!found.ok()) Fail("the RAM disk, before a file \"%\": %", name, found.error().what);
  return found.value();
}

PhysRange Loader::RangeOf(File file) const {
  const auto offset =
      static_cast<uint64_t>(file.data() - arch::DirectMap(occupied_.archive.begin()));
  return *PhysRange::FromSize(occupied_.archive.begin() + offset, file.size());
}

void Loader::Place(File file, PhysRange range) {
  std::memcpy(arch::DirectMap(range.begin()), file.data(), file.size());
  arch::CleanToPoc(range);
}

std::optional<PhysRange> Loader::ObstacleIn(PhysRange range) const {
  std::optional<PhysRange> highest;
  const auto consider = [&](PhysRange thing) {
    if (thing.Overlaps(range) && (!highest || highest->begin() < thing.begin())) highest = thing;
  };
  consider(occupied_.image);
  consider(occupied_.device_tree);
  consider(occupied_.archive);
  consider(primary_kernel_);
  for (const PhysRange& secondary : secondaries_) consider(secondary);
  return highest;
}

std::optional<PhysRange> Loader::Carve(uint64_t size) const {
  for (const PhysRange& ram : system_.ram) {
    PhysAddr end = ram.end();
    while (end - ram.begin() >= size) {
      const PhysRange candidate = *PhysRange::FromBounds(end - size, end);
      const auto obstacle = ObstacleIn(candidate);
      if (!obstacle) return candidate;
      end = std::max(obstacle->begin().AlignDown(kPageSize), ram.begin());
    }
  }
  return std::nullopt;
}

std::optional<PhysAddr> Loader::Arena::Allocate(PagePool& pool, uint64_t size, uint64_t alignment) {
  PhysAddr begin = rest_.begin().AlignUp(alignment);
  if (rest_.end() < begin || rest_.end() - begin < size) {
    const uint64_t pages = (size + kPageSize - 1) / kPageSize;
    const auto run = pool.AllocateRun(pages, std::max(alignment, kPageSize));
    if (!run) return std::nullopt;
    begin = *run;
    rest_ = *PhysRange::FromSize(*run, pages * kPageSize);
  }
  rest_ = *PhysRange::FromBounds(begin + size, rest_.end());
  return begin;
}

std::optional<std::span<Vcpu>> Loader::AllocateVcpus(uint32_t count) {
  const auto memory = vcpu_arena_.Allocate(system_.pool, count * sizeof(Vcpu), alignof(Vcpu));
  if (!memory) return std::nullopt;
  std::byte* const at = arch::DirectMap(*memory);
  for (uint32_t i = 0; i < count; ++i) new (at + i * sizeof(Vcpu)) Vcpu{};
  return std::span(std::launder(reinterpret_cast<Vcpu*>(at)), count);
}

std::optional<PhysAddr> Loader::AllocateRoot(unsigned ipa_bits) {
  const uint64_t size = AddressSpace::RootSize(ipa_bits);
  return root_arena_.Allocate(system_.pool, size, size);
}

void Loader::PatchDeviceTree() {
  StaticVector<PhysRange, abi::kMaxVms> reserved;
  HF_CHECK(reserved.push_back(occupied_.image));
  for (const PhysRange& secondary : secondaries_) HF_CHECK(reserved.push_back(secondary));
  const PhysRange& tree = occupied_.device_tree;
  const auto changed = manifest::PatchFdt({arch::DirectMap(tree.begin()), tree.size()},
                                          primary_initrd_, reserved.span());
  if (!changed.ok()) Fail("the device tree cannot be changed: %", changed.error().what);
  arch::CleanToPoc(*PhysRange::FromSize(tree.begin(), changed.value()));
}

}  // namespace hf::boot
