// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Yields a few times, so that all CPUs want to run it, and then reads EL2's memory.

#include <hf/call.h>

#include <cstdint>

#include "bindings/start/start.h"
#include "testing/isolation/board.h"

extern "C" void guest_main(uint64_t) {
  for (int i = 0; i < 16; ++i) hf_vcpu_yield();
  static_cast<void>(*reinterpret_cast<volatile uint64_t*>(hf::isolation::kEl2Begin));
}
