/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The emulated PL011. abi_test.py has what must be seen of it on the machine's console.
 */

#include "testing/suites/abi/subject.h"

#define PL011 UINT64_C(0x09000000)

#define AT(type, offset) (*(volatile type*)(PL011 + (offset)))

uint64_t subject_console(void) {
  uint64_t bad = 0;
  AT(uint8_t, 0) = '8';
  AT(uint16_t, 0) = 0x4100 | '1';
  AT(uint16_t, 0) = '6';
  AT(uint32_t, 0) = 0x41414100 | '3';
  AT(uint32_t, 0) = '2';
  guest_print("\r bits\r\n");
  AT(uint32_t, 0x30) = 0; /* The control register: ignored, the console goes on. */
  AT(uint32_t, 0xffc) = '?';
  guest_print("\n");
  guest_print("no line of its own: hafnia: panic: not really\n");
  for (int i = 0; i < 1000; ++i) AT(uint8_t, 0) = 'x';
  guest_print("\n");
  bad += subject_check("FR, 32 bits", AT(uint32_t, 0x18), 0x90);
  bad += subject_check("FR, 16 bits", AT(uint16_t, 0x18), 0x90);
  bad += subject_check("FR, 8 bits", AT(uint8_t, 0x18), 0x90);
  bad += subject_check("DR", AT(uint32_t, 0), 0);
  bad += subject_check("the peripheral's id", AT(uint32_t, 0xfe0), 0);
  return bad;
}
