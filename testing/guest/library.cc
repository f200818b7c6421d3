// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the C++ library's headers call beside the memory functions of //bindings/start. Weak, so
// that a test may bring its own.

#include <__verbose_abort>
#include <cstddef>

#include "bindings/start/start.h"

// Where exceptions would be thrown. The format's arguments are left out.
[[gnu::weak]] void std::__libcpp_verbose_abort(const char* format, ...) { guest_panic(format); }

extern "C" [[gnu::weak]] const void* memchr(const void* bytes, int wanted, size_t size);

const void* memchr(const void* bytes, int wanted, size_t size) {
  const volatile unsigned char* const at = static_cast<const unsigned char*>(bytes);
  for (size_t i = 0; i < size; ++i) {
    if (at[i] == static_cast<unsigned char>(wanted)) return const_cast<unsigned char*>(at + i);
  }
  return nullptr;
}
