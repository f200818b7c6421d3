// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The primary: all of the machine that is not EL2's or a secondary's.

#include <algorithm>

#include "hypervisor/arch/stage2.h"
#include "hypervisor/base/endian.h"
#include "hypervisor/boot/failure.h"
#include "hypervisor/boot/loader.h"

namespace hf::boot {
namespace {

using arch::Ownership;
using arch::Stage2Page;

constexpr uint64_t kLoadAlignment = 2 << 20;

// The widest that the ABI promises the primary, if the CPU has as much.
constexpr unsigned kMaxPrimaryIpaBits = 40;

constexpr Stage2Page kOwnMemory{
    .read = true, .write = true, .execute = true, .ownership = Ownership::kOwned};
constexpr Stage2Page kDevice{.read = true, .write = true, .device = true};
constexpr Stage2Page kNothing{};

// The arm64 Linux image header: text_offset at 8, image_size at 16, "ARM\x64" at 56. An image
// without one, or from before image_size was there, has no offset.
uint64_t TextOffset(std::span<const std::byte> kernel) {
  constexpr uint32_t kMagic = 0x644d5241;
  constexpr size_t kHeaderSize = 64;
  if (kernel.size() < kHeaderSize) return 0;
  const auto word = [&](size_t at) { return uint64_t{LoadLe32(kernel.data() + at)}; };
  if (word(56) != kMagic || (word(16) | word(20)) == 0) return 0;
  return word(8) | word(12) << 32;
}

}  // namespace

void Loader::MapPrimary(AddressSpace& memory) {
  const auto set = [&](PhysRange range, const Stage2Page& page) {
    PageTable::Reservation tables(system_.pool);
    if (!memory.Reserve(range, tables)) Fail("the page pool is too small for the primary's tables");
    memory.Set(range, page, tables);
  };
  set(*PhysRange::FromBounds(PhysAddr(0), PhysAddr(memory.limit())), kDevice);
  for (const PhysRange& ram : system_.ram) {
    if (ram.end().raw() > memory.limit()) Fail("RAM at % is beyond the CPU's reach", ram.end());
    set(ram, kOwnMemory);
  }
  set(occupied_.image, kNothing);
}

void Loader::LoadPrimary() {
  const auto kernel = Find("vmlinuz");
  if (!kernel || kernel->empty()) {
    Fail("the RAM disk has no file \"vmlinuz\", which is the primary's kernel");
  }
  const File initrd = Find("initrd.img").value_or(File());
  primary_initrd_ =
      initrd.empty() ? *PhysRange::FromSize(occupied_.archive.begin(), 0) : RangeOf(initrd);

  const PhysAddr boundary = occupied_.image.end().AlignUp(kLoadAlignment);
  const uint64_t text_offset = TextOffset(*kernel);
  const auto place = PhysRange::FromSize(boundary, text_offset).has_value()
                         ? PhysRange::FromSize(boundary + text_offset, kernel->size())
                         : std::nullopt;
  if (!place || !system_.IsRam(*place)) {
    Fail("no RAM for the primary's kernel, % bytes at % + %", kernel->size(), boundary,
         Hex{text_offset});
  }
  if (const auto obstacle = ObstacleIn(*place)) {
    Fail("the primary's kernel, % bytes at %, would overwrite what the boot loader put at %",
         kernel->size(), place->begin(), obstacle->begin());
  }
  Place(*kernel, *place);
  primary_kernel_ = *place;

  const unsigned ipa_bits = std::min(kMaxPrimaryIpaBits, arch::PhysicalAddressBits());
  const auto root = AllocateRoot(ipa_bits);
  const auto vcpus = AllocateVcpus(system_.cpu_count);
  if (!root || !vcpus) Fail("the page pool is too small for the primary");
  AddressSpace memory(*root, ipa_bits, AddressSpace::HwVmid{abi::kPrimaryVmId});
  MapPrimary(memory);
  system_.primary().Init(abi::kPrimaryVmId, *vcpus, memory);
  system_.vm_count = 1;
  for (uint32_t i = 0; i < system_.cpu_count; ++i) {
    Cpu& cpu = system_.cpus[i];
    cpu.primary_vcpu = &(*vcpus)[i];
    cpu.primary_vcpu->loaded_on.store(&cpu, std::memory_order_relaxed);
    // The state of a primary's vCPU is its CPU's power; a call of it always finds it running.
    system_.primary().state().Lock()->vcpus[i] = abi::VcpuState::kRunning;
    cpu.primary_vcpu->registers.Reset(place->begin().raw(), occupied_.device_tree.begin().raw(), 0);
  }
  Log("primary VM: % bytes at %, % vCPU%", kernel->size(), place->begin(), system_.cpu_count,
      system_.cpu_count == 1 ? "" : "s");
}

}  // namespace hf::boot
