// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A list of at most so many elements, with no memory but its own: copied, compared, and a member of
// what is.

#ifndef ABI_MODEL_LIST_H_
#define ABI_MODEL_LIST_H_

#include <cstddef>
#include <cstdint>

namespace hf::abi::model {

template <class T, size_t kCapacity>
class List {
 public:
  static constexpr size_t capacity() { return kCapacity; }
  constexpr size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr bool full() const { return size_ == kCapacity; }

  constexpr T* begin() { return items_; }
  constexpr T* end() { return items_ + size_; }
  constexpr const T* begin() const { return items_; }
  constexpr const T* end() const { return items_ + size_; }
  constexpr T& operator[](size_t i) { return items_[i]; }
  constexpr const T& operator[](size_t i) const { return items_[i]; }
  // Requires !empty().
  constexpr const T& back() const { return items_[size_ - 1]; }

  // Requires !full().
  constexpr void Append(const T& value) { Insert(size_, value); }
  // Requires !full(), and i <= size().
  constexpr void Insert(size_t i, const T& value) {
    if (full()) __builtin_trap();
    for (size_t at = size_++; at > i; --at) items_[at] = items_[at - 1];
    items_[i] = value;
  }
  // Requires i < size().
  constexpr void Remove(size_t i) {
    for (--size_; i < size_; ++i) items_[i] = items_[i + 1];
  }

  constexpr bool Contains(const T& value) const {
    for (const T& item : *this) {
      if (item == value) return true;
    }
    return false;
  }
  // Nothing happens if it is not there.
  constexpr void RemoveValue(const T& value) {
    for (size_t i = 0; i < size_; ++i) {
      if (items_[i] == value) return Remove(i);
    }
  }

  friend constexpr bool operator==(const List& a, const List& b) {
    if (a.size_ != b.size_) return false;
    for (size_t i = 0; i < a.size_; ++i) {
      if (!(a.items_[i] == b.items_[i])) return false;
    }
    return true;
  }

 private:
  T items_[kCapacity]{};
  uint8_t size_ = 0;
  static_assert(kCapacity < 256);
};

}  // namespace hf::abi::model

#endif  // ABI_MODEL_LIST_H_
