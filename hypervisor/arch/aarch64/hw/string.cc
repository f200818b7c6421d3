// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The memory functions that the compiler itself calls. Whole pages are what EL2 copies and clears
// most, so the loops move 64 bytes at a time where both ends are aligned.

#include <cstddef>
#include <cstdint>

// Not from <cstring>, whose memchr is two functions in C++.
extern "C" {
void* memcpy(void* __restrict to, const void* __restrict from, size_t size);
void* memmove(void* to, const void* from, size_t size);
void* memset(void* to, int value, size_t size);
int memcmp(const void* a, const void* b, size_t size);
void* memchr(const void* memory, int value, size_t size);
size_t strlen(const char* text);
}

namespace {

struct Block {
  uint64_t words[8];
};

bool Aligned(const void* p) { return reinterpret_cast<uintptr_t>(p) % alignof(Block) == 0; }

}  // namespace

extern "C" {

void* memcpy(void* __restrict to, const void* __restrict from, size_t size) {
  auto* d = static_cast<unsigned char*>(to);
  const auto* s = static_cast<const unsigned char*>(from);
  if (Aligned(d) && Aligned(s)) {
    for (; size >= sizeof(Block); size -= sizeof(Block)) {
      auto* db = reinterpret_cast<uint64_t*>(d);
      const auto* sb = reinterpret_cast<const uint64_t*>(s);
      const uint64_t a0 = sb[0], a1 = sb[1], a2 = sb[2], a3 = sb[3];
      const uint64_t a4 = sb[4], a5 = sb[5], a6 = sb[6], a7 = sb[7];
      db[0] = a0, db[1] = a1, db[2] = a2, db[3] = a3;
      db[4] = a4, db[5] = a5, db[6] = a6, db[7] = a7;
      d += sizeof(Block);
      s += sizeof(Block);
    }
  }
  for (; size > 0; --size) {
    *d++ = *s++;
    // Or the compiler recognises a memcpy and calls this function for it.
    asm volatile("" : : : "memory");
  }
  return to;
}

void* memmove(void* to, const void* from, size_t size) {
  auto* d = static_cast<unsigned char*>(to);
  const auto* s = static_cast<const unsigned char*>(from);
  if (d <= s || d >= s + size) {
    // Forwards is right for all that does not overlap, and for a destination below the source when
    // the copy is byte by byte.
    if (d + size <= s || d >= s + size) return memcpy(to, from, size);
    for (; size > 0; --size) {
      *d++ = *s++;
      asm volatile("" : : : "memory");
    }
    return to;
  }
  while (size > 0) {
    --size;
    d[size] = s[size];
    asm volatile("" : : : "memory");
  }
  return to;
}

void* memset(void* to, int value, size_t size) {
  auto* d = static_cast<unsigned char*>(to);
  const auto byte = static_cast<unsigned char>(value);
  if (Aligned(d)) {
    const uint64_t word = uint64_t{0x0101010101010101} * byte;
    for (; size >= sizeof(Block); size -= sizeof(Block)) {
      auto* db = reinterpret_cast<uint64_t*>(d);
      db[0] = word, db[1] = word, db[2] = word, db[3] = word;
      db[4] = word, db[5] = word, db[6] = word, db[7] = word;
      asm volatile("" : : : "memory");
      d += sizeof(Block);
    }
  }
  for (; size > 0; --size) {
    *d++ = byte;
    asm volatile("" : : : "memory");
  }
  return to;
}

int memcmp(const void* a, const void* b, size_t size) {
  const auto* x = static_cast<const unsigned char*>(a);
  const auto* y = static_cast<const unsigned char*>(b);
  for (; size > 0; --size, ++x, ++y) {
    if (*x != *y) return *x < *y ? -1 : 1;
  }
  return 0;
}

void* memchr(const void* memory, int value, size_t size) {
  const auto* p = static_cast<const unsigned char*>(memory);
  for (; size > 0; --size, ++p) {
    if (*p == static_cast<unsigned char>(value)) return const_cast<unsigned char*>(p);
  }
  return nullptr;
}

size_t strlen(const char* text) {
  size_t n = 0;
  while (text[n] != '\0') {
    ++n;
    asm volatile("" : : : "memory");
  }
  return n;
}

}  // extern "C"
