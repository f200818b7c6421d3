// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Half-open ranges of addresses, [begin, end), with checked arithmetic.

#ifndef HYPERVISOR_BASE_RANGE_H_
#define HYPERVISOR_BASE_RANGE_H_

#include <algorithm>
#include <optional>

#include "hypervisor/base/address.h"

namespace hf {

// Invariant: begin <= end. An empty range contains nothing and overlaps nothing.
template <class Addr>
class Range {
 public:
  constexpr Range() = default;

  // Nothing when begin + size wraps. The last byte of the address space is never in a range.
  static constexpr std::optional<Range> FromSize(Addr begin, uint64_t size) {
    if (begin.raw() + size < begin.raw()) return std::nullopt;
    return Range(begin, begin + size);
  }
  // Nothing when end is before begin.
  static constexpr std::optional<Range> FromBounds(Addr begin, Addr end) {
    if (end < begin) return std::nullopt;
    return Range(begin, end);
  }

  constexpr Addr begin() const { return begin_; }
  constexpr Addr end() const { return end_; }
  constexpr uint64_t size() const { return end_ - begin_; }
  constexpr bool empty() const { return begin_ == end_; }
  constexpr bool Contains(Addr a) const { return begin_ <= a && a < end_; }
  constexpr bool Contains(const Range& r) const { return begin_ <= r.begin_ && r.end_ <= end_; }
  constexpr bool Overlaps(const Range& r) const {
    return std::max(begin_, r.begin_) < std::min(end_, r.end_);
  }
  constexpr bool IsPageAligned() const {
    return begin_.IsAligned(kPageSize) && end_.IsAligned(kPageSize);
  }
  // The whole pages inside the range; empty when there is none.
  constexpr Range WholePages() const {
    if (begin_.raw() + kPageSize < begin_.raw()) return Range();
    const Addr b = begin_.AlignUp(kPageSize);
    return Range(b, std::max(b, end_.AlignDown(kPageSize)));
  }
  constexpr bool operator==(const Range&) const = default;

 private:
  constexpr Range(Addr begin, Addr end) : begin_(begin), end_(end) {}
  Addr begin_;
  Addr end_;
};

using PhysRange = Range<PhysAddr>;
using IpaRange = Range<IpaAddr>;
using VirtRange = Range<VirtAddr>;

}  // namespace hf

#endif  // HYPERVISOR_BASE_RANGE_H_
