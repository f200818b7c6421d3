/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the primary tells a subject to do. A message is one struct command; the answer is one
 * uint64_t.
 */

#ifndef HF_TESTING_SUITES_ABI_COMMAND_H_
#define HF_TESTING_SUITES_ABI_COMMAND_H_

#include <stdint.h>

enum command_code {
  /* Answered with the number of checks that failed; the subject's console names them. */
  COMMAND_CALLS,     /* calls that a secondary may not make, or makes wrongly */
  COMMAND_REGISTERS, /* general registers across a call and a switch */
  COMMAND_STATE,   /* FP and EL1 registers across a switch; the argument makes the values differ */
  COMMAND_CONSOLE, /* prints in all ways that a PL011 offers */

  COMMAND_ADDRESS, /* answered with an address in the subject's memory */
  COMMAND_WFI,     /* waits for an interrupt; not answered */

  /* The argument is an address. Answered with 0 if the subject lives. */
  COMMAND_READ,
  COMMAND_WRITE,
  COMMAND_EXECUTE,
};

struct command {
  uint64_t code;
  uint64_t argument;
};

#endif /* HF_TESTING_SUITES_ABI_COMMAND_H_ */
