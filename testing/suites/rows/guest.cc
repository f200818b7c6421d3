// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Plays its part of the tour by the C++ binding.

#define hf_call rows_call

#include <hf/hf.h>

#include "bindings/start/start.h"
#include "bindings/vectors/check_cc.h"
#include "testing/suites/rows/machine.h"

namespace hf::guest {
namespace {

// What the generated callers expect; see bindings/vectors/check.h.
void check_begin(const char*) {}
void check_answer(uint64_t) {}
void check_registers(uint64_t x0, uint64_t x1, uint64_t x2, uint64_t x3) {
  rows_registers(x0, x1, x2, x3);
}

// The hypervisor may not serve all calls.
#pragma clang diagnostic ignored "-Wunused-function"
#include "testing/suites/rows/callers_cc.inc"

void Play()
#include "abi/vectors/tour.inc"

}  // namespace
}  // namespace hf::guest

extern "C" void guest_main(uint64_t) {
  rows_begin();
  hf::guest::Play();
  rows_end("C++");
}
