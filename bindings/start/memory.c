/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The library functions that the C, C++ and Rust compilers may call of their own accord. Weak, so
 * that a guest may bring its own. Byte loops: with the MMU off every access must be aligned, and
 * `volatile` keeps the compiler from making a loop into a call of the same function.
 */

#include <stddef.h>
#include <stdint.h>

#define WEAK __attribute__((weak))

void* memcpy(void* restrict to, const void* restrict from, size_t size);
void* memmove(void* to, const void* from, size_t size);
void* memset(void* to, int value, size_t size);
int memcmp(const void* a, const void* b, size_t size);
int bcmp(const void* a, const void* b, size_t size);
size_t strlen(const char* text);

WEAK void* memmove(void* to, const void* from, size_t size) {
  volatile unsigned char* const t = to;
  const unsigned char* const f = from;
  if ((uintptr_t)t <= (uintptr_t)f) {
    for (size_t i = 0; i < size; ++i) t[i] = f[i];
  } else {
    for (size_t i = size; i > 0; --i) t[i - 1] = f[i - 1];
  }
  return to;
}

WEAK void* memcpy(void* restrict to, const void* restrict from, size_t size) {
  return memmove(to, from, size);
}

WEAK void* memset(void* to, int value, size_t size) {
  volatile unsigned char* const t = to;
  for (size_t i = 0; i < size; ++i) t[i] = (unsigned char)value;
  return to;
}

WEAK int memcmp(const void* a, const void* b, size_t size) {
  const volatile unsigned char* const x = a;
  const volatile unsigned char* const y = b;
  for (size_t i = 0; i < size; ++i) {
    const int difference = x[i] - y[i];
    if (difference != 0) return difference;
  }
  return 0;
}

WEAK int bcmp(const void* a, const void* b, size_t size) { return memcmp(a, b, size); }

WEAK size_t strlen(const char* text) {
  const volatile char* const t = text;
  size_t size = 0;
  while (t[size] != '\0') ++size;
  return size;
}
