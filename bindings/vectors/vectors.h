/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Test vectors of the bindings, without a test framework: the same list, run by each binding, on
 * the host or in a VM. None of these functions may run twice at a time.
 */

#ifndef HF_BINDINGS_VECTORS_VECTORS_H_
#define HF_BINDINGS_VECTORS_VECTORS_H_

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct hf_vectors_result {
  uint64_t count;    /* vectors that ran */
  uint64_t failures; /* comparisons that failed */
  /* Of the first failure; null and 0 without one. */
  const char* name; /* the function in the vectors' list */
  uint64_t number;  /* the vector's place in the list, from 1 */
  uint64_t wanted;
  uint64_t got;
};

struct hf_vectors_result hf_vectors_c(void);
struct hf_vectors_result hf_vectors_cc(void);
struct hf_vectors_result hf_vectors_rust(void);

#ifdef __cplusplus
}
#endif

#endif /* HF_BINDINGS_VECTORS_VECTORS_H_ */
