// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the generated vectors for C++ need beside check.h: from numbers to the binding's types and
// back.

#ifndef HF_BINDINGS_VECTORS_CHECK_CC_H_
#define HF_BINDINGS_VECTORS_CHECK_CC_H_

#include <hf/hf.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace hf::guest {

// A number that becomes whatever type an argument has.
struct Number {
  uint64_t number;

  // NOLINTBEGIN(google-explicit-constructor): the type is that of the place where it stands.
  constexpr operator bool() const { return number != 0; }
  constexpr operator uint64_t() const { return number; }
  constexpr operator VmId() const { return {static_cast<uint32_t>(number)}; }
  constexpr operator VcpuIndex() const { return {static_cast<uint32_t>(number)}; }
  constexpr operator Intid() const { return {static_cast<uint32_t>(number)}; }
  constexpr operator Ipa() const { return {number}; }
  constexpr operator Share() const { return static_cast<Share>(number); }
  // NOLINTEND(google-explicit-constructor)
};

constexpr uint64_t Raw(Unit) { return 0; }

template <typename T>
constexpr uint64_t Raw(T thing) {
  if constexpr (requires { thing.value; }) {
    return thing.value;
  } else {
    return static_cast<uint64_t>(thing);
  }
}

}  // namespace hf::guest

#endif  // HF_BINDINGS_VECTORS_CHECK_CC_H_
