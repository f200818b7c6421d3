/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Calls as the compiler cannot make them; see raw.S.
 */

#ifndef HF_TESTING_SUITES_ABI_RAW_H_
#define HF_TESTING_SUITES_ABI_RAW_H_

#include <stdint.h>

#define RAW_REGISTERS 31

/* Sets x0 to x30, makes a call by HVC #0, and stores x0 to x30. */
void raw_call(uint64_t registers[RAW_REGISTERS]);

/* A call by SMC #0, and one by HVC #1. */
int64_t raw_smc(uint64_t x0, uint64_t x1, uint64_t x2, uint64_t x3);
int64_t raw_hvc_1(uint64_t x0, uint64_t x1, uint64_t x2, uint64_t x3);

#endif /* HF_TESTING_SUITES_ABI_RAW_H_ */
