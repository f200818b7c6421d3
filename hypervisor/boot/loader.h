// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// From what the boot loader left in memory to VMs that are loaded. The boot CPU is alone; nothing
// of this runs afterwards.

#ifndef HYPERVISOR_BOOT_LOADER_H_
#define HYPERVISOR_BOOT_LOADER_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "hypervisor/base/range.h"
#include "hypervisor/base/static_vector.h"
#include "hypervisor/manifest/cpio.h"
#include "hypervisor/manifest/vms.h"
#include "hypervisor/vm/system.h"

namespace hf::boot {

// What lies in RAM and must not be overwritten.
struct Occupied {
  PhysRange image;  // EL2's own memory
  PhysRange device_tree;
  PhysRange archive;
};

class Loader {
 public:
  // Requires that the RAM, console and CPUs of `system` are known and its pool is filled.
  Loader(System& system, const Occupied& occupied);

  // Does it all. The order matters: the primary comes first, since without it there is nothing to
  // boot, and gives up the memory that the secondaries get.
  void Run();

 private:
  using File = std::span<const std::byte>;

  void LoadPrimary();
  void MapPrimary(AddressSpace& memory);
  void LoadSecondaries();
  void LoadSecondary(const manifest::VmsLine& line);
  // Null, or why this VM cannot be made, with nothing changed.
  const char* MakeSecondary(const manifest::VmsLine& line, File kernel);
  void PatchDeviceTree();

  // A file of the archive; ends the boot if the archive is damaged before it.
  std::optional<File> Find(std::string_view name) const;
  // Where a file lies.
  PhysRange RangeOf(File file) const;
  // Copies a kernel to its place and makes it visible to a VM whose caches are off.
  void Place(File file, PhysRange range);
  // Memory from the end of the first RAM range that has so much free.
  std::optional<PhysRange> Carve(uint64_t size) const;
  // The highest thing that lies in the range.
  std::optional<PhysRange> ObstacleIn(PhysRange range) const;
  std::optional<std::span<Vcpu>> AllocateVcpus(uint32_t count);
  // A zeroed root table for an address space of so many bits.
  std::optional<PhysAddr> AllocateRoot(unsigned ipa_bits);

  // What is left of the pages that came last from the pool for vCPUs, or for small root tables.
  // Both stay for good.
  class Arena {
   public:
    // Zeroed; nothing when the pool is empty. Requires that `alignment` divides a page, or is
    // `size` in whole pages.
    std::optional<PhysAddr> Allocate(PagePool& pool, uint64_t size, uint64_t alignment);

   private:
    PhysRange rest_;
  };
  Arena vcpu_arena_;
  Arena root_arena_;

  System& system_;
  const Occupied occupied_;
  const manifest::Archive archive_;
  PhysRange primary_kernel_;
  PhysRange primary_initrd_;
  StaticVector<PhysRange, abi::kMaxVms - 1> secondaries_;
};

}  // namespace hf::boot

#endif  // HYPERVISOR_BOOT_LOADER_H_
