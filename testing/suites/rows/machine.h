/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What a guest needs to play its part of a tour (abi/vectors/tour.inc), in any language: whose turn
 * it is, calls that are looked at, and what happens to a vCPU without a call.
 *
 * A difference is told, and ends the guest: what comes after it would mean nothing.
 */

#ifndef TESTING_SUITES_ROWS_MACHINE_H_
#define TESTING_SUITES_ROWS_MACHINE_H_

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Before all else. */
void rows_begin(void);
/* The primary's last word: how many of its steps were as they should be, in which language. */
void rows_end(const char* language);

/*
 * Whether the step is this VM's, which it then does. What is known of x0 after its call: 0 nothing,
 * 1 its value, 2 its low byte.
 */
bool turn(uint64_t step, uint32_t vm, int32_t known, uint64_t x0);

/* In the place of hf_call: pages of the tour become real ones, and the result is looked at. */
int64_t rows_call(uint64_t x0, uint64_t x1, uint64_t x2, uint64_t x3);
/* The last rows_call() had these registers. */
void rows_registers(uint64_t x0, uint64_t x1, uint64_t x2, uint64_t x3);

/* A call that no binding can say. */
void raw_call(uint64_t x0, uint64_t x1, uint64_t x2, uint64_t x3);

/* The events of the IDL, as this VM can make them happen. */
void event_PhysicalInterrupt(void);
void event_WaitForInterrupt(void);
void event_TimerExpired(void);
void event_Abort(void);

/* A physical interrupt that stays pending over the next call, and its end. The primary's alone. */
void interrupt_pending(void);
void interrupt_taken(void);

/* This VM's virtual timer: to a time that will be waited for, or to one that never comes. */
void set_timer(int32_t waits);
/* It expires, or the others' do, for which this VM waits. */
void time_passes(int32_t waits);

#ifdef __cplusplus
}
#endif

#endif /* TESTING_SUITES_ROWS_MACHINE_H_ */
