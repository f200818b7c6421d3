// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "testing/isolation/check.h"

#include "bindings/start/start.h"

namespace hf::isolation {
namespace {

const char* current = "";
unsigned cases = 0;

}  // namespace

void Case(const char* name) {
  current = name;
  ++cases;
  guest_print("isolation: ");
  guest_print(name);
  guest_print("\n");
}

void ExpectEqual(uint64_t value, uint64_t wanted, const char* what) {
  if (value == wanted) return;
  guest_print("isolation: FAIL: ");
  guest_print(current);
  guest_print(": ");
  guest_print(what);
  guest_print(": ");
  guest_print_hex(value);
  guest_print(" instead of ");
  guest_print_hex(wanted);
  guest_print("\n");
  guest_stop();
}

void Finish() {
  guest_print("isolation: PASS: ");
  guest_print_decimal(cases);
  guest_print(" cases\n");
  guest_stop();
}

}  // namespace hf::isolation
