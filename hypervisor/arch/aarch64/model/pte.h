// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Translation table descriptors, 4 KiB granule (Arm ARM D8.3). Pure: the same on the host.
//
// A walker needs only what all stages have in common: valid, table or leaf, the output address.
// The attributes of a leaf are opaque bits to it. For stage 2 they include, in the bits that the
// architecture leaves to software (58:55, and in invalid descriptors all but bit 0), who owns the
// page; so ownership survives when a page is unmapped, and splits and merges with the mapping.

#ifndef HYPERVISOR_ARCH_AARCH64_MODEL_PTE_H_
#define HYPERVISOR_ARCH_AARCH64_MODEL_PTE_H_

#include <cstdint>
#include <optional>

#include "hypervisor/base/address.h"

namespace hf::arch {

using Descriptor = uint64_t;

inline constexpr int kLeafLevel = 3;
inline constexpr int kFirstBlockLevel = 1;
inline constexpr unsigned kEntriesPerTable = 512;

// Bytes that one entry of a table of this level spans: 1 GiB, 2 MiB, 4 KiB for 1, 2, 3.
constexpr uint64_t EntrySpan(int level) { return kPageSize << (9 * (kLeafLevel - level)); }

inline constexpr Descriptor kValid = 1;
inline constexpr Descriptor kTableOrPage = 2;
inline constexpr Descriptor kAddressMask = 0x0000fffffffff000;
// Left to software: what differs only here is the same to the hardware (D8.3.2).
inline constexpr Descriptor kSoftwareBits = uint64_t{0xf} << 55;
// A leaf that must not be merged with its neighbours, even if they look the same.
inline constexpr Descriptor kPinned = uint64_t{1} << 57;

constexpr bool IsValid(Descriptor d) { return (d & kValid) != 0; }
constexpr bool IsTable(Descriptor d, int level) {
  return level < kLeafLevel && (d & (kValid | kTableOrPage)) == (kValid | kTableOrPage);
}
constexpr PhysAddr OutputAddress(Descriptor d) { return PhysAddr(d & kAddressMask); }
constexpr Descriptor MakeTable(PhysAddr table) { return table.raw() | kTableOrPage | kValid; }

// The attributes of a leaf: everything but address and type.
constexpr uint64_t LeafAttributes(Descriptor d) { return d & ~(kAddressMask | kTableOrPage); }
// A leaf of the given level; an invalid one keeps the attributes and drops the address.
constexpr Descriptor MakeLeaf(PhysAddr output, uint64_t attributes, int level) {
  if (!IsValid(attributes)) return attributes;
  return output.raw() | attributes | (level == kLeafLevel ? kTableOrPage : 0);
}

// Stage 1 of EL2 (D8.3.1.2, D8.5): attributes index MAIR_EL2 0 = normal write-back, 1 = device.
enum class El2Mapping : uint8_t { kCode, kReadOnly, kData, kDevice };
constexpr uint64_t El2Attributes(El2Mapping m) {
  constexpr uint64_t kAccessFlag = uint64_t{1} << 10;
  constexpr uint64_t kInnerShareable = uint64_t{3} << 8;
  constexpr uint64_t kReadOnlyAp = uint64_t{1} << 7;
  constexpr uint64_t kRes1Ap = uint64_t{1} << 6;  // AP[1] is RES1 in a regime with one EL
  constexpr uint64_t kExecuteNever = uint64_t{1} << 54;
  constexpr uint64_t kDeviceIndex = uint64_t{1} << 2;
  const uint64_t common = kValid | kAccessFlag | kRes1Ap;
  switch (m) {
    case El2Mapping::kCode:
      return common | kInnerShareable | kReadOnlyAp;
    case El2Mapping::kReadOnly:
      return common | kInnerShareable | kReadOnlyAp | kExecuteNever;
    case El2Mapping::kData:
      return common | kInnerShareable | kExecuteNever;
    case El2Mapping::kDevice:
      return common | kDeviceIndex | kExecuteNever;
  }
  return 0;
}

// Who owns a page and who may use it, from the view of the VM in whose tables it stands.
enum class Ownership : uint8_t {
  kNone = 0,      // not this VM's
  kOwned = 1,     // this VM's alone
  kShared = 2,    // this VM's, and somebody else may use it (a VM, or EL2 as a mailbox)
  kBorrowed = 3,  // somebody else's, lent to or shared with this VM
};

struct Stage2Page {
  bool read = false;
  bool write = false;
  bool execute = false;
  bool device = false;
  Ownership ownership = Ownership::kNone;
  // share_memory is at work on the page: until it is done nobody may pass it on or configure it.
  bool in_transfer = false;

  constexpr bool operator==(const Stage2Page&) const = default;
};

// Stage 2 (D8.3.2, D8.5.6): MemAttr[5:2], S2AP[7:6], SH[9:8], AF[10], XN[54], software [57:55].
constexpr uint64_t Stage2Attributes(const Stage2Page& page) {
  const uint64_t software =
      static_cast<uint64_t>(page.ownership) << 55 | (page.in_transfer ? kPinned : 0);
  if (!page.read && !page.write && !page.execute) return software;
  constexpr uint64_t kNormalWriteBack = uint64_t{0b1111} << 2;
  constexpr uint64_t kDeviceNGnRE = uint64_t{0b0001} << 2;
  constexpr uint64_t kInnerShareable = uint64_t{3} << 8;
  constexpr uint64_t kAccessFlag = uint64_t{1} << 10;
  return kValid | kAccessFlag | (page.device ? kDeviceNGnRE : kNormalWriteBack | kInnerShareable) |
         (page.read ? uint64_t{1} << 6 : 0) | (page.write ? uint64_t{1} << 7 : 0) |
         (page.execute ? 0 : uint64_t{1} << 54) | software;
}

constexpr Stage2Page DecodeStage2(uint64_t attributes) {
  Stage2Page page;
  page.ownership = static_cast<Ownership>((attributes >> 55) & 3);
  page.in_transfer = (attributes & kPinned) != 0;
  if (!IsValid(attributes)) return page;
  page.read = (attributes >> 6) & 1;
  page.write = (attributes >> 7) & 1;
  page.execute = ((attributes >> 54) & 1) == 0;
  page.device = ((attributes >> 2) & 0b1111) != 0b1111;
  return page;
}

// VTCR_EL2 for trees of 4 KiB pages that start at level 1 (D17.2.155). At 40 bits two root tables
// stand side by side (D8.2.2), so the root is aligned to 8 KiB.
constexpr uint64_t Vtcr(unsigned ipa_bits, unsigned physical_bits) {
  constexpr uint64_t kRes1 = uint64_t{1} << 31;
  constexpr uint64_t kInnerShareable = uint64_t{3} << 12;
  constexpr uint64_t kWriteBack = (uint64_t{1} << 10) | (uint64_t{1} << 8);
  constexpr uint64_t kStartLevel1 = uint64_t{1} << 6;
  const uint64_t ps = physical_bits <= 32   ? 0
                      : physical_bits <= 36 ? 1
                      : physical_bits <= 40 ? 2
                      : physical_bits <= 42 ? 3
                      : physical_bits <= 44 ? 4
                                            : 5;
  return kRes1 | (ps << 16) | kInnerShareable | kWriteBack | kStartLevel1 | (64 - ipa_bits);
}

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_AARCH64_MODEL_PTE_H_
