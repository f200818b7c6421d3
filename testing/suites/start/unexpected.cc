// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// A primary without guest_interrupt(): an interrupt ends it, and says so. Its console is C++'s.

#include "bindings/start/print.h"

using hf::guest::Hex;
using hf::guest::Print;

extern "C" void guest_main(uint64_t) {
  Print("unexpected: ", 42u, ' ', Hex{0xff}, ' ', uint64_t{1} << 40, '\n');
  guest_interrupt();
}
