/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the generated vectors for C and C++ are made of: comparisons, and a hypervisor that records
 * a call's registers and answers as it is told. Included once by each of them, which first defines
 * hf_call as the name of its own recorder, so that neither stands in for the guest's hf_call.
 */

#ifndef HF_BINDINGS_VECTORS_CHECK_H_
#define HF_BINDINGS_VECTORS_CHECK_H_

#ifndef hf_call
#error "hf_call has to be defined as the name of a function that is to record calls"
#endif

#include <hf/call.h>
#include <stddef.h>
#include <stdint.h>

#include "bindings/vectors/vectors.h"

static struct hf_vectors_result check_state;
static const char* check_name;
static uint64_t check_recorded[4];
static uint64_t check_next_answer;

int64_t hf_call(uint64_t arg0, uint64_t arg1, uint64_t arg2, uint64_t arg3) {
  check_recorded[0] = arg0;
  check_recorded[1] = arg1;
  check_recorded[2] = arg2;
  check_recorded[3] = arg3;
  return (int64_t)check_next_answer;
}

static inline void check_start(void) {
  check_state.count = 0;
  check_state.failures = 0;
  check_state.name = NULL;
  check_state.number = 0;
  check_state.wanted = 0;
  check_state.got = 0;
}

/* Begins a vector of the function of this name. */
static inline void check_begin(const char* name) {
  ++check_state.count;
  check_name = name;
}

static inline void check_equal(uint64_t wanted, uint64_t got) {
  if (wanted == got) return;
  if (check_state.failures++ > 0) return;
  check_state.name = check_name;
  check_state.number = check_state.count;
  check_state.wanted = wanted;
  check_state.got = got;
}

/* What calls are answered from now on. */
static inline void check_answer(uint64_t answer) { check_next_answer = answer; }

/* The last call was made with these registers. */
static inline void check_registers(uint64_t x0, uint64_t x1, uint64_t x2, uint64_t x3) {
  check_equal(x0, check_recorded[0]);
  check_equal(x1, check_recorded[1]);
  check_equal(x2, check_recorded[2]);
  check_equal(x3, check_recorded[3]);
}

#endif /* HF_BINDINGS_VECTORS_CHECK_H_ */
