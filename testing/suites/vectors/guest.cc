// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs the vectors in C++, in a secondary.

#include "bindings/start/start.h"
#include "bindings/vectors/vectors.h"

extern "C" void guest_main(uint64_t) {
  const hf_vectors_result result = hf_vectors_cc();
  if (result.failures > 0) {
    guest_print("FAIL: ");
    guest_print(result.name);
    guest_print(", vector ");
    guest_print_decimal(result.number);
    guest_print(": wanted ");
    guest_print_hex(result.wanted);
    guest_print(", got ");
    guest_print_hex(result.got);
    guest_print("\n");
    return;
  }
  guest_print("C++: ");
  guest_print_decimal(result.count);
  guest_print(" vectors passed\n");
}
