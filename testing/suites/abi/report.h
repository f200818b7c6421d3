/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * How the VMs of this suite say what they found. A check that fails is a line on the console that
 * the runner takes for a failure; the others go on.
 */

#ifndef HF_TESTING_SUITES_ABI_REPORT_H_
#define HF_TESTING_SUITES_ABI_REPORT_H_

#include "bindings/start/start.h"

/* `who` is "abi" in the primary, whose lines the runner judges, and "subject" in the secondaries.
 */
static inline bool report_check(const char* who, const char* what, uint64_t value,
                                uint64_t wanted) {
  if (value == wanted) return true;
  guest_print(who);
  guest_print(": FAIL: ");
  guest_print(what);
  guest_print(" is ");
  guest_print_hex(value);
  guest_print(", not ");
  guest_print_hex(wanted);
  guest_print("\n");
  return false;
}

#endif /* HF_TESTING_SUITES_ABI_REPORT_H_ */
