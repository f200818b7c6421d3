// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Addresses that know their kind.
//
// A physical address, an intermediate physical address and a virtual address are three different
// things; mixing them up is the classic hypervisor bug, so here it does not compile. A raw integer
// becomes an address only where it enters EL2 (a register, the device tree) by an explicit
// constructor, and leaves it by raw().

#ifndef HYPERVISOR_BASE_ADDRESS_H_
#define HYPERVISOR_BASE_ADDRESS_H_

#include <compare>
#include <cstdint>

namespace hf {

inline constexpr uint64_t kPageBits = 12;
inline constexpr uint64_t kPageSize = uint64_t{1} << kPageBits;

template <class Tag>
class Address {
 public:
  constexpr Address() = default;
  constexpr explicit Address(uint64_t value) : value_(value) {}

  constexpr uint64_t raw() const { return value_; }
  constexpr bool IsAligned(uint64_t alignment) const { return (value_ & (alignment - 1)) == 0; }
  constexpr Address AlignDown(uint64_t alignment) const {
    return Address(value_ & ~(alignment - 1));
  }
  // Requires that the result does not wrap.
  constexpr Address AlignUp(uint64_t alignment) const {
    return Address((value_ + alignment - 1) & ~(alignment - 1));
  }

  constexpr auto operator<=>(const Address&) const = default;
  friend constexpr Address operator+(Address a, uint64_t n) { return Address(a.value_ + n); }
  friend constexpr Address operator-(Address a, uint64_t n) { return Address(a.value_ - n); }
  friend constexpr uint64_t operator-(Address a, Address b) { return a.value_ - b.value_; }

 private:
  uint64_t value_ = 0;
};

using PhysAddr = Address<struct PhysTag>;  // PA: what the bus sees
using IpaAddr = Address<struct IpaTag>;    // IPA: what a VM believes to be physical
using VirtAddr = Address<struct VirtTag>;  // VA: what EL2's own stage 1 translates

}  // namespace hf

#endif  // HYPERVISOR_BASE_ADDRESS_H_
