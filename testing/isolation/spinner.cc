// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A secondary that never gives up its CPU, with all interrupts masked.

#include "bindings/start/start.h"

extern "C" void guest_main(uint64_t) {
  while (true) asm volatile("");
}
