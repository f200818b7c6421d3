/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The console: a polled PL011 at the address that the boot protocol gives to every VM. In a
 * secondary each access is emulated by the hypervisor, which also puts the VM's number before each
 * line.
 */

#include "bindings/start/start.h"

enum {
  PL011_BASE = 0x09000000,
  PL011_DATA = 0x000,
  PL011_FLAGS = 0x018,
  PL011_FLAG_TRANSMIT_FULL = 0x20,
};

static void print_char(char c) {
  volatile uint32_t* const data = (volatile uint32_t*)(uintptr_t)(PL011_BASE + PL011_DATA);
  const volatile uint32_t* const flags =
      (const volatile uint32_t*)(uintptr_t)(PL011_BASE + PL011_FLAGS);
  while ((*flags & PL011_FLAG_TRANSMIT_FULL) != 0) {
  }
  *data = (unsigned char)c;
}

void guest_print_bytes(const char* bytes, size_t size) {
  for (size_t i = 0; i < size; ++i) print_char(bytes[i]);
}

void guest_print(const char* text) {
  for (; *text != '\0'; ++text) print_char(*text);
}

void guest_print_decimal(uint64_t value) {
  char digits[20];
  size_t first = sizeof(digits);
  do {
    digits[--first] = (char)('0' + value % 10);
    value /= 10;
  } while (value != 0);
  guest_print_bytes(&digits[first], sizeof(digits) - first);
}

void guest_print_hex(uint64_t value) {
  int shift = 60;
  while (shift > 0 && (value >> shift) == 0) shift -= 4;
  guest_print("0x");
  for (; shift >= 0; shift -= 4) print_char("0123456789abcdef"[(value >> shift) & 15]);
}
