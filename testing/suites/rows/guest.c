/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Plays its part of the tour by the C binding.
 */

#define hf_call rows_call

#include <hf/call.h>

#include "bindings/start/start.h"
#include "testing/suites/rows/machine.h"

/* What the generated callers expect; see bindings/vectors/check.h. */
#define check_begin(name) ((void)(name))
#define check_answer(answer) ((void)(answer))
#define check_registers rows_registers

/* The hypervisor may not serve all calls. */
#pragma clang diagnostic ignored "-Wunused-function"
#include "testing/suites/rows/callers_c.inc"

static void play(void)
#include "abi/vectors/tour.inc"

    void guest_main(uint64_t device_tree) {
  (void)device_tree;
  rows_begin();
  play();
  rows_end("C");
}
