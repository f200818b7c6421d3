/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * See machine.h: turns and calls.
 */

#include "testing/suites/rows/machine.h"

#include <hf/call.h>

#include "bindings/start/start.h"

#define PAGE 4096u
/* abi/vectors/vectors.h: four pages a VM, four VMs, and a device's. */
#define FIRST_PAGE ((uint64_t)1 << 44)
#define PAGES_OF_VM 4u
#define DEVICE_PAGE (FIRST_PAGE + (uint64_t)4 * PAGES_OF_VM * PAGE)
#define DEVICE 0x09000000u

/* All VMs run the same image, so that each knows where the others' pages are. BUILD.bazel and
 * rows_test.py say how much memory there is. */
#define PRIMARY_BASE 0x40200000u
#define MEMORY_END 0x50000000u
#define MEMORY_OF_VM 0x40000u

extern char _start[];
static _Alignas(PAGE) char pages[PAGES_OF_VM][PAGE];

static uint32_t me;
static uint64_t current;
static int32_t known;
static uint64_t wanted;
static uint64_t registers[4];

static uint64_t base_of(uint64_t vm) {
  return vm == 0 ? PRIMARY_BASE : MEMORY_END - vm * MEMORY_OF_VM;
}

static uint64_t real(uint64_t value) {
  if (value >> 44 != 1) return value;
  if (value >= DEVICE_PAGE) return DEVICE + value % PAGE;
  const uint64_t page = (value - FIRST_PAGE) / PAGE;
  return base_of(page / PAGES_OF_VM) + (uint64_t)(&pages[0][0] - _start) +
         page % PAGES_OF_VM * PAGE + value % PAGE;
}

static void fail(const char* what, uint64_t is, uint64_t should) {
  guest_print("rows: FAIL: step ");
  guest_print_decimal(current);
  guest_print(": ");
  guest_print(what);
  guest_print(" is ");
  guest_print_hex(is);
  guest_print(", not ");
  guest_print_hex(should);
  guest_print("\n");
  guest_stop();
}

void rows_begin(void) {
  me = hf_vm_get_id();
  if ((uint64_t)_start != base_of(me)) fail("the image's address", (uint64_t)_start, base_of(me));
}

void rows_end(const char* language) {
  if (me != HF_PRIMARY_VM_ID) return;
  guest_print("rows: ");
  guest_print(language);
  guest_print(": ");
  guest_print_decimal(current);
  guest_print(" steps passed\n");
}

bool turn(uint64_t step, uint32_t vm, int32_t known_of_x0, uint64_t x0) {
  if (me == HF_PRIMARY_VM_ID) current = step;
  if (vm != me) return false;
  current = step;
  known = known_of_x0;
  wanted = x0;
  return true;
}

int64_t rows_call(uint64_t x0, uint64_t x1, uint64_t x2, uint64_t x3) {
  registers[0] = x0;
  registers[1] = x1;
  registers[2] = x2;
  registers[3] = x3;
  const int64_t result = hf_call(x0, real(x1), real(x2), real(x3));
  const uint64_t mask = known == 2 ? 0xff : known == 1 ? ~(uint64_t)0 : 0;
  if (((uint64_t)result & mask) != (wanted & mask)) fail("x0", (uint64_t)result, wanted);
  return result;
}

void rows_registers(uint64_t x0, uint64_t x1, uint64_t x2, uint64_t x3) {
  if (registers[0] != x0) fail("x0 of the call", registers[0], x0);
  if (registers[1] != x1) fail("x1 of the call", registers[1], x1);
  if (registers[2] != x2) fail("x2 of the call", registers[2], x2);
  if (registers[3] != x3) fail("x3 of the call", registers[3], x3);
}

void raw_call(uint64_t x0, uint64_t x1, uint64_t x2, uint64_t x3) { rows_call(x0, x1, x2, x3); }
