// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A vector with room for N elements inside itself: EL2 has no heap.

#ifndef HYPERVISOR_BASE_STATIC_VECTOR_H_
#define HYPERVISOR_BASE_STATIC_VECTOR_H_

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <type_traits>

#include "hypervisor/base/check.h"

namespace hf {

template <class T, size_t N>
class StaticVector {
  static_assert(std::is_trivially_destructible_v<T>);

 public:
  // False, and nothing changed, when there is no room.
  [[nodiscard]] constexpr bool push_back(const T& value) {
    if (size_ == N) return false;
    items_[size_++] = value;
    return true;
  }
  // The last element, which is taken off; nothing when there is none.
  constexpr std::optional<T> pop_back() {
    if (size_ == 0) return std::nullopt;
    return items_[--size_];
  }
  // Takes off the element at `i`; those behind it move up.
  constexpr void erase(size_t i) {
    HF_CHECK(i < size_);
    --size_;
    for (; i < size_; ++i) items_[i] = items_[i + 1];
  }
  constexpr void clear() { size_ = 0; }
  // Keeps the first n elements, or all when there are fewer.
  constexpr void truncate(size_t n) {
    if (n < size_) size_ = n;
  }

  constexpr size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  static constexpr size_t capacity() { return N; }

  constexpr T& operator[](size_t i) {
    HF_CHECK(i < size_);
    return items_[i];
  }
  constexpr const T& operator[](size_t i) const {
    HF_CHECK(i < size_);
    return items_[i];
  }
  constexpr T* begin() { return items_.data(); }
  constexpr T* end() { return items_.data() + size_; }
  constexpr const T* begin() const { return items_.data(); }
  constexpr const T* end() const { return items_.data() + size_; }
  constexpr std::span<const T> span() const { return {items_.data(), size_}; }

 private:
  std::array<T, N> items_{};
  size_t size_ = 0;
};

}  // namespace hf

#endif  // HYPERVISOR_BASE_STATIC_VECTOR_H_
