// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The console of start.h for C++: Print("VM ", vm_id.value, " has ", Hex{word}, "\n").

#ifndef HF_BINDINGS_START_PRINT_H_
#define HF_BINDINGS_START_PRINT_H_

#include <cstdint>

#include "bindings/start/start.h"

namespace hf::guest {

/// A number to be printed in hexadecimal.
struct Hex {
  uint64_t value;
};

inline void PrintOne(const char* text) { guest_print(text); }
inline void PrintOne(char c) { guest_print_bytes(&c, 1); }
inline void PrintOne(Hex number) { guest_print_hex(number.value); }

/// In decimal. Numbers with a sign and `bool` are not taken: a cast says what is meant.
template <typename T>
  requires(static_cast<T>(-1) > T{0} && !__is_same(T, bool) && !__is_same(T, char))
inline void PrintOne(T number) {
  guest_print_decimal(number);
}

/// Prints all of it, in order.
template <typename... Parts>
void Print(Parts... parts) {
  (PrintOne(parts), ...);
}

}  // namespace hf::guest

#endif  // HF_BINDINGS_START_PRINT_H_
