// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// How a failed comparison shows its values. A type of one's own gets an overload
//
//     void Show(hf::test::Text& text, const MyType& value);
//
// in the namespace of the type, or is shown as "(a value)".

#ifndef TESTING_GUEST_SHOW_H_
#define TESTING_GUEST_SHOW_H_

#include <hf/hf.h>

#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "testing/guest/report.h"

namespace hf::test {

template <typename T>
void ShowValue(Text& text, const T& value);

template <typename T>
void Show(Text& text, const guest::Maybe<T>& value) {
  if (value) {
    ShowValue(text, *value);
  } else {
    text << "none";
  }
}

inline void Show(Text& text, guest::Unit) { text << "success"; }
inline void Show(Text& text, guest::VmId value) { text << "VM " << uint64_t{value.value}; }
inline void Show(Text& text, guest::VcpuIndex value) { text << "vCPU " << uint64_t{value.value}; }
inline void Show(Text& text, guest::Intid value) { text << "INTID " << uint64_t{value.value}; }
inline void Show(Text& text, guest::Ipa value) { (text << "IPA 0x").Hex(value.value); }
inline void Show(Text& text, const guest::MailboxReceiveReturn& value) {
  text << uint64_t{value.size} << " bytes from ";
  Show(text, value.vm_id);
}

template <typename T>
void ShowValue(Text& text, const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    text << (value ? "true" : "false");
  } else if constexpr (std::is_enum_v<T>) {
    ShowValue(text, static_cast<std::underlying_type_t<T>>(value));
  } else if constexpr (std::is_integral_v<T>) {
    // As both: what is decimal to one reader is a bit pattern to another.
    if constexpr (std::is_signed_v<T>) {
      if (value < 0) text << '-';
      text << (value < 0 ? -static_cast<uint64_t>(value) : static_cast<uint64_t>(value));
    } else {
      text << static_cast<uint64_t>(value);
    }
    using Bits = std::make_unsigned_t<T>;
    if (value < 0 || value > 9) (text << " (0x").Hex(static_cast<Bits>(value)) << ')';
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    text.Quoted(value);
  } else if constexpr (std::is_pointer_v<T>) {
    (text << "0x").Hex(reinterpret_cast<uintptr_t>(value));
  } else if constexpr (requires { Show(text, value); }) {
    Show(text, value);
  } else {
    text << "(a value)";
  }
}

}  // namespace hf::test

#endif  // TESTING_GUEST_SHOW_H_
