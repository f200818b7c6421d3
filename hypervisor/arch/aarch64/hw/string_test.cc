// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// EL2's own memory functions, compiled under other names for the host and compared with the C
// library's: every small size at every alignment, and nothing beside.

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstring>

#define memcpy el2_memcpy
#define memmove el2_memmove
#define memset el2_memset
#define memcmp el2_memcmp
#define memchr el2_memchr
#define strlen el2_strlen
#include "hypervisor/arch/aarch64/hw/string.cc"
#undef memcpy
#undef memmove
#undef memset
#undef memcmp
#undef memchr
#undef strlen

namespace {

constexpr size_t kSize = 512;
using Buffer = std::array<unsigned char, kSize>;

Buffer Numbered(unsigned from) {
  Buffer buffer;
  for (size_t i = 0; i < kSize; ++i) buffer[i] = static_cast<unsigned char>(from + i * 7);
  return buffer;
}

TEST(String, Memcpy) {
  alignas(64) const Buffer from = Numbered(1);
  for (size_t to_at = 0; to_at < 17; ++to_at) {
    for (size_t from_at = 0; from_at < 17; ++from_at) {
      for (size_t size = 0; size < 200; ++size) {
        alignas(64) Buffer to = Numbered(100);
        Buffer expected = to;
        std::memcpy(&expected[to_at], &from[from_at], size);
        ASSERT_EQ(el2_memcpy(&to[to_at], &from[from_at], size), &to[to_at]);
        ASSERT_EQ(to, expected) << to_at << " " << from_at << " " << size;
      }
    }
  }
}

TEST(String, MemmoveOverlapping) {
  for (size_t to_at = 0; to_at < 100; to_at += to_at < 20 ? 1 : 8) {
    for (size_t from_at = 0; from_at < 100; from_at += from_at < 20 ? 1 : 8) {
      for (const size_t size : {0, 1, 7, 8, 63, 64, 65, 128, 200, 300}) {
        alignas(64) Buffer buffer = Numbered(3);
        Buffer expected = buffer;
        std::memmove(&expected[to_at], &expected[from_at], size);
        ASSERT_EQ(el2_memmove(&buffer[to_at], &buffer[from_at], size), &buffer[to_at]);
        ASSERT_EQ(buffer, expected) << to_at << " " << from_at << " " << size;
      }
    }
  }
}

TEST(String, Memset) {
  for (size_t at = 0; at < 17; ++at) {
    for (size_t size = 0; size < 200; ++size) {
      for (const int value : {0, 0xa5, 0x1ff}) {
        alignas(64) Buffer buffer = Numbered(9);
        Buffer expected = buffer;
        std::memset(&expected[at], value, size);
        ASSERT_EQ(el2_memset(&buffer[at], value, size), &buffer[at]);
        ASSERT_EQ(buffer, expected) << at << " " << size;
      }
    }
  }
}

int Sign(int n) { return n < 0 ? -1 : n > 0; }

TEST(String, Memcmp) {
  const Buffer a = Numbered(0);
  for (size_t size = 0; size < 70; ++size) {
    EXPECT_EQ(el2_memcmp(a.data(), Numbered(0).data(), size), 0);
    for (size_t at = 0; at < size; ++at) {
      for (const int change : {1, 0x80, 0xff}) {
        Buffer b = a;
        b[at] = static_cast<unsigned char>(b[at] + change);
        EXPECT_EQ(Sign(el2_memcmp(a.data(), b.data(), size)),
                  Sign(std::memcmp(a.data(), b.data(), size)));
      }
    }
  }
}

TEST(String, Memchr) {
  const Buffer a = Numbered(0);
  for (int value = 0; value < 256; ++value) {
    for (const size_t size : {0, 1, 40, 300}) {
      EXPECT_EQ(el2_memchr(a.data(), value, size), std::memchr(a.data(), value, size));
    }
  }
  EXPECT_EQ(el2_memchr(a.data(), 0x107, kSize), &a[1]);
}

TEST(String, Strlen) {
  EXPECT_EQ(el2_strlen(""), 0u);
  EXPECT_EQ(el2_strlen("a"), 1u);
  EXPECT_EQ(el2_strlen("four\0more"), 4u);
}

}  // namespace
