/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the parts of this suite's primary share.
 */

#ifndef HF_TESTING_SUITES_ABI_PRIMARY_H_
#define HF_TESTING_SUITES_ABI_PRIMARY_H_

#include <hf/call.h>

#include "testing/suites/abi/report.h"

static inline void check(const char* what, uint64_t value, uint64_t wanted) {
  report_check("abi", what, value, wanted);
}

static inline void check_call(const char* what, int64_t value, int64_t wanted) {
  report_check("abi", what, (uint64_t)value, (uint64_t)wanted);
}

/* The first address of RAM on QEMU's virt board; the hypervisor begins a page behind it. */
#define HYPERVISOR UINT64_C(0x40001000)

/* How many secondaries there are. Some end in the course of the suite. */
#define SUBJECTS 11

/* Looks at the device tree's /memreserve/ entries; returns the address of a secondary's memory. */
uint64_t check_reserved_memory(uint64_t device_tree);

/* Errors of calls, PSCI by both conduits, and accesses to others' memory. */
void check_calls(uint64_t secondary);
void check_psci(void);
void check_own_traps(uint64_t hypervisor, uint64_t secondary);

#endif /* HF_TESTING_SUITES_ABI_PRIMARY_H_ */
