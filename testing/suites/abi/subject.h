/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the parts of this suite's subjects share. Each function returns how many checks failed.
 */

#ifndef HF_TESTING_SUITES_ABI_SUBJECT_H_
#define HF_TESTING_SUITES_ABI_SUBJECT_H_

#include <hf/call.h>

#include "testing/suites/abi/report.h"

static inline uint64_t subject_check(const char* what, uint64_t value, uint64_t wanted) {
  return report_check("subject", what, value, wanted) ? 0 : 1;
}

static inline uint64_t subject_check_call(const char* what, int64_t value, int64_t wanted) {
  return subject_check(what, (uint64_t)value, (uint64_t)wanted);
}

uint64_t subject_calls(void);
uint64_t subject_registers(void);
uint64_t subject_state(uint64_t seed);
uint64_t subject_console(void);

#endif /* HF_TESTING_SUITES_ABI_SUBJECT_H_ */
