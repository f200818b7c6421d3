// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// EL2's first map, made with the MMU off: its own image, W^X from the first instruction with the
// MMU on, and nothing else. Boot adds the rest to it (boot/el2_map.h).

#include <atomic>

#include "hypervisor/arch/aarch64/hw/cpu.h"
#include "hypervisor/arch/aarch64/hw/layout.h"
#include "hypervisor/arch/aarch64/model/pte.h"
#include "hypervisor/base/check.h"

namespace hf::arch {
namespace {

struct alignas(kPageSize) TablePage {
  Descriptor entries[kEntriesPerTable] = {};
};

uint64_t IndexAt(PhysAddr address, int level) {
  return address.raw() / EntrySpan(level) % kEntriesPerTable;
}

}  // namespace

// Found by start.S.
extern "C" constinit TablePage hf_el2_root;
extern "C" void hf_build_early_map();
extern "C" void hf_invalidate_image();

constinit TablePage hf_el2_root;

namespace {

constinit TablePage level2;
constinit TablePage level3;

[[gnu::noinline]] void MapPages(const std::byte* begin, const std::byte* end, El2Mapping mapping) {
  for (PhysAddr p = AddressOf(begin); p < AddressOf(end); p = p + kPageSize) {
    level3.entries[IndexAt(p, 3)] = MakeLeaf(p, El2Attributes(mapping), 3);
  }
}

}  // namespace

// The image does not cross a 2 MiB boundary (start.S looks), so one table of each level is enough.
void hf_build_early_map() {
  const PhysAddr image = AddressOf(hf_image_begin);
  hf_el2_root.entries[IndexAt(image, 1)] = MakeTable(AddressOf(&level2));
  level2.entries[IndexAt(image, 2)] = MakeTable(AddressOf(&level3));
  MapPages(hf_image_begin, hf_text_end, El2Mapping::kCode);
  MapPages(hf_text_end, hf_read_only_end, El2Mapping::kReadOnly);
  MapPages(hf_read_only_end, hf_stacks, El2Mapping::kData);
  for (std::byte* stack = hf_stacks; stack < hf_pool_begin; stack += HF_STACK_STRIDE) {
    MapPages(stack + HF_STACK_GUARD, stack + HF_STACK_STRIDE, El2Mapping::kData);
  }
  MapPages(hf_pool_begin, hf_image_end, El2Mapping::kData);
}

// With the MMU off all of the above went to memory past the caches. Lines that a boot loader left
// there must not cover it once the caches are on (Arm ARM D7.5.8).
void hf_invalidate_image() {
  uint64_t ctr;
  asm volatile("mrs %0, ctr_el0" : "=r"(ctr));
  const uint64_t line = uint64_t{4} << ((ctr >> 16) & 0xf);
  const PhysRange image = ImageRange();
  for (PhysAddr p = image.begin(); p < image.end(); p = p + line) {
    asm volatile("dc ivac, %0" : : "r"(p.raw()) : "memory");
  }
  asm volatile("dsb sy\n\tisb" : : : "memory");
}

PhysAddr El2Root() { return AddressOf(&hf_el2_root); }

}  // namespace hf::arch
