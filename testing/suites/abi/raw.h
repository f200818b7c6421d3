/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Calls as the compiler cannot make them; see raw.S.
 */

#ifndef HF_TESTING_SUITES_ABI_RAW_H_
#define HF_TESTING_SUITES_ABI_RAW_H_

#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

#define RAW_REGISTERS 31
#define RAW_SIMD_WORDS 64

/* Sets x0 to x30, makes a call by HVC #0, and stores x0 to x30. */
void raw_call(uint64_t registers[RAW_REGISTERS]);

/* A call by SMC #0, and one by HVC #1. */
int64_t raw_smc(uint64_t x0, uint64_t x1, uint64_t x2, uint64_t x3);
int64_t raw_hvc_1(uint64_t x0, uint64_t x1, uint64_t x2, uint64_t x3);

/* q0 to q31, the low words first; CPACR_EL1.FPEN must allow it. */
void simd_load(const uint64_t words[RAW_SIMD_WORDS]);
void simd_store(uint64_t words[RAW_SIMD_WORDS]);

#if defined(__cplusplus)
}
#endif

#endif /* HF_TESTING_SUITES_ABI_RAW_H_ */
