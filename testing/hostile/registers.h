// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A call with every register known before and looked at afterwards.

#ifndef TESTING_HOSTILE_REGISTERS_H_
#define TESTING_HOSTILE_REGISTERS_H_

#include <cstdint>

#include "testing/hostile/command.h"

namespace hf::hostile {

// Makes the call by HVC #0 with x[0] to x[3], and a pattern in x4 to x30, q0 to q31, FPCR, FPSR,
// the flags, and the system registers of EL1 and EL0 that hold one. Of x0 to x3 the answer says
// what came back; `wrong` counts which of x1 to x3 is not zero and which of the others is not as it
// was. Prints each of those.
Answer CallAndCompare(const uint64_t (&x)[4]);

}  // namespace hf::hostile

#endif  // TESTING_HOSTILE_REGISTERS_H_
